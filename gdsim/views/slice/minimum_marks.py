"""The minima of a function on its curve: a ring for each, the lowest as a target, with words."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.engine.functions import Minimum
from gdsim.scenario.quantities import full
from gdsim.text import _
from gdsim.views.plotting.label_layout import around
from gdsim.views.plotting.label_room import LabelRoom
from gdsim.views.plotting.marks import Label
from gdsim.views.plotting.plots import Plot
from gdsim.views.theme import Theme

RADIUS = 6.0
FEW = 3
MOST_NAMED = 12
REACHES = (11.0, 20.0, 32.0)
"""Pixels from a ring to its words."""
NEAR = 10.0
"""Pixels from a ring within which its tip is shown."""


class MinimumMarks:
    """The rings and words of one plot.

    Parameters
    ----------
    plot : Plot
    room : LabelRoom
    """

    def __init__(self, plot: Plot, room: LabelRoom) -> None:
        self._plot, self._room = plot, room
        self._item = _Rings(plot.theme)
        plot.scene().addItem(self._item)
        self._labels: list[Label] = []
        self._seen: list[tuple[int, Minimum, QPointF]] = []

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; the labels do so with the plot."""
        self._item.restyle(theme)

    def show(self, minima: Sequence[Minimum]) -> None:
        """Draw those that lie in the range, and keep other labels off them."""
        frame = self._plot.frame
        inside = frame.area.adjusted(-1.0, -1.0, 1.0, 1.0)
        places = [frame.to_pixels(minimum.place[0], minimum.value) for minimum in minima]
        self._seen = [
            (i, minimum, at)
            for i, (minimum, at) in enumerate(zip(minima, places, strict=True))
            if inside.contains(at)
        ]
        self._item.show_rings([(at, minimum.is_global) for _i, minimum, at in self._seen])
        for _i, _minimum, at in self._seen:
            self._room.keep_around(at, RADIUS + 2.0)

    def show_words(self, n: int, said: int | None = None) -> None:
        """Write what they are, where it fits, and their numbers if there are ``n`` > 1 of them.

        Of ``said`` that is said elsewhere already.
        """
        named = self._seen[:MOST_NAMED]
        while len(self._labels) < len(named):
            self._labels.append(self._plot.add_mark(Label(self._plot.theme)))
        for label in self._labels[len(named) :]:
            label.setVisible(False)
        # The lowest ones first: they have the choice.
        reaches = [self._plot.theme.scale * reach for reach in REACHES]
        for label, (i, minimum, at) in zip(self._labels, named, strict=False):
            color = "text" if minimum.is_global else "muted"
            size = label.set_text(_text(i, minimum, n), color)
            places = around(at, size, *reaches)
            if i == said or not self._room.place(label, places, stays=True):
                label.setVisible(False)

    def texts(self) -> list[str]:
        """Return what is written, the lowest minimum first."""
        return [label.text for label in self._labels if label.isVisible()]

    def labels(self) -> tuple[Label, ...]:
        """Return the labels, seen or not."""
        return tuple(self._labels)

    def tip_at(self, position: QPointF, name: str) -> str:
        """Return what to say about the ring under the mouse, if any."""
        for _i, minimum, at in self._seen:
            if (at - position).manhattanLength() <= NEAR * self._plot.theme.scale:
                kind = (
                    _("The global minimum: no place is lower.")
                    if minimum.is_global
                    else _("A local minimum: lower than all around it, yet not the lowest.")
                )
                return _("{kind}\n{name} = {value}\nloss = {loss}").format(
                    kind=kind, name=name, value=full(minimum.place[0]), loss=full(minimum.value)
                )
        return ""


def _text(i: int, minimum: Minimum, n: int) -> str:
    """Return what is written at one of ``n`` minima; of many only the lowest is called by name."""
    words = _("global minimum") if minimum.is_global else _("local minimum")
    if n < 2:
        return words
    if n > FEW and not minimum.is_global:
        return str(i + 1)
    return _("{n} · {words}").format(n=i + 1, words=words)


class _Rings(QGraphicsItem):
    """All rings of one plot."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._places: list[tuple[QPointF, bool]] = []
        self._room = QRectF()
        self.setZValue(9.0)

    def show_rings(self, places: list[tuple[QPointF, bool]]) -> None:
        """Paint rings there, those that are true as targets."""
        if places == self._places:
            return
        self.prepareGeometryChange()
        self._places = places
        reach = (RADIUS + 3.0) * self._theme.scale
        self._room = QRectF()
        for at, _is_global in places:
            room = QRectF(at.x() - reach, at.y() - reach, 2.0 * reach, 2.0 * reach)
            self._room = self._room.united(room)
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme, self._places = theme, []
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the room of all rings."""
        return self._room

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint them."""
        theme, scale = self._theme, self._theme.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, is_global in self._places:
            pen = theme.pen("text" if is_global else "muted", 2.2 if is_global else 1.8)
            pen.setCosmetic(False)
            painter.setPen(pen)
            painter.setBrush(theme.color("card"))
            painter.drawEllipse(at, RADIUS * scale, RADIUS * scale)
            if is_global:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("text"))
                painter.drawEllipse(at, 2.6 * scale, 2.6 * scale)
