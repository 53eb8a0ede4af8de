"""Draws the parameters' numbers: chips on edges and above nodes, locked if frozen."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from gdsim.views.diagram.frame import CENTER, Frame, rectangle
from gdsim.views.diagram.stages import Chip
from gdsim.views.diagram.words import parameter_text


def paint_numbers(painter: QPainter, frame: Frame) -> None:
    """Paint the numbers that show, those on top last."""
    for position in frame.numbers:
        chip = frame.stage.chip(position) if frame.stage is not None else None
        if chip is None:
            _paint_chip(painter, frame.lit(False), position)
        else:
            _paint_staged(painter, frame, position, chip)


def _paint_chip(painter: QPainter, frame: Frame, position: int) -> None:
    theme, values = frame.theme, frame.values
    is_cut, is_free = bool(values.cut[position]), bool(values.free[position])
    value = float(values.theta[position])
    text = parameter_text(values.names[position], value, is_cut=is_cut)
    color = theme.color("muted") if is_cut or not is_free else theme.color(theme.sign(value))
    if position in frame.changed:
        color.setAlphaF(0.25 + 0.75 * frame.freshness)
    _draw(painter, frame, position, (text,), color)


def _paint_staged(painter: QPainter, frame: Frame, position: int, chip: Chip) -> None:
    """Paint what a part of an epoch says of a parameter, briefly where there is little room."""
    is_brief = position in frame.layout.chips and position not in frame.roomy
    color = frame.theme.color(chip.color)
    _draw(painter, frame, position, (chip.brief,) if is_brief else chip.lines, color)


def _draw(
    painter: QPainter, frame: Frame, position: int, lines: tuple[str, ...], color: QColor
) -> None:
    """Draw one number; of two lines the upper one is the old value."""
    theme, values, box = frame.theme, frame.values, frame.numbers[position]
    is_locked = not values.free[position] and not values.cut[position]
    is_selected = position == frame.marks.selected
    face = frame.fonts.strong if is_selected else frame.fonts.caption
    pad = 22.0 if is_locked else 8.0
    width = max(box.width, max(face.width(text) for text in lines) + pad)
    height = max(box.height, len(lines) * face.metrics.height())
    area = rectangle(box._replace(width=width, height=height))
    painter.setPen(_border(frame, position))
    painter.setBrush(QBrush(theme.color("card" if values.free[position] else "control")))
    painter.drawRoundedRect(area, 5.0, 5.0)
    painter.setFont(face.font)
    if is_locked:
        _draw_lock(painter, QPointF(area.left() + 9.0, area.center().y()), color)
        area.setLeft(area.left() + 14.0)
    if len(lines) > 1:
        half = area.height() / 2.0
        painter.setPen(theme.color("muted"))
        painter.drawText(area.adjusted(0.0, 1.0, 0.0, 1.0 - half), CENTER, lines[0])
        area.setTop(area.top() + half - 1.0)
    painter.setPen(color)
    painter.drawText(area, CENTER, lines[-1])


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
