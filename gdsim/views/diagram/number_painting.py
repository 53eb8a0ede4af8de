"""Draws the parameters' numbers: chips on edges and above nodes, locked if frozen."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from gdsim.views.diagram.frame import Frame, rectangle
from gdsim.views.diagram.words import parameter_text


def paint_numbers(painter: QPainter, frame: Frame) -> None:
    """Paint the numbers that show, those on top last."""
    for position in frame.numbers:
        _paint_chip(painter, frame, position)


def _paint_chip(painter: QPainter, frame: Frame, position: int) -> None:
    theme, values, box = frame.theme, frame.values, frame.numbers[position]
    is_selected = position == frame.marks.selected
    is_cut, is_free = bool(values.cut[position]), bool(values.free[position])
    value = float(values.theta[position])
    text = parameter_text(values.names[position], value, is_cut=is_cut)
    face = frame.fonts.strong if is_selected else frame.fonts.caption
    pad = 22.0 if not is_free and not is_cut else 8.0
    width = max(box.width, face.width(text) + pad)
    area = rectangle(box._replace(width=width))
    painter.setPen(_border(frame, position))
    painter.setBrush(QBrush(theme.color("card" if is_free else "control")))
    painter.drawRoundedRect(area, 5.0, 5.0)
    color = theme.color("muted") if is_cut or not is_free else theme.color(theme.sign(value))
    if position in frame.changed:
        color.setAlphaF(0.25 + 0.75 * frame.freshness)
    painter.setFont(face.font)
    if not is_free and not is_cut:
        _draw_lock(painter, QPointF(area.left() + 9.0, area.center().y()), color)
        area.setLeft(area.left() + 14.0)
    painter.setPen(color)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _border(frame: Frame, position: int) -> QPen:
    if position == frame.marks.selected:
        return frame.theme.pen("selection", 1.6)
    if position == frame.marks.hovered:
        return frame.theme.pen("selection", 1.2)
    if frame.values.cut[position]:
        return frame.theme.pen("faint", 1.0, style=Qt.PenStyle.DotLine)
    return frame.theme.pen("line", 1.0)


def _draw_lock(painter: QPainter, at: QPointF, color: QColor) -> None:
    """Draw a padlock 7 pixels wide around a point."""
    shackle = QPainterPath()
    shackle.arcMoveTo(QRectF(at.x() - 2.2, at.y() - 5.0, 4.4, 6.0), 0.0)
    shackle.arcTo(QRectF(at.x() - 2.2, at.y() - 5.0, 4.4, 6.0), 0.0, 180.0)
    painter.strokePath(shackle, QPen(color, 1.2))
    painter.fillRect(QRectF(at.x() - 3.5, at.y() - 1.5, 7.0, 5.5), color)
