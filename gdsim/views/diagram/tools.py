"""Small rows of buttons: what can be done with the held parameter, and which row is shown."""

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from gdsim.text import _


class ParameterTools(QFrame):
    """Edit, freeze and cut, below the number of the held parameter; hidden until one is held.

    Parameters
    ----------
    parent : QWidget
    """

    edit_requested = Signal()
    freeze_requested = Signal()
    cut_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.edit, self.freeze, self.cut = (_button(self) for _i in range(3))
        self.edit.setText(_("Edit"))
        self.edit.setToolTip(_("Type another number (Enter). Dragging the number works, too."))
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 2, 3, 2)
        row.setSpacing(0)
        for button in (self.edit, self.freeze, self.cut):
            row.addWidget(button)
        self.edit.clicked.connect(self.edit_requested)
        self.freeze.clicked.connect(self.freeze_requested)
        self.cut.clicked.connect(self.cut_requested)
        self.hide()

    def show_beside(self, area: QRect, *, is_frozen: bool, is_cut: bool) -> None:
        """Show what can be done with the parameter whose number lies at ``area``."""
        self.edit.setEnabled(not is_cut)
        self.freeze.setEnabled(not is_cut)
        self.freeze.setText(_("Unfreeze") if is_frozen else _("Freeze"))
        self.freeze.setToolTip(
            _("Lets learning change it again (F).")
            if is_frozen
            else _("Keeps it as it is; learning leaves it alone (F).")
        )
        self.cut.setText(_("Restore") if is_cut else _("Cut"))
        self.cut.setToolTip(
            _("Puts it back into the network (X).")
            if is_cut
            else _("Takes it out of the network: it counts as 0 (X).")
        )
        self.adjustSize()
        room = self.parentWidget().rect()
        below = area.bottom() + 6
        above = area.top() - 6 - self.height()
        y = below if below + self.height() <= room.height() else above
        x = area.center().x() - self.width() // 2
        self.move(QPoint(min(max(x, 4), max(4, room.width() - self.width() - 4)), max(y, 2)))
        self.show()
        self.raise_()


class RowStepper(QWidget):
    """Which row of the data is shown, and the ones before and after it.

    Parameters
    ----------
    parent : QWidget, optional
    """

    row_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back, self.label, self.forth = _button(self), QLabel(self), _button(self)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back.setText("‹")
        self.forth.setText("›")
        for button, name in ((self.back, _("Row before")), (self.forth, _("Row after"))):
            button.setAccessibleName(name)
            button.setToolTip(_("{name}: shows what the network makes of it.").format(name=name))
            button.setAutoRepeat(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in (self.back, self.label, self.forth):
            row.addWidget(widget)
        self.back.clicked.connect(self._go_back)
        self.forth.clicked.connect(self._go_forth)
        self._row, self._n_rows = 0, 0
        self.set_row(0, 0)

    def set_row(self, row: int, n_rows: int) -> None:
        """Show that row ``row``, counted from 0, of ``n_rows`` is shown."""
        self._row, self._n_rows = row, n_rows
        text = _("row {row} of {n_rows}").format(row=f"{row + 1:,}", n_rows=f"{n_rows:,}")
        self.label.setText(text if n_rows else "")
        self.back.setEnabled(row > 0)
        self.forth.setEnabled(row + 1 < n_rows)

    def _go_back(self) -> None:
        self.row_requested.emit(max(0, self._row - 1))

    def _go_forth(self) -> None:
        self.row_requested.emit(min(self._n_rows - 1, self._row + 1))


def _button(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName("flat")
    return button
