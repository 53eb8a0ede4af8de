"""What stands on the plot of guesses: squares, lines between pairs, dots, numbers, categories.

One item paints all of it in pixels: a few points need no items of their own.
"""

from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdsim.text import _
from gdsim.views.guesses.guess_layout import Column, Total
from gdsim.views.guesses.guess_points import Points
from gdsim.views.plotting.axes import GAP, TEXT_SIZE
from gdsim.views.theme import Theme

RADIUS = 7.0
"""Pixels of a guess's ring at scale 1."""
_DIAMOND = 6.0
_LABEL_SIZE = 0.9
_CENTER = Qt.AlignmentFlag.AlignCenter


class Picture(NamedTuple):
    """What is painted.

    Attributes
    ----------
    points : Points
    columns : list of Column
    area, whole : QRectF
        The inside of the plot, and all of it.
    labels : list of (str, QRectF)
        The difference of each point and where it stands; "" for none.
    total : Total or None
        The big square; None where no squares are drawn.
    total_texts : tuple of str
        What stands under it: the sum, and what it is.
    pointed : int
        The guess under the mouse, or -1.
    is_held : bool
        Whether the selected guess is in the hand.
    """

    points: Points
    columns: list[Column]
    area: QRectF
    whole: QRectF
    labels: list[tuple[str, QRectF]]
    total: Total | None
    total_texts: tuple[str, ...]
    pointed: int
    is_held: bool


