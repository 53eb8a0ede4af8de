"""A small row of buttons: what can be done with the held parameter."""

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from gdsim.text import _
from gdsim.views.diagram.spots import least_hiding
from gdsim.views.theme import Theme


class ParameterTools(QFrame):
    """Edit, freeze and cut, below the number of the held parameter; hidden until one is held.

    Parameters
    ----------
    theme : Theme
    parent : QWidget
    """

    edit_requested = Signal()
    freeze_requested = Signal()
    cut_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._diagram = parent
        self.setObjectName("card")
        self.edit, self.freeze, self.cut = (_button(self) for _i in range(3))
        self.edit.setText(_("Edit"))
        self.edit.setToolTip(_("Type another number (Enter). Dragging the number works, too."))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 1, 2, 1)
        row.setSpacing(0)
        for button in (self.edit, self.freeze, self.cut):
            row.addWidget(button)
        self.edit.clicked.connect(self.edit_requested)
        self.freeze.clicked.connect(self.freeze_requested)
        self.cut.clicked.connect(self.cut_requested)
        self._say(is_frozen=False, is_cut=False)
        self.restyle(theme)
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for button in (self.edit, self.freeze, self.cut):
            button.setFont(theme.font(0.85))

    def show_beside(
        self, area: QRect, avoid: list[QRect], *, is_frozen: bool, is_cut: bool
    ) -> None:
        """Show what can be done with a parameter.

        Parameters
        ----------
        area : QRect
            Where its number lies.
        avoid : list of QRect
            What is better not hidden.
        is_frozen, is_cut : bool
            Its state.
        """
        self._say(is_frozen=is_frozen, is_cut=is_cut)
        self.show()  # first, since it knows its size only then
        self.adjustSize()
        self.move(self._best_place(area, avoid))
        self.raise_()

    def _say(self, *, is_frozen: bool, is_cut: bool) -> None:
        """Put on the buttons what they do to a parameter in this state."""
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

    def _best_place(self, area: QRect, avoid: list[QRect]) -> QPoint:
        """Return the place near ``area`` where least is hidden."""
        width, height, air = self.width(), self.height(), 6
        middle_x, middle_y = area.center().x() - width // 2, area.center().y() - height // 2
        lower, upper = area.bottom() + air, area.top() - air - height
        places = [(middle_x, lower), (middle_x, upper), (area.right() + air, middle_y)]
        places += [
            (area.left() - air - width, middle_y),
            (area.left(), lower),
            (area.left(), upper),
        ]
        places += [(area.right() - width, lower), (area.right() - width, upper)]
        room = self._diagram.rect().adjusted(2, 2, -2, -2)
        # What is held itself weighs more than anything else.
        weights = [*((other, 1.0) for other in avoid), (area, 1000.0)]
        return least_hiding(self.size(), [QPoint(x, y) for x, y in places], room, weights)


def _button(parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setObjectName("flat")
    return button
