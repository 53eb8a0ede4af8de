"""Two boxes that choose which parameters a map of the loss runs over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme

WIDTH = 58
"""Pixels of a box, for names such as w12; they stand side by side in a title bar."""


class PairChooser(QWidget):
    """The parameter along the horizontal axis, and the one along the vertical axis.

    Choosing one that the other box shows lets them change places.

    Attributes
    ----------
    boxes : (QComboBox, QComboBox)
    """

    pair_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = (
            quiet_box(_("Parameter to the right"), _("Which parameter runs to the right.")),
            quiet_box(_("Parameter upward"), _("Which parameter runs upward.")),
        )
        self._pair = 0, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for box in self.boxes:
            box.activated.connect(self._choose)
            row.addWidget(box)
        self.restyle(theme)

    def set_names(self, names: Sequence[str]) -> None:
        """Offer these parameters; with two or fewer there is nothing to choose."""
        for box in self.boxes:
            box.clear()
            box.addItems(list(names))
            box.setVisible(len(names) > 2)

    def set_pair(self, pair: tuple[int, int]) -> None:
        """Show which two they are."""
        self._pair = pair
        for box, parameter in zip(self.boxes, pair, strict=True):
            box.setCurrentIndex(parameter)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        for box in self.boxes:
            box.setFont(theme.font())
            box.setFixedWidth(theme.px(WIDTH))

    def _choose(self) -> None:
        first, second = (box.currentIndex() for box in self.boxes)
        if first == second:
            second, first = self._pair
        self.pair_requested.emit((first, second))


def quiet_box(name: str, tip: str) -> QComboBox:
    """Return an empty box to choose from, reached by Tab only."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return box
