"""The two large numbers of the strip: the epoch with its goal, the loss with what it means."""

from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gdsim.engine.losses import LOSSES
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.quantities import full, short, world
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.label import Label
from gdsim.views.number_button import NumberButton
from gdsim.views.theme import Theme

_MOST_EPOCHS = 100_000_000
_NUMBER_SIZE = 1.8


def _stack(widget: QWidget, title: Label, number: Label, beside: QWidget) -> QGridLayout:
    """Put a title over a number with something small beside it."""
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(0)
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
        self.title = Label(theme, _("EPOCH"), color="muted", size=0.85, bold=True)
        self.number = Label(theme, "0", color="selection", size=_NUMBER_SIZE, bold=True)
        self.number.setToolTip(
            _("Passes over all rows so far.\nEverything in the window shows this epoch.")
        )
        self.goal = NumberButton(theme, _("Goal, in epochs"), 1, _MOST_EPOCHS)
        self.goal.button.clicked.connect(self.goal.begin)
        self.goal.number_edited.connect(self._edit_goal)
        _stack(self, self.title, self.number, self.goal)
        self.restyle(theme)

    def set_goal(self, goal: int) -> None:
        """Show how many epochs the run is meant to take."""
        self._goal = goal
        self._write()

    def set_epoch(self, epoch: int) -> None:
        """Show the epoch."""
        self._epoch = epoch
        self._write()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for part in (self.title, self.number, self.goal):
            part.restyle(theme)
        self._write()

    def _edit_goal(self, goal: int) -> None:
        self.set_goal(goal)
        self.goal_edited.emit(goal)

    def _write(self) -> None:
        text = f"{self._epoch:,}"
        # As wide as the goal, so that nothing beside it moves while the number grows.
        widest = max(text, f"{self._goal:,}", key=len)
        width = self.number.width_of("0" * len(widest))
        if width != self.number.minimumWidth():
            self.number.setFixedWidth(width)
        self.number.set_text(text)
        pattern = _("of {goal}") if self._epoch <= self._goal else _("goal {goal}")
        self.goal.set_number(self._goal)
        self.goal.set_text(
            pattern.format(goal=f"{self._goal:,}"),
            _("The goal: Play stops here.\nClick to change it."),
        )
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
        self.title = Label(theme, _("LOSS"), color="muted", size=0.85, bold=True, elides=True)
        self.number = Label(theme, color="loss", size=_NUMBER_SIZE, bold=True)
        self.aside = Label(theme, color="muted", size=0.95)
        grid = _stack(self, self.title, self.number, self.aside)
        grid.setHorizontalSpacing(8)
        self.restyle(theme)

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario's loss."""
        self._subject = subject
        name = LOSSES[subject.scenario.objective.loss].title
        self.title.set_text(_("LOSS ({name})").format(name=name))
        self.number.set_text("")
        self.aside.set_text("")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the loss at this epoch."""
        loss = short(snapshot.loss)
        self.number.set_text(loss)
        self.aside.set_text(self._meaning(snapshot))
        self.aside.setVisible(bool(self.aside.text()) and not self.is_compact)
        tip = _("Loss of all training rows: {loss}").format(loss=full(snapshot.loss))
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
        self.aside.setVisible(bool(self.aside.text()) and not compact)

    @property
    def spared(self) -> int:
        """The width that is won by leaving the aside out."""
        return self.aside.sizeHint().width() + 8 if self.aside.text() else 0

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for label in (self.title, self.number, self.aside):
            label.restyle(theme)
        # Four digits and an exponent, so that nothing beside it moves as the loss changes.
        self.number.setMinimumWidth(self.number.width_of("0.0000"))

    def _meaning(self, snapshot: Snapshot) -> str:
        """Return the typical error in the target's units, or the share of right answers."""
        if snapshot.network is None or self._subject is None:
            return ""
        if isfinite(snapshot.network.accuracy):
            share = f"{100.0 * snapshot.network.accuracy:.1f}"
            return _("{share} % right").format(share=share)
        if not isfinite(snapshot.network.typical_error):
            return ""
        error = world(snapshot.network.typical_error, self._subject.targets[0])
        return _("typical error {error}").format(error=error)
