"""One next thing to try: offered after the first epochs, gone once it was done."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from gdsim.app.gestures import Gestures
from gdsim.engine.snapshot import Snapshot
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views.story_line import StoryLine

FIRST_EPOCH = 5


class Suggestion(NamedTuple):
    """Something to try: its key is the panel where it is done."""

    key: str
    text: str
    is_done: Callable[[str], bool]  # by the name of an edit


class Suggestions(QObject):
    """Offers one suggestion at a time in the story line.

    Signals
    -------
    panel_requested(key)
        The person wants to be shown where.
    """

    panel_requested = Signal(str)

    def __init__(self, session: Session, gestures: Gestures, story: StoryLine) -> None:
        super().__init__(story)
        self._story = story
        self._left = list(_all())
        self._shown = ""
        session.snapshot_changed.connect(self._on_snapshot)
        gestures.done.connect(self._on_done)
        story.suggestion_requested.connect(self.panel_requested)

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.epoch >= FIRST_EPOCH and not self._shown:
            self._offer()

    @Slot(str)
    def _on_done(self, edit: str) -> None:
        rest = [suggestion for suggestion in self._left if not suggestion.is_done(edit)]
        if len(rest) < len(self._left):
            self._left = rest
            if self._shown:
                self._offer()

    def _offer(self) -> None:
        if self._left:
            self._shown = self._left[0].key
            self._story.set_suggestion(self._left[0].text, self._shown)
        else:
            self._story.set_suggestion("", "")


def _moves_parameter(edit: str) -> bool:
    return " to " in edit


def _adds_unit(edit: str) -> bool:
    return edit == _("add unit")


def _types_inputs(edit: str) -> bool:
    return edit == "inputs"


def _all() -> tuple[Suggestion, ...]:
    return (
        Suggestion("slice", _("drag the dot on the loss curve"), _moves_parameter),
        Suggestion("network", _("type your own house at the inputs"), _types_inputs),
        Suggestion("network", _("add a hidden unit"), _adds_unit),
    )
