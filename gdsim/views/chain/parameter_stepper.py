"""Which parameter is shown, and the ones before and after it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gdsim.text import _
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme


class ParameterStepper(QWidget):
    """Two small buttons with a parameter's name between them. After the last comes the first.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    parameter_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._parameter = 0
        self.label = TextLabel(theme, color="muted", size=0.9)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = self._button("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")
        self.forth = self._button("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
        self.back.setAccessibleName(_("Parameter before"))
        self.forth.setAccessibleName(_("Parameter after"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.back, self.label, self.forth):
            row.addWidget(widget)
        self.back.clicked.connect(self._go_back)
        self.forth.clicked.connect(self._go_forth)
        self.restyle(theme)

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setText(text)
        button.setAutoRepeat(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer these parameters."""
        self._names = names
        widest = max(names, key=len, default="")
        # A fixed width, or the title bar would be laid out anew at each name.
        self.label.setFixedWidth(QFontMetrics(self.label.font()).horizontalAdvance(widest) + 4)
        for button in (self.back, self.forth):
            button.setEnabled(len(names) > 1)
        self.set_parameter(min(self._parameter, max(len(names) - 1, 0)))

    def set_parameter(self, parameter: int) -> None:
        """Show which one it is."""
        self._parameter = parameter
        if not self._names:
            self.label.set_text("")
            return
        self.label.set_text(self._names[parameter])
        for button, step in ((self.back, -1), (self.forth, 1)):
            name = self._names[self._beside(step)]
            button.setToolTip(_("Selects {name} everywhere.").format(name=name))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.label.restyle(theme)
        for button in (self.back, self.forth):
            button.setFont(theme.font(0.9))
        self.set_names(self._names)

    def _beside(self, step: int) -> int:
        return (self._parameter + step) % len(self._names)

    def _go_back(self) -> None:
        self.parameter_requested.emit(self._beside(-1))

    def _go_forth(self) -> None:
        self.parameter_requested.emit(self._beside(1))
