"""One next thing to try: offered after the first epochs, gone once it was done."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from gdsim.app.activities import activity
from gdsim.app.gestures import Gestures
from gdsim.engine.snapshot import Snapshot
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.story_line import StoryLine

FIRST_EPOCH = 5


class Suggestion(NamedTuple):
    """Something to try, and in which panel of which activity."""

    activity: str
    panel: str
    text: str
    is_done: Callable[[str], bool]  # by the name of an edit


class Suggestions(QObject):
    """Offers one suggestion at a time in the story line.

    Signals
    -------
    panel_requested(activity, panel)
        The person wants to be shown where.
    """

    panel_requested = Signal(str, str)

    def __init__(self, session: Session, gestures: Gestures, story: StoryLine) -> None:
        super().__init__(story)
        self._session, self._story = session, story
        self._left = list(_all())
        self._shown = ""
        session.snapshot_changed.connect(self._on_snapshot)
        session.subject_changed.connect(self._on_subject)
        gestures.done.connect(self._on_done)
        story.suggestion_requested.connect(self._on_requested)

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.epoch >= FIRST_EPOCH and not self._shown:
            self._offer()

    @Slot()
    def _on_subject(self) -> None:
        if not self._story.suggestion.isHidden():
            self._offer()

    @Slot(str)
    def _on_done(self, edit: str) -> None:
        rest = [suggestion for suggestion in self._left if not suggestion.is_done(edit)]
        if len(rest) < len(self._left):
            self._left = rest
            if self._shown:
                self._offer()

    @Slot(str)
    def _on_requested(self, key: str) -> None:
        self.panel_requested.emit(*key.split())

    def _offer(self) -> None:
        scenario = self._session.scenario
        fit = [one for one in self._left if activity(one.activity).fits(scenario)]
        here = [one for one in fit if one.activity == self._session.activity]
        if fit:
            first = (here or fit)[0]
            self._shown = f"{first.activity} {first.panel}"
            self._story.set_suggestion(first.text, self._shown)
        else:
            self._story.set_suggestion("", "")


def _moves_parameter(edit: str) -> bool:
    return " to " in edit or edit.startswith(_("set {values}").format(values=""))


def _adds_unit(edit: str) -> bool:
    return edit == _("add unit")


def _races(edit: str) -> bool:
    return edit.startswith(_("race {rates}").format(rates=""))


def _trains_often(edit: str) -> bool:
    return edit == "starts"


def _types_inputs(edit: str) -> bool:
    return edit == "inputs"


def _all() -> tuple[Suggestion, ...]:
    drag_the_dot = _("drag the dot on the loss curve")
    return (
        Suggestion("ball", "slice", _("drag a ball to another start"), _moves_parameter),
        Suggestion("ball", "balls", _("race three learning rates"), _races),
        Suggestion("valleys", "contour", _("drag a ball on the map"), _moves_parameter),
        Suggestion("valleys", "balls", _("race three learning rates"), _races),
        Suggestion("starts", "starts", _("train from 100 starts at once"), _trains_often),
        Suggestion("guess", "guesses", _("drag a guess towards the truth"), _moves_parameter),
        Suggestion("network", "slice", drag_the_dot, _moves_parameter),
        Suggestion("network", "network", _("type your own house at the inputs"), _types_inputs),
        Suggestion("network", "network", _("add a hidden unit"), _adds_unit),
    )
