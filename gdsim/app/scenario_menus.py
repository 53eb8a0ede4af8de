"""The Edit menu's choices about the scenario: loss, penalty, initializer, scaling, test rows."""

from collections.abc import Collection
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from gdsim.app.gestures import Gestures
from gdsim.app.menu_bar import MenuBar, check, fill_choices
from gdsim.engine.function_objective import FUNCTION_INITIALIZERS
from gdsim.engine.guesses import GUESS_INITIALIZERS
from gdsim.engine.initializers import INITIALIZERS
from gdsim.engine.losses import LOSSES
from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario import edits
from gdsim.scenario.spec import FunctionSpec, NetworkSpec, ObjectiveSpec, PenaltySpec
from gdsim.session.session import Session
from gdsim.text import _

PENALTIES: dict[str, PenaltySpec | None] = {
    "none": None,
    "l2 0.01": PenaltySpec("l2", 0.01),
    "l2 0.1": PenaltySpec("l2", 0.1),
    "l1 0.01": PenaltySpec("l1", 0.01),
    "l1 0.1": PenaltySpec("l1", 0.1),
}


class ScenarioMenus(QObject):
    """Shows in the menus what the scenario says, and edits it by them."""

    def __init__(self, session: Session, gestures: Gestures, menus: MenuBar) -> None:
        super().__init__(session)
        self._session, self._gestures = session, gestures
        losses = [(loss.title, name) for name, loss in LOSSES.items()]
        self._losses = fill_choices(menus.submenus["loss"], losses, self._on_loss)
        penalties = [(name, name) for name in PENALTIES]
        self._penalties = fill_choices(menus.submenus["penalty"], penalties, self._on_penalty)
        names = dict.fromkeys((*INITIALIZERS, *GUESS_INITIALIZERS, *FUNCTION_INITIALIZERS))
        starts = [(name.replace("_", " "), name) for name in names]
        self._starts = fill_choices(menus.submenus["initializer"], starts, self._on_initializer)
        rules = [(name.replace("_", " "), name) for name in OPTIMIZERS]
        self._rules = fill_choices(menus.submenus["optimizer"], rules, self._on_optimizer)
        self._standardize = menus.actions_by_key["standardize"]
        self._hold_out = menus.actions_by_key["hold_out"]
        session.subject_changed.connect(self._show)
        session.runs_changed.connect(self._show)
        self._show()

    @Slot(QAction)
    def _on_loss(self, action: QAction) -> None:
        text = _("loss {name}").format(name=action.text())
        self._gestures.edit(partial(edits.set_loss, loss=action.data()), text)
        self._show()

    @Slot(QAction)
    def _on_penalty(self, action: QAction) -> None:
        penalty = PENALTIES[action.data()]
        text = _("penalty {name}").format(name=action.text())
        self._gestures.edit(partial(edits.set_penalty, penalty=penalty), text)
        self._show()

    @Slot(QAction)
    def _on_optimizer(self, action: QAction) -> None:
        text = _("optimizer {name}").format(name=action.text())
        self._gestures.edit(partial(edits.set_optimizer, name=action.data()), text)
        self._show()

    @Slot(QAction)
    def _on_initializer(self, action: QAction) -> None:
        text = _("initial weights {name}").format(name=action.text())
        self._gestures.edit(partial(edits.set_initializer, initializer=action.data()), text)
        self._show()

    @Slot()
    def _show(self) -> None:
        """Mark what holds, also after an edit that was refused."""
        scenario = self._session.scenario
        objective = scenario.objective
        check(self._rules, scenario.optimizer.name)
        check(self._starts, scenario.start.initializer)
        if isinstance(objective, FunctionSpec):
            check(self._losses, None)
            check(self._penalties, "none")
            self._standardize.setChecked(False)
            self._hold_out.setChecked(False)
        else:
            check(self._losses, objective.loss)
            chosen = (name for name, own in PENALTIES.items() if own == objective.penalty)
            check(self._penalties, next(chosen, None))
            self._standardize.setChecked(objective.dataset.standardize)
            self._hold_out.setChecked(objective.dataset.split is not None)
        self._offer(_words_for(objective))

    def _offer(self, words: "KindWords") -> None:
        """Let only those be chosen that apply to what is open; say why not."""
        for action in self._losses.actions():
            is_fit = words.has_weights or LOSSES[action.data()].is_regression
            _allow(action, words.has_rows and is_fit, words.no_loss)
        for action in self._penalties.actions():
            is_for_all = PENALTIES[action.data()] is None
            _allow(action, words.has_weights or is_for_all, words.no_weights)
        for action in self._starts.actions():
            _allow(action, action.data() in words.starts, words.no_start)
        _allow(self._standardize, words.has_weights, words.no_columns)
        _allow(self._hold_out, words.has_weights, words.no_rows)


class KindWords(NamedTuple):
    """What can be chosen for one kind of objective, and why the rest cannot.

    Attributes
    ----------
    has_weights, has_rows : bool
    starts : collection of str
        The initializers that draw its starts.
    no_loss, no_weights, no_start, no_columns, no_rows : str
    """

    has_weights: bool
    has_rows: bool
    starts: Collection[str]
    no_loss: str = ""
    no_weights: str = ""
    no_start: str = ""
    no_columns: str = ""
    no_rows: str = ""


def _words_for(objective: ObjectiveSpec) -> KindWords:
    if isinstance(objective, NetworkSpec):
        why = _("Not for the weights of a network.")
        return KindWords(True, True, INITIALIZERS.keys(), no_start=why)
    if isinstance(objective, FunctionSpec):
        return KindWords(
            False,
            False,
            FUNCTION_INITIALIZERS.keys(),
            _("A function is its own loss."),
            _("A function has no weights to hold down."),
            _("Not for functions."),
            _("A function has no columns."),
            _("A function has no rows."),
        )
    return KindWords(
        False,
        True,
        GUESS_INITIALIZERS.keys(),
        _("For classes; guesses are quantities."),
        _("Guesses have no weights to hold down."),
        _("For the weights of a network, not for guesses."),
        _("Guesses keep the units of the data."),
        _("Each point has a guess of its own."),
    )


def _allow(action: QAction, is_allowed: bool, why_not: str) -> None:
    """Let an action be chosen, or let its tooltip say why it cannot be."""
    action.setEnabled(is_allowed)
    action.setToolTip((action.statusTip() or action.text()) if is_allowed else why_not)