class GuessMarks(QGraphicsItem):
    """Paints a `Picture`.

    Attributes
    ----------
    picture : Picture or None
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.setZValue(10.0)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._small, self._label = theme.font(TEXT_SIZE), theme.font(_LABEL_SIZE)
        self._bold = theme.font(_LABEL_SIZE, bold=True)
        self._marked = theme.font(TEXT_SIZE, bold=True)
        self.update()

    def set_picture(self, picture: Picture | None) -> None:
        """Paint this from now on."""
        if picture is None or self.picture is None or picture.whole != self.picture.whole:
            self.prepareGeometryChange()
        self.picture = picture
        self.update()

    def label_size(self, text: str, *, is_bold: bool = True) -> QSizeF:
        """Return the room of a difference, or of the sum, which is bold."""
        metrics = QFontMetricsF(self._bold if is_bold else self._label)
        return QSizeF(metrics.horizontalAdvance(text) + 6.0, metrics.height())

    def small_size(self, text: str) -> QSizeF:
        """Return the room of a category or its heading."""
        metrics = QFontMetricsF(self._small)
        return QSizeF(metrics.horizontalAdvance(text), metrics.height())

    def boundingRect(self) -> QRectF:
        """Return the whole plot."""
        return QRectF() if self.picture is None else self.picture.whole

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint squares first, then lines, dots and words."""
        picture = self.picture
        if picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if picture.total is not None:
            self._paint_squares(painter, picture)
            self._paint_total(painter, picture, picture.total)
        for i in range(picture.points.n_points):
            self._paint_pair(painter, picture, i)
        for i, (text, box) in enumerate(picture.labels):
            if text:
                self._paint_difference(painter, picture, i, text, box)
        self._paint_categories(painter, picture)
        self._paint_key(painter, picture.area)

    def _paint_squares(self, painter: QPainter, picture: Picture) -> None:
        painter.save()
        painter.setClipRect(QRectF(0.0, 0.0, picture.area.right() + 1.0, picture.whole.height()))
        for column, value in zip(
            picture.columns, picture.points.differences.differences, strict=True
        ):
            color = self._theme.sign(float(value))
            painter.setBrush(self._theme.color(color, 0.13))
            painter.setPen(_solid(self._theme.pen(color, 1.0, alpha=0.5)))
            painter.drawRect(column.square)
        painter.restore()

    def _paint_total(self, painter: QPainter, picture: Picture, total: Total) -> None:
        theme, room = self._theme, QRectF(total.square)
        painter.setBrush(theme.color("loss", 0.13))
        painter.setPen(_solid(theme.pen("loss", 1.2, alpha=0.8)))
        painter.drawRect(room)
        for i, text in enumerate(picture.total_texts):
            font, color = (self._bold, "loss") if i == 0 else (self._small, "muted")
            box = QRectF(
                room.left(), self._row(picture.area, i), picture.whole.right(), self._line()
            )
            self._write(painter, box, text, font, color, Qt.AlignmentFlag.AlignLeft)

    def _paint_pair(self, painter: QPainter, picture: Picture, number: int) -> None:
        theme, (guess, truth, _square) = self._theme, picture.columns[number]
        is_selected = number == picture.points.selected
        color = theme.sign(float(picture.points.differences.differences[number]))
        painter.setPen(_solid(theme.pen(color, 2.0)))
        painter.drawLine(QLineF(guess, truth))
        self._paint_halo(painter, picture, number)
        painter.setPen(_solid(theme.pen("selection" if is_selected else "text", 2.6)))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(guess, RADIUS * theme.scale, RADIUS * theme.scale)
        self._paint_diamond(painter, truth)

    def _paint_halo(self, painter: QPainter, picture: Picture, number: int) -> None:
        is_held = picture.is_held and number == picture.points.selected
        if not is_held and number != picture.pointed:
            return
        reach, at = (RADIUS + 12.0) * self._theme.scale, picture.columns[number].guess
        painter.setPen(_solid(self._theme.pen("selection", 1.5)) if is_held else Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("selection", 0.34 if is_held else 0.2))
        painter.drawEllipse(at, reach, reach)

    def _paint_diamond(self, painter: QPainter, at: QPointF) -> None:
        """Paint a truth; inside the ring of a guess that meets it."""
        theme, reach = self._theme, _DIAMOND * self._theme.scale
        corners = ((0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0))
        painter.setPen(_solid(theme.pen("card", 1.0)))
        painter.setBrush(theme.color("zero"))
        painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))

    def _paint_difference(
        self, painter: QPainter, picture: Picture, number: int, text: str, box: QRectF
    ) -> None:
        font = self._bold if number == picture.points.selected else self._label
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("card", 0.8))
        painter.drawRoundedRect(box, 3.0, 3.0)
        color = self._theme.sign(float(picture.points.differences.differences[number]))
        self._write(painter, box, text, font, color, _CENTER)

    def _paint_categories(self, painter: QPainter, picture: Picture) -> None:
        """Write under each point its category and, if known, how many rows stand behind it."""
        points, area = picture.points, picture.area
        rows = [(points.category.label, [points.tick(i) for i in range(points.n_points)])]
        if points.counts is not None:
            rows.append((points.counted, [f"{count:,.0f}" for count in points.counts.tolist()]))
        for line, (heading, texts) in enumerate(rows):
            box = QRectF(0.0, self._row(area, line), area.left() - GAP, self._line())
            self._write(painter, box, heading, self._small, "muted", Qt.AlignmentFlag.AlignRight)
            self._paint_row(painter, picture, texts, line)

    def _paint_row(self, painter: QPainter, picture: Picture, texts: list[str], line: int) -> None:
        """Write a text under each point; one that would touch its neighbour is left out."""
        right = picture.area.left() - GAP
        for i, text in enumerate(texts):
            is_marked = not line and i == picture.points.selected
            width = self.small_size(text).width() + 4.0
            left = picture.columns[i].guess.x() - width / 2.0
            if left < right:
                continue
            right = left + width
            box = QRectF(left, self._row(picture.area, line), width, self._line())
            font = self._marked if is_marked else self._small
            color = "muted" if line else "selection_text" if is_marked else "text"
            self._write(painter, box, text, font, color, _CENTER)

    def _paint_key(self, painter: QPainter, area: QRectF) -> None:
        """Say which dot is which, at the upper right."""
        theme, metrics = self._theme, QFontMetricsF(self._small)
        middle, gap = metrics.height() / 2.0 + 1.0, theme.px(8)
        right = area.right()
        for text, is_guess in ((_("truth"), False), (_("guess"), True)):
            left = right - metrics.horizontalAdvance(text) - 2.0
            box = QRectF(left, 0.0, right - left, 2.0 * middle)
            self._write(painter, box, text, self._small, "muted", _CENTER)
            at = QPointF(left - gap - 2.0, middle)
            if is_guess:
                painter.setPen(_solid(theme.pen("text", 2.0)))
                painter.setBrush(theme.color("card"))
                painter.drawEllipse(at, 5.0 * theme.scale, 5.0 * theme.scale)
            else:
                self._paint_diamond(painter, at)
            right = left - 2.0 * gap - theme.px(16)

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        font: QFont,
        color: str,
        where: Qt.AlignmentFlag,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        painter.drawText(box, where | Qt.AlignmentFlag.AlignVCenter, text)

    def _line(self) -> float:
        return QFontMetricsF(self._small).height()

    def _row(self, area: QRectF, line: int) -> float:
        """Return the top of a line of text under the plot."""
        return area.bottom() + GAP + line * self._line() * 1.2


def _solid(pen: QPen) -> QPen:
    """Let a pen grow with the picture: in the scene one unit is one pixel of the screen."""
    pen.setCosmetic(False)
    return pen
