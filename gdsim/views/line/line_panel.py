"""The panel of the line: the plot, and below it a knob for the slope and the line as an equation.

Every gesture goes through the plot's hand, so that dragging, turning the knob, nudging and typing
say the same things.
"""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.line import line_words as words
from gdsim.views.line.line_equation import LineEquation
from gdsim.views.line.line_hand import Handle
from gdsim.views.line.line_plot import LinePlot
from gdsim.views.line.slope_dial import SlopeDial
from gdsim.views.theme import Theme

ROOMY = 540
"""From this width on, in pixels at scale 1, the caption has room for the typical error too."""


class LinePanel(QWidget):
    """The line through the data, to be turned by dragging, by a knob, by keys and by typing.

    Attributes
    ----------
    title, caption : str
    plot : LinePlot
    dial : SlopeDial
    equation : LineEquation
    errors_button, best_button : QToolButton
        In the corner.
    """

    parameter_dragged = Signal(int, float)
    parameter_dropped = Signal(int, float)
    drag_cancelled = Signal()
    row_requested = Signal(int)
    picture_requested = Signal()
    heading_changed = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.caption = _("The line"), ""
        self._theme = theme
        self._subject: Subject | None = None
        self._snapshot: Snapshot | None = None
        self.plot = LinePlot(theme)
        self.dial = SlopeDial(theme)
        self.equation = LineEquation(theme)
        self._corner = QWidget()
        self.errors_button = FlatButton(
            _("Errors"),
            _("Draws a line from each row to the prediction; changes nothing."),
            is_switch=True,
            parent=self._corner,
        )
        self.best_button = FlatButton(
            _("Best line"),
            _("Draws the line with the least loss; changes nothing."),
            is_switch=True,
            parent=self._corner,
        )
        self.errors_button.setChecked(True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.plot)
        self.restyle(theme)

    def corner(self) -> QWidget:
        """Return the switches for errors and best line."""
        return self._corner

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self._subject, self._snapshot = subject, None
        self.plot.set_subject(subject)
        self.equation.set_subject(subject, self.plot.model)
        self._fit_equation()
        self.best_button.setEnabled(self.plot.best is not None)
        self.dial.setEnabled(self.plot.model is not None)
        self._say_caption()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment."""
        self._snapshot = snapshot
        self.plot.show_snapshot(snapshot)
        self._say_caption()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.plot.restyle(theme)
        self.dial.restyle(theme)
        self.equation.restyle(theme)
        for button in (self.errors_button, self.best_button):
            button.setFont(theme.font(0.9))
        self._strip.setContentsMargins(theme.px(4), 0, theme.px(8), 0)
        self._strip.setSpacing(theme.px(16))
        self._fit_equation()

    def _lay_out(self) -> None:
        corner = QHBoxLayout(self._corner)
        corner.setContentsMargins(0, 0, 0, 0)
        corner.setSpacing(4)
        corner.addWidget(self.errors_button)
        corner.addWidget(self.best_button)
        self._strip = QHBoxLayout()
        self._strip.addWidget(self.dial)
        self._strip.addWidget(self.equation)
        self._strip.addStretch(1)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # see minimumSizeHint
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.plot, 1)
        column.addLayout(self._strip)

    def _connect(self) -> None:
        plot, hand, dial = self.plot, self.plot.hand, self.dial
        plot.parameter_dragged.connect(self.parameter_dragged)
        plot.parameter_dropped.connect(self.parameter_dropped)
        plot.drag_cancelled.connect(self.drag_cancelled)
        plot.row_requested.connect(self.row_requested)
        plot.picture_requested.connect(self.picture_requested)
        plot.line_shown.connect(self._on_line_shown)
        self.errors_button.toggled.connect(plot.set_errors)
        self.best_button.toggled.connect(plot.set_best)
        dial.tilt_grabbed.connect(self._on_tilt_grabbed)
        dial.tilt_dragged.connect(plot.turn_to)
        dial.tilt_nudged.connect(plot.turn_to)
        dial.tilt_dropped.connect(self._on_tilt_dropped)
        dial.tilt_cancelled.connect(hand.hand.cancel)
        self.equation.slope.number_entered.connect(self._on_slope_entered)
        self.equation.intercept.number_entered.connect(self._on_intercept_entered)
        self.equation.slope.number_nudged.connect(self._on_slope_nudged)
        self.equation.intercept.number_nudged.connect(self._on_intercept_nudged)

    def _fit_equation(self) -> None:
        """Give the equation the room beside the knob, which goes where there is not enough."""
        beside = self.dial.minimumWidth() + self._strip.spacing()
        room = self.width() - self._margins()
        has_dial = room >= beside + self.equation.minimumSizeHint().width()
        self.dial.setVisible(has_dial)
        self.equation.fit(room - beside if has_dial else room)

    def _margins(self) -> int:
        margins = self._strip.contentsMargins()
        return margins.left() + margins.right()

    def _say_caption(self) -> None:
        subject, snapshot, caption = self._subject, self._snapshot, ""
        if subject is not None and snapshot is not None and self.plot.model is not None:
            is_short = self.width() < self._theme.px(ROOMY)
            caption = words.caption(subject, snapshot, is_short=is_short)
        if caption != self.caption:
            self.caption = caption
            self.heading_changed.emit(self.title, caption)

    def _on_line_shown(self) -> None:
        self.dial.set_tilt(self.plot.tilt)
        line, theta = self.plot.hand.line, self.plot.hand.theta
        if line is not None and theta is not None:
            self.equation.set_line(line, theta)

    def _on_tilt_grabbed(self) -> None:
        self.plot.hand.press(Handle.TURN)

    def _on_tilt_dropped(self) -> None:
        self.plot.hand.end_drag()

    def _on_slope_entered(self, slope: float) -> None:
        model = self.plot.model
        if model is not None:
            self.plot.hand.put(Handle.TURN, model.weight_of(slope))

    def _on_intercept_entered(self, intercept: float) -> None:
        model, theta = self.plot.model, self.plot.hand.theta
        if model is not None and theta is not None:
            self.plot.hand.put(Handle.SHIFT, model.bias_with(intercept, theta))

    def _on_slope_nudged(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        self.plot.nudge(Handle.TURN, direction, modifiers)

    def _on_intercept_nudged(self, direction: float, modifiers: Qt.KeyboardModifier) -> None:
        self.plot.nudge(Handle.SHIFT, direction, modifiers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much as there is room for."""
        super().resizeEvent(event)
        self._fit_equation()
        self._say_caption()

    def minimumSizeHint(self) -> QSize:
        """Let the panel become as narrow as the equation can."""
        least = super().minimumSizeHint()
        return QSize(self.equation.minimumSizeHint().width() + self._margins(), least.height())

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(self._theme.px(610), self._theme.px(380))
