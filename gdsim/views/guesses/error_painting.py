"""How the three errors are painted: Points -> sums with bars, curves with their slopes."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPolygonF

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import Range
from gdsim.text import _
from gdsim.views.guesses import error_layout as layout
from gdsim.views.guesses import error_words as words
from gdsim.views.guesses.amounts import thousands
from gdsim.views.guesses.error_layout import Places
from gdsim.views.guesses.guess_points import Points
from gdsim.views.theme import Theme

SMALL = 0.84
_N_CURVE = 65
_LOW = 3.0
"""Lines of text below which a small plot has no room for words."""
_ROOMY = 10.0
"""Lines of text from which on there is room for an explanation."""
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_WRAPPED = Qt.AlignmentFlag.AlignTop | _LEFT | Qt.TextFlag.TextWordWrap


class Curve(NamedTuple):
    """The error of one guess and its slope, in units from the truth.

    Attributes
    ----------
    x, y, slope : ndarray, shape (n,)
        NaN leaves a gap.
    up, slope_up : (low, high)
        What is seen.
    dot : float
        The guess's place.
    has_slope : bool
        Whether there is a derivative at the guess.
    """

    x: Array
    y: Array
    slope: Array
    up: Range
    slope_up: Range
    dot: float
    has_slope: bool


def absolute_curve(reach: float, dot: float) -> Curve:
    """Return |x| and its slope from ``-reach`` to ``reach``: -1, then a gap, then +1."""
    x = np.array([-reach, 0.0, 0.0, 0.0, reach])
    slope = np.array([-1.0, -1.0, np.nan, 1.0, 1.0])
    return Curve(x, np.abs(x), slope, (0.0, 1.05 * reach), (-1.6, 1.6), dot, dot != 0.0)


def squared_curve(reach: float, dot: float) -> Curve:
    """Return x^2 and its slope, a straight line."""
    x = np.linspace(-reach, reach, _N_CURVE)
    top = 2.2 * reach
    return Curve(x, x * x, 2.0 * x, (0.0, 1.05 * reach * reach), (-top, top), dot, True)


class ErrorPainter:
    """Paints with one theme.

    Parameters
    ----------
    painter : QPainter
    theme : Theme
    points : Points
    places : Places
    """

    def __init__(self, painter: QPainter, theme: Theme, points: Points, places: Places) -> None:
        self._painter, self._theme = painter, theme
        self._points, self._places = points, places
        self._small, self._bold = theme.font(SMALL), theme.font(0.96, bold=True)
        self._small_bold = theme.font(SMALL, bold=True)
        self._line = QFontMetricsF(self._small).height()

    def paint_sums(self, pointed: int) -> None:
        """Paint the three columns; ``pointed`` is the point under the mouse, or -1."""
        for i, form in enumerate(words.forms(self._points)):
            self._paint_head(form, self._places.heads[i])
            self._paint_bars(form, self._places.bars[i], is_signed=i == 0, pointed=pointed)
            place = self._places.sentences[i]
            if place.height():
                font = self._fitting_into(form.sentence, place)
                self._write(place, form.sentence, font, "text", _WRAPPED)

    def paint_curves(self, reach: float) -> None:
        """Paint error and slope of the selected guess, within ``reach`` of its truth."""
        points = self._points
        name = points.names[points.selected]
        title = _("As {name} changes").format(name=name)
        place = self._places.words
        self._write(place, title, self._bold, "text", _LEFT)
        if place.height() > _ROOMY * self._line:
            below = place.adjusted(0.0, 1.6 * self._line, 0.0, 0.0)
            self._write(below, words.explanation(), self._small, "muted", _WRAPPED)
        dot = float(points.differences.differences[points.selected])
        curves = absolute_curve(reach, dot), squared_curve(reach, dot)
        formulas = f"|{name} − {_('truth')}|", f"({name} − {_('truth')})²"
        values = abs(dot), dot * dot
        for i, curve in enumerate(curves):
            box, below = self._places.curves[i], self._places.slopes[i]
            self._caption(box, formulas[i], thousands(values[i]), "loss")
            self._caption(below, _("derivative"), words.slope_texts(points)[i], "gradient")
            self._paint_curve(curve, box, reach)
            self._paint_slope(curve, below, reach)
        self._paint_gap(self._places.slopes[0], curves[0], reach)

    # The sums.

    def _paint_head(self, form: words.Form, box: QRectF) -> None:
        self._write(box, form.title, self._bold, "text", _LEFT)
        taken = QFontMetricsF(self._bold).horizontalAdvance(form.title + "  ")
        if self._width(form.loss_note) <= box.width() - taken:
            self._write(box, form.loss_note, self._small, "loss", _RIGHT)
        box = box.adjusted(0.0, 1.3 * self._line, 0.0, 0.0)
        self._write(box, self._elided(form.formula, box.width()), self._small, "muted", _LEFT)
        box = box.adjusted(0.0, 1.2 * self._line, 0.0, 0.0)
        color = "loss" if form.loss_note else "text"
        self._write(box, form.total, self._fitting(form.total, box.width()), color, _LEFT)

    def _fitting(self, text: str, width: float) -> QFont:
        """Return the largest bold font in which a number fits."""
        fonts = [self._theme.font(size, bold=True) for size in (0.96, 0.84, 0.72, 0.6)]
        fits = (font for font in fonts if QFontMetricsF(font).horizontalAdvance(text) <= width)
        return next(fits, fonts[-1])

    def _fitting_into(self, text: str, box: QRectF) -> QFont:
        """Return the largest font in which a sentence fits into a box."""
        fonts = [self._theme.font(size) for size in (SMALL, 0.76, 0.68)]
        room = box.adjusted(0.0, 0.0, 0.0, 1e4)
        for font in fonts:
            needed = QFontMetricsF(font).boundingRect(room, _WRAPPED, text)
            if needed.height() <= box.height() + 2.0:
                return font
        return fonts[-1]

    def _width(self, text: str) -> float:
        return QFontMetricsF(self._small).horizontalAdvance(text)

    def _elided(self, text: str, width: float) -> str:
        return QFontMetricsF(self._small).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def _paint_bars(self, form: words.Form, box: QRectF, *, is_signed: bool, pointed: int) -> None:
        painter, theme, selected = self._painter, self._theme, self._points.selected
        bars = layout.bar_boxes(form.values, box, is_signed=is_signed)
        base = box.center().y() if is_signed else box.bottom()
        for i, (bar, value) in enumerate(zip(bars, form.values.tolist(), strict=True)):
            color = theme.sign(value) if is_signed else "loss"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(color, 1.0 if i in (selected, pointed) else 0.55))
            painter.drawRect(bar)
        painter.setPen(theme.pen("faint"))
        painter.drawLine(QLineF(box.left(), round(base), box.right(), round(base)))
        self._paint_ticks(box)

    def _paint_ticks(self, box: QRectF) -> None:
        """Write the categories under the bars; where they are many the selected one alone."""
        points, pitch = self._points, box.width() / self._points.n_points
        metrics = QFontMetricsF(self._small)
        ticks = [points.tick(i) for i in range(points.n_points)]
        has_room = max(map(metrics.horizontalAdvance, ticks)) + 3.0 <= pitch
        for i, text in enumerate(ticks):
            is_selected = i == points.selected
            if has_room or is_selected:
                center = box.left() + (i + 0.5) * pitch
                place = QRectF(center - 40.0, box.bottom() + 2.0, 80.0, self._line)
                color = "selection_text" if is_selected else "muted"
                font = self._small_bold if is_selected else self._small
                self._write(place, text, font, color, Qt.AlignmentFlag.AlignHCenter)

    # The curves.

    def _caption(self, box: QRectF, text: str, value: str, color: str) -> None:
        """Write what a small plot shows above it, and its value now."""
        line = QRectF(box.left(), box.top() - 1.25 * self._line, box.width(), self._line)
        room = line.width() - self._width(f"{value}  ")
        self._write(line, self._elided(text, room), self._small, "muted", _LEFT)
        self._write(line, value, self._small_bold, color, _RIGHT)

    def _paint_curve(self, curve: Curve, box: QRectF, reach: float) -> None:
        across = (-reach, reach)
        self._level(box, box.bottom())
        self._join(curve.x, curve.y, box, across, curve.up, "loss")
        value = float(np.interp(curve.dot, curve.x, curve.y))
        self._diamond(layout.at(box, across, curve.up, 0.0, 0.0))
        self._ring(layout.at(box, across, curve.up, curve.dot, value))

    def _paint_slope(self, curve: Curve, box: QRectF, reach: float) -> None:
        across = (-reach, reach)
        self._level(box, layout.at(box, across, curve.slope_up, 0.0, 0.0).y())
        self._join(curve.x, curve.slope, box, across, curve.slope_up, "gradient")
        if curve.has_slope:
            is_step = len(curve.x) < _N_CURVE
            slope = float(np.sign(curve.dot)) if is_step else 2.0 * curve.dot
            self._ring(layout.at(box, across, curve.slope_up, curve.dot, slope))

    def _paint_gap(self, box: QRectF, curve: Curve, reach: float) -> None:
        """Show that the slope of the absolute error jumps: two open ends, and words."""
        painter, theme = self._painter, self._theme
        ends = [layout.at(box, (-reach, reach), curve.slope_up, 0.0, y) for y in (-1.0, 1.0)]
        painter.setPen(theme.pen("gradient", 1.5, style=Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(*ends))
        painter.setPen(theme.pen("gradient", 1.8))
        painter.setBrush(theme.color("card"))
        for end in ends:
            painter.drawEllipse(end, 3.5 * theme.scale, 3.5 * theme.scale)
        if box.height() < _LOW * self._line:
            return
        left = ends[0].x() + 8.0 * theme.scale
        room = box.right() + 0.5 * layout.GAP * theme.scale - left
        place = QRectF(left, ends[0].y() - self._line, room, 2.0 * self._line)
        flags = Qt.AlignmentFlag.AlignVCenter | _LEFT | Qt.TextFlag.TextWordWrap
        self._write(place, _("no derivative"), self._small, "muted", flags)

    def _join(self, x: Array, y: Array, box: QRectF, across: Range, up: Range, color: str) -> None:
        """Draw a line through these points (n,); NaN leaves a gap."""
        self._painter.setPen(self._theme.pen(color, 2.0))
        parts: list[list[QPointF]] = [[]]
        for a, b in zip(x.tolist(), y.tolist(), strict=True):
            if np.isnan(b):
                parts.append([])
            else:
                parts[-1].append(layout.at(box, across, up, a, b))
        for part in parts:
            self._painter.drawPolyline(QPolygonF(part))

    def _level(self, box: QRectF, y: float) -> None:
        self._painter.setPen(self._theme.pen("line"))
        self._painter.drawLine(QLineF(box.left(), round(y), box.right(), round(y)))

    def _ring(self, at: QPointF) -> None:
        self._painter.setPen(self._theme.pen("selection", 2.4))
        self._painter.setBrush(self._theme.color("card"))
        self._painter.drawEllipse(at, 5.0 * self._theme.scale, 5.0 * self._theme.scale)

    def _diamond(self, at: QPointF) -> None:
        reach = 4.5 * self._theme.scale
        corners = ((0.0, -reach), (reach, 0.0), (0.0, reach), (-reach, 0.0))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("zero"))
        self._painter.drawPolygon(QPolygonF([at + QPointF(*corner) for corner in corners]))

    def _write(self, box: QRectF, text: str, font: QFont, color: str, where: int) -> None:
        self._painter.setFont(font)
        self._painter.setPen(self._theme.color(color))
        self._painter.drawText(box, where, text)
