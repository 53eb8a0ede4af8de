"""How learning went: the loss by epoch and, as a second page, the parameters by epoch."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.curves.loss_plot import LossPlot
from gdsim.views.curves.parameters_plot import ParametersPlot
from gdsim.views.flat_button import FlatButton
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun


class LearningCurves(QStackedWidget):
    """Two plots over the same epochs, of which only the one in front is drawn.

    Attributes
    ----------
    loss_plot : LossPlot
    parameters_plot : ParametersPlot
    """

    epoch_requested = Signal(int)
    parameter_requested = Signal(int)
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.loss_plot, self.parameters_plot = LossPlot(theme), ParametersPlot(theme)
        self._plots = (self.loss_plot, self.parameters_plot)
        self.loss_plot.epoch_requested.connect(self.epoch_requested)
        self.loss_plot.heading_changed.connect(self._say_heading)
        self.parameters_plot.epoch_requested.connect(self.epoch_requested)
        self.parameters_plot.parameter_requested.connect(self.parameter_requested)
        self._corner = QWidget()
        row = QHBoxLayout(self._corner)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.loss_plot.corner())
        self._tabs = QButtonGroup(self)
        for number, (text, tip) in enumerate(
            (
                (_("Loss"), _("Shows the loss by epoch.")),
                (_("Parameters"), _("Shows every parameter by epoch.")),
            )
        ):
            self.addWidget(self._plots[number])
            row.addWidget(self._make_tab(number, text, tip))
        self._tabs.idClicked.connect(self.show_page)
        self.show_page(0)

    @property
    def title(self) -> str:
        """The title of the plot in front."""
        return self.plot.title

    @property
    def caption(self) -> str:
        """The caption of the plot in front."""
        return self.plot.caption

    @property
    def plot(self) -> LossPlot | ParametersPlot:
        """The plot in front."""
        return self._plots[self.currentIndex()]

    def corner(self) -> QWidget:
        """Return the way to the other plot and the switch to a logarithmic axis."""
        return self._corner

    def show_page(self, number: int) -> None:
        """Bring the loss (0) or the parameters (1) to the front."""
        self.setCurrentIndex(number)
        for button in self._tabs.buttons():  # the title says which one is in front
            button.setVisible(self._tabs.id(button) != number)
        self.loss_plot.corner().setVisible(number == 0)
        self._say_heading()

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        for plot in self._plots:
            plot.set_subject(subject)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        for plot in self._plots:
            plot.show_snapshot(snapshot)

    def show_runs(self, runs: Sequence[ShownRun]) -> None:
        """Show the curves of these runs."""
        for plot in self._plots:
            plot.show_runs(runs)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for plot in self._plots:
            plot.restyle(theme)

    def _say_heading(self) -> None:
        self.heading_changed.emit(self.title, self.caption)

    def _make_tab(self, number: int, text: str, tip: str) -> QAbstractButton:
        button = FlatButton(text, tip)
        self._tabs.addButton(button, number)
        return button
