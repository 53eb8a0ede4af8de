"""Two boxes that choose which parameters a map of the loss runs over."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme


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
        self.boxes = QComboBox(), QComboBox()
        self._pair = 0, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        tips = _("Which parameter runs to the right."), _("Which parameter runs upward.")
        names = _("Parameter to the right"), _("Parameter upward")
        for box, tip, name in zip(self.boxes, tips, names, strict=True):
            box.setToolTip(tip)
            box.setAccessibleName(name)
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
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

    def _choose(self) -> None:
        first, second = (box.currentIndex() for box in self.boxes)
        if first == second:
            second, first = self._pair
        self.pair_requested.emit((first, second))
