"""The two large numbers of the strip: the epoch with its goal, the loss with what it means."""

from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from gdsim.engine.guesses import GuessObjective, take_differences
from gdsim.engine.losses import LOSSES
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.quantities import full, loss_text, short, world
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.strip.large_number import LargeNumber
from gdsim.views.strip.number_button import NumberButton
from gdsim.views.strip.titled_grid import TitledGrid
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme

_MOST_EPOCHS = 100_000_000
_GAP = 8  # between number and aside, in pixels at scale 1


def _stack(widget: QWidget, title: TextLabel, number: TextLabel, beside: QWidget) -> TitledGrid:
    """Put a title over a number with something small beside it."""
    grid = TitledGrid(widget)
    grid.addWidget(title, 0, 0, 1, 2)
    grid.addWidget(number, 1, 0)
    grid.addWidget(beside, 1, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    grid.setColumnStretch(1, 1)
    return grid


class EpochReadout(QWidget):
    """The selected epoch, and the goal that a click edits.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    goal_edited = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epoch, self._goal = 0, 25
        self.title = TextLabel(theme, _("EPOCH"), color="muted", size=0.85, bold=True)
        self.number = LargeNumber(theme, "selection_text")
        self.number.setToolTip(
            _("Passes over all rows so far.\nEverything in the window shows this epoch.")
        )
        self.goal = NumberButton(theme, _("Goal, in epochs"), 1, _MOST_EPOCHS)
        self.goal.button.clicked.connect(self.goal.begin)
        self.goal.number_edited.connect(self._edit_goal)
        self._grid = _stack(self, self.title, self.number, self.goal)
        self.restyle(theme)

    @property
    def epoch(self) -> int:
        """The epoch that is shown."""
        return self._epoch

    def set_goal(self, goal: int) -> None:
        """Show how many epochs the run is meant to take."""
        self._goal = goal
        self._write()

    def set_epoch(self, epoch: int) -> None:
        """Show the epoch."""
        self._epoch = epoch
        self._write()

    @property
    def is_compact(self) -> bool:
        """Whether the number is smaller."""
        return self.number.is_compact

    @property
    def spared(self) -> int:
        """The width that is won by a smaller number."""
        return self.number.spared_by(self._widest)

    def set_compact(self, compact: bool) -> None:
        """Take less room for the number."""
        self.number.set_compact(compact)
        self._write()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._grid.restyle(theme)
        for part in (self.title, self.number, self.goal):
            part.restyle(theme)
        self._write()

    def _edit_goal(self, goal: int) -> None:
        self.set_goal(goal)
        self.goal_edited.emit(goal)

    @property
    def _widest(self) -> str:
        """Room for the goal as the epoch: nothing beside it moves while the number grows."""
        return "0" * max(len(f"{self._epoch:,}"), len(f"{self._goal:,}"))

    def _write(self) -> None:
        self.number.set_number(f"{self._epoch:,}")
        pattern = _("of {goal}") if self._epoch <= self._goal else _("goal {goal}")
        self.goal.set_number(self._goal)
        self.goal.set_text(
            pattern.format(goal=f"{self._goal:,}"),
            _("The goal: Play stops here.\nClick to change it."),
        )
        self.setMinimumWidth(self.number.width_of(self._widest) + self.goal.sizeHint().width())
        self.setAccessibleName(_("Epoch {epoch}").format(epoch=self._epoch))


class LossReadout(QWidget):
    """The loss of all training rows, its kind, and the typical error or the accuracy.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self.is_compact = False
        self.title = TextLabel(theme, _("LOSS"), color="muted", size=0.85, bold=True, elides=True)
        self.number = LargeNumber(theme, "loss")
        self.aside = TextLabel(theme, color="muted", size=0.95, steady=True)
        self._grid = _stack(self, self.title, self.number, self.aside)
        self.restyle(theme)

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario's loss."""
        self._subject = subject
        spec = subject.scenario.objective
        if isinstance(spec, FunctionSpec):
            self.title.set_text(_("LOSS"))
        else:
            self.title.set_text(_("LOSS ({name})").format(name=LOSSES[spec.loss].title))
        self.number.set_number("")
        self.aside.set_text("")
        for label in (self.number, self.aside):
            label.shrink()  # the loss before may have had more digits
        self.number.reserve("0.0000")
        self._show_aside()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the loss at this epoch."""
        loss = loss_text(snapshot.loss)
        self.number.set_number(loss, short(snapshot.loss))
        meaning = self._meaning(snapshot)
        if meaning != self.aside.text():
            self.aside.set_text(meaning)
            self._show_aside()
        tip = _("Loss of all training rows: {loss}")
        if self._subject is not None and self._subject.function is not None:
            tip = _("The function's value where the ball is: {loss}")
        tip = tip.format(loss=full(snapshot.loss))
        if self.aside.text():
            tip += "\n" + self.aside.text()
        if snapshot.penalty:
            tip += "\n" + _("of it {penalty} is the penalty on large weights").format(
                penalty=short(snapshot.penalty)
            )
        self.number.setToolTip(tip)
        self.setAccessibleName(
            _("Loss {loss}, {meaning}").format(loss=loss, meaning=self.aside.text()).rstrip(", ")
        )

    def set_compact(self, compact: bool) -> None:
        """Leave what the loss means to the tooltip."""
        self.is_compact = compact
        self._show_aside()

    @property
    def spared(self) -> int:
        """The width that is won by leaving the aside out."""
        return (
            self.aside.sizeHint().width() + self._grid.horizontalSpacing()
            if self.aside.text()
            else 0
        )

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._grid.restyle(theme)
        for label in (self.title, self.number, self.aside):
            label.restyle(theme)
        self.number.reserve("0.0000")
        self._show_aside()

    def _show_aside(self) -> None:
        is_shown = bool(self.aside.text()) and not self.is_compact
        if is_shown != self.aside.isHidden():
            return
        self.aside.setVisible(is_shown)
        self._grid.setHorizontalSpacing(self._theme.px(_GAP) if is_shown else 0)
        self._grid.invalidate()
        self.updateGeometry()

    def _meaning(self, snapshot: Snapshot) -> str:
        """Return the typical error in the target's units, or the share of right answers."""
        if self._subject is None:
            return ""
        if snapshot.network is None:
            return _typical_guess(self._subject, snapshot)
        if isfinite(snapshot.network.accuracy):
            share = f"{100.0 * snapshot.network.accuracy:.1f}"
            return _("{share} % right").format(share=share)
        if not isfinite(snapshot.network.typical_error):
            return ""
        return _typical(snapshot.network.typical_error, self._subject)


def _typical(error: float, subject: Subject) -> str:
    return _("typical error {error}").format(error=world(error, subject.targets[0]))


def _typical_guess(subject: Subject, snapshot: Snapshot) -> str:
    """Return how far off a guess is, or nothing where there are none."""
    objective = subject.experiment.objective
    if not isinstance(objective, GuessObjective):
        return ""
    found = take_differences(snapshot.theta, objective.targets[0])
    return _typical(found.typical_error, subject)
