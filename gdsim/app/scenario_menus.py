"""The Edit menu's choices about the scenario: loss, penalty, initializer, scaling, test rows."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from gdsim.app.gestures import Gestures
from gdsim.app.menu_bar import MenuBar, check, fill_choices
from gdsim.engine.guesses import GUESS_INITIALIZERS
from gdsim.engine.initializers import INITIALIZERS
from gdsim.engine.losses import LOSSES
from gdsim.engine.optimizers import OPTIMIZERS
from gdsim.scenario import edits
from gdsim.scenario.spec import NetworkSpec, PenaltySpec
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
        names = dict.fromkeys((*INITIALIZERS, *GUESS_INITIALIZERS))
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
        check(self._losses, objective.loss)
        check(self._rules, scenario.optimizer.name)
        check(self._starts, scenario.start.initializer)
        for name, penalty in PENALTIES.items():
            if penalty == objective.penalty:
                check(self._penalties, name)
        self._standardize.setChecked(objective.dataset.standardize)
        self._hold_out.setChecked(objective.dataset.split is not None)
        self._offer(has_weights=isinstance(objective, NetworkSpec))

    def _offer(self, *, has_weights: bool) -> None:
        """Let only those be chosen that apply to the network, or to the guesses; say why not."""
        for action in self._losses.actions():
            is_for_all = LOSSES[action.data()].is_regression
            _allow(action, has_weights or is_for_all, _("For classes; guesses are quantities."))
        for action in self._penalties.actions():
            is_for_all = PENALTIES[action.data()] is None
            _allow(action, has_weights or is_for_all, _("Guesses have no weights to hold down."))
        here, why = GUESS_INITIALIZERS.keys(), _("For the weights of a network, not for guesses.")
        if has_weights:
            here, why = INITIALIZERS.keys(), _("For guesses, not for the weights of a network.")
        for action in self._starts.actions():
            _allow(action, action.data() in here, why)
        _allow(self._standardize, has_weights, _("Guesses keep the units of the data."))
        _allow(self._hold_out, has_weights, _("Each point has a guess of its own."))


def _allow(action: QAction, is_allowed: bool, why_not: str) -> None:
    """Let an action be chosen, or let its tooltip say why it cannot be."""
    action.setEnabled(is_allowed)
    action.setToolTip((action.statusTip() or action.text()) if is_allowed else why_not)
