"""Two arrows with a name between them: which parameter or row is shown, and its neighbours."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.flat_button import FlatButton
from gdsim.views.text_label import TextLabel
from gdsim.views.theme import Theme


class Stepper(QWidget):
    """The arrows and the name; what they go through, a subclass says.

    Parameters
    ----------
    theme : Theme
    names : (str, str)
        Of the arrows, for screen readers.
    parent : QWidget or None

    Attributes
    ----------
    back, forth : FlatButton
    label : TextLabel
    """

    def __init__(self, theme: Theme, names: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = FlatButton("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "", name=names[0])
        self.forth = FlatButton("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", "", name=names[1])
        self.label = TextLabel(theme, color="muted", size=0.9)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.back, self.label, self.forth):
            row.addWidget(widget)
        for button in (self.back, self.forth):
            button.setAutoRepeat(True)
            button.setFont(theme.font(0.9))
        self.back.clicked.connect(self._go_back)
        self.forth.clicked.connect(self._go_forth)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.label.restyle(theme)
        for button in (self.back, self.forth):
            button.setFont(theme.font(0.9))

    def step(self, by: int) -> None:
        """Ask for the one before (-1) or after (1)."""

    def _go_back(self) -> None:
        self.step(-1)

    def _go_forth(self) -> None:
        self.step(1)


class ParameterStepper(Stepper):
    """Goes through the parameters. After the last comes the first."""

    parameter_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, (_("Parameter before"), _("Parameter after")), parent)
        self._names: tuple[str, ...] = ()
        self._parameter = 0

    def set_names(self, names: tuple[str, ...]) -> None:
        """Offer these parameters."""
        self._names = names
        # A fixed width, or the title bar would be laid out anew at each name.
        self.label.setFixedWidth(self.label.width_of(max(names, key=len, default="")) + 2)
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
        for button, by in ((self.back, -1), (self.forth, 1)):
            name = self._names[self._beside(by)]
            button.setToolTip(_("Selects {name} everywhere.").format(name=name))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        super().restyle(theme)
        self.set_names(self._names)

    def step(self, by: int) -> None:
        """Ask for the parameter before or after."""
        self.parameter_requested.emit(self._beside(by))

    def _beside(self, by: int) -> int:
        return (self._parameter + by) % len(self._names)


class RowStepper(Stepper):
    """Goes through the rows of the data, from the first to the last."""

    row_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, (_("Row before"), _("Row after")), parent)
        for button in (self.back, self.forth):
            name = button.accessibleName()
            button.setToolTip(_("{name}: shows what the network makes of it.").format(name=name))
        self.set_row(0, 0)

    def set_row(self, row: int, n_rows: int) -> None:
        """Show that row ``row``, counted from 0, of ``n_rows`` is shown."""
        self._row, self._n_rows = row, n_rows
        text = _("row {row} of {n_rows}").format(row=f"{row + 1:,}", n_rows=f"{n_rows:,}")
        self.label.set_text(text if n_rows else "")
        self.back.setEnabled(row > 0)
        self.forth.setEnabled(row + 1 < n_rows)

    def step(self, by: int) -> None:
        """Ask for the row before or after."""
        self.row_requested.emit(min(max(0, self._row + by), self._n_rows - 1))
