"""A few lines of numbers beside a crosshair: texts -> labels in a column."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF

from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot


class Readout:
    """The labels of one crosshair; each is made once."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._labels: list[Label] = []

    @property
    def texts(self) -> list[str]:
        """What it says."""
        return [label.text for label in self._labels if label.isVisible()]

    def show(self, x: float, lines: Sequence[str]) -> None:
        """Write these lines beside the crosshair at the pixel ``x``."""
        while len(self._labels) < len(lines):
            self._labels.append(self._plot.add_mark(Label(self._plot.theme, "text")))
        self.hide()
        area = self._plot.frame.area
        sizes = [label.set_text(text) for label, text in zip(self._labels, lines, strict=False)]
        width = max(size.width() for size in sizes)
        left = x + 6.0 if x + 6.0 + width <= area.right() else x - 6.0 - width
        top = area.top()
        for label, size in zip(self._labels, sizes, strict=False):
            label.move_to(QPointF(left, top))
            top += size.height()

    def hide(self) -> None:
        """Say nothing."""
        for label in self._labels:
            label.setVisible(False)
