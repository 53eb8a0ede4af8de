"""Names and marks at the ends of lines: runs, where they end -> labels, none over another."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF

from gdsim.views.plotting.label_layout import spread
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot
from gdsim.views.plotting.run_marks import MarkItem, text_color_of
from gdsim.views.theme import Theme
from gdsim.views.view import ShownRun

GAP = 10.0
"""Between the end of a line and its name: room for a mark, or the ring of the current run."""
LONGEST = 18
"""Characters of a name beside a line; the list of runs has it whole."""


class LineEnd(NamedTuple):
    """Where a line ends and what is written there.

    Attributes
    ----------
    text : str
    color : str
        Of the text.
    place : QPointF
    mark : int
        That of a kept run, -1 for none.
    mark_color : str
    """

    text: str
    color: str
    place: QPointF
    mark: int = -1
    mark_color: str = ""


def end_of(run: ShownRun, place: QPointF, text: str = "") -> LineEnd:
    """Return the end of a run's line, with its name unless another text is given."""
    color = "loss" if run.color == "loss" else text_color_of(run)
    return LineEnd(text or run.name, color, place, run.mark, run.color)


class LineEnds:
    """The labels and marks of one plot."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self.labels: list[Label] = []
        self._marks: list[MarkItem] = []

    @property
    def texts(self) -> list[str]:
        """What is written, in the order in which it was given."""
        return [label.text for label in self.labels if label.isVisible()]

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; the labels do so with the plot."""
        for mark in self._marks:
            mark.restyle(theme)

    def show(self, ends: Sequence[LineEnd]) -> None:
        """Write these; where there is no room beside a line, above its end."""
        self._reserve(len(ends))
        area = self._plot.frame.area
        sizes = [
            label.set_text(_brief(end.text), end.color)
            for label, end in zip(self.labels, ends, strict=False)
        ]
        boxes = [self._box(end, size) for end, size in zip(ends, sizes, strict=True)]
        for column in _columns(boxes):
            centers = [boxes[i].center().y() for i in column]
            height = max(boxes[i].height() for i in column)
            places = spread(centers, height, area.top(), area.bottom())
            for i, y in zip(column, places, strict=True):
                self.labels[i].move_to(QPointF(boxes[i].x(), y - height / 2.0))
        for mark, end in zip(self._marks, ends, strict=False):
            mark.setVisible(False)
            if end.mark >= 0 and end.place.x() >= 0.0:
                mark.show_at(end.place, end.mark, end.mark_color)
        for i in range(len(ends), len(self.labels)):
            self.labels[i].setVisible(False)
            self._marks[i].setVisible(False)

    def _box(self, end: LineEnd, size: QSizeF) -> QRectF:
        """Return where a label stands if it is alone: beside the line, else above its end."""
        plot, place = self._plot, end.place
        right = plot.frame.area.right() + plot.theme.px(plot.room_right) - 2.0
        if place.x() + GAP + size.width() <= right:
            is_inside = place.x() < plot.frame.area.right() - size.width() / 2.0
            rise = (0.9 if is_inside else 0.5) * size.height()  # over the lines that go on
            return QRectF(QPointF(place.x() + GAP, place.y() - rise), size)
        left = min(place.x(), right) - (0.0 if end.mark < 0 else GAP) - size.width()
        return QRectF(QPointF(left, place.y() - 1.2 * size.height()), size)

    def _reserve(self, n: int) -> None:
        while len(self.labels) < n:
            self.labels.append(self._plot.add_mark(Label(self._plot.theme)))
            mark = MarkItem(self._plot.theme)
            self._plot.scene().addItem(mark)
            self._marks.append(mark)


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _columns(boxes: Sequence[QRectF]) -> list[list[int]]:
    """Return which boxes lie over or under each other, so that they must share the height."""
    columns: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i].left()):
        if columns and boxes[i].left() < max(boxes[j].right() for j in columns[-1]):
            columns[-1].append(i)
        else:
            columns.append([i])
    return columns
