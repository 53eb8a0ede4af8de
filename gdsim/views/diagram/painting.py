"""Draws the diagram: a Frame -> edges grouped by pen, nodes, chips, texts.

Everything is painted in one go; one item for each edge would cost five times as much.
"""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from gdsim.text import _
from gdsim.views.diagram.chips import Disc
from gdsim.views.diagram.frame import CENTER, Frame, rectangle
from gdsim.views.diagram.inside_painting import paint_insides
from gdsim.views.diagram.number_painting import paint_numbers
from gdsim.views.diagram.strokes import Stroke
from gdsim.views.diagram.targets import OWN_VALUES, Kind, Target
from gdsim.views.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
UPPER_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
LOWER_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom


def paint(painter: QPainter, frame: Frame) -> None:
    """Paint the whole diagram."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_halos(painter, frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, frame.is_smooth)
    painter.setOpacity(0.25 if frame.strong and frame.stage is None else 1.0)
    _paint_strokes(painter, frame.strokes)
    painter.setOpacity(frame.glow)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, frame.is_smooth or not frame.stage)
    _paint_strokes(painter, frame.strong)
    painter.setOpacity(1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for column in range(len(frame.layout.nodes)):
        _paint_column(painter, frame.lit(_is_lit(frame, column)), column)
    _paint_dots(painter, frame)
    _paint_labels(painter, frame.lit(_is_lit(frame, 0)))
    _paint_answers(painter, frame.lit(_is_lit(frame, -1)))
    notes = _notes_area(frame)
    _paint_actions(painter, frame.lit(False), notes)
    _paint_notes(painter, frame, notes)
    paint_numbers(painter, frame)
    _paint_ring(painter, frame)


def _is_lit(frame: Frame, column: int) -> bool:
    return frame.stage is None or frame.stage.columns[column].is_lit


def _paint_strokes(painter: QPainter, strokes: Iterable[Stroke]) -> None:
    for pen, lines in strokes:
        painter.setPen(pen)
        painter.drawLines(lines)


def _paint_halos(painter: QPainter, frame: Frame) -> None:
    marks = frame.marks
    for position, alpha in ((marks.hovered, 0.18), (marks.selected, 0.36)):
        if position is None or position >= len(frame.values.names):
            continue
        x1, y1, x2, y2 = frame.layout.lines[position].tolist()
        if x1 == x1:  # a bias has no line
            pen = frame.theme.pen("selection", 12.0, alpha=alpha)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # ten times as fast as a round one
            painter.setPen(pen)
            painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))


def _paint_column(painter: QPainter, frame: Frame, column: int) -> None:
    theme, discs = frame.theme, frame.layout.nodes[column]
    is_hidden = 0 < column < len(frame.layout.nodes) - 1
    width = 1.5 if discs[0].radius >= 20.0 * frame.layout.scale else 1.0
    painter.setPen(theme.pen("muted" if is_hidden else "faint", width))
    painter.setBrush(theme.color("control" if column == 0 else "card"))
    for disc in discs:
        _draw_disc(painter, disc)
    for marked in {frame.marks.node, frame.marks.pointed}:
        if marked is not None and marked.kind is Kind.UNIT and marked.first == column:
            has_keys = frame.marks.has_focus and frame.marks.held == marked
            _paint_marked(painter, theme, frame.layout.disc(marked), 0.55 if has_keys else 0.25)
    paint_insides(painter, frame, column)


def _paint_marked(painter: QPainter, theme: Theme, disc: Disc, alpha: float) -> None:
    """Paint the halo of a node; the stronger one is its focus ring."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.pen("selection", 6.0, alpha=alpha))
    _draw_disc(painter, disc, 3.0)
    painter.setPen(theme.pen("selection", 2.0))
    _draw_disc(painter, disc)


def _draw_disc(painter: QPainter, disc: Disc, around: float = 0.0) -> None:
    radius = disc.radius + around
    painter.drawEllipse(QPointF(disc.x, disc.y), radius, radius)


def _paint_dots(painter: QPainter, frame: Frame) -> None:
    values, stage = frame.values, frame.stage
    painter.setPen(Qt.PenStyle.NoPen)
    for position, dot in frame.layout.dots.items():
        theme = frame.lit(stage is None or position in stage.lit).theme
        is_plain = not values.cut[position] and values.theta[position] != 0.0
        name = theme.sign(float(values.theta[position])) if is_plain else "faint"
        painter.setBrush(theme.color(name))
        _draw_disc(painter, dot)


def _paint_labels(painter: QPainter, frame: Frame) -> None:
    theme, face, small = frame.theme, frame.fonts.label, frame.fonts.caption
    for number, box in enumerate(frame.layout.labels):
        label, value = frame.writing.inputs[number]
        area = rectangle(box)
        painter.setFont(face.font)
        painter.setPen(theme.color("text"))
        if not value or box.height < 30.0 * frame.layout.scale:
            text = f"{label}  {value}" if value else label
            painter.drawText(area, RIGHT, face.elided(text, box.width))
            continue
        painter.drawText(area, UPPER_RIGHT, face.elided(label, box.width))
        is_pointed = frame.marks.pointed == Target(Kind.UNIT, 0, number)
        painter.setFont(_underlined(small.font) if is_pointed else small.font)
        painter.setPen(theme.color("text" if is_pointed else "muted"))
        painter.drawText(area, LOWER_RIGHT, small.elided(value, box.width))


def _underlined(font: QFont) -> QFont:
    result = QFont(font)
    result.setUnderline(True)
    return result


def _paint_answers(painter: QPainter, frame: Frame) -> None:
    theme, face, small = frame.theme, frame.fonts.bold, frame.fonts.caption
    is_below = len(frame.layout.answers) == 1
    across = Qt.AlignmentFlag.AlignHCenter if is_below else Qt.AlignmentFlag.AlignLeft
    for box, (said, truth) in zip(frame.layout.answers, frame.writing.answers, strict=True):
        has_two = bool(truth) and box.height >= 30.0 * frame.layout.scale
        up = Qt.AlignmentFlag.AlignTop if is_below or has_two else Qt.AlignmentFlag.AlignVCenter
        painter.setFont(face.font)
        painter.setPen(theme.color("text"))
        painter.drawText(rectangle(box), across | up, face.elided(said, box.width))
        if has_two:
            painter.setFont(small.font)
            painter.setPen(theme.color("muted"))
            text = small.elided(truth, box.width)
            painter.drawText(rectangle(box), across | Qt.AlignmentFlag.AlignBottom, text)
    painter.setFont(small.font)
    painter.setPen(theme.color("muted"))
    for box in frame.layout.no_bias:
        if box.y > 0.0:
            painter.drawText(rectangle(box), CENTER, _("no bias"))


def _notes_area(frame: Frame) -> QRectF:
    """Return where the loss stands: under the outputs, in a low picture instead of the footer."""
    notes = frame.stage.notes if frame.stage is not None else ()
    if not notes:
        return QRectF()
    arranged, face = frame.layout, frame.fonts.caption
    height, last = face.metrics.height(), arranged.nodes[-1][-1]
    lowest = max((box.y + box.height / 2.0 for box in arranged.answers), default=0.0)
    foot = min((box.y - box.height / 2.0 for box in arranged.actions.values()), default=lowest)
    needed, top = height * len(notes), max(lowest, last.y + last.radius) + 6.0
    if top + needed > foot:  # what stands in the footer gives way
        top = min(top, arranged.height - needed)
    width = max(face.width(text) for text in notes)
    left = min(last.x - width / 2.0, arranged.width - width - 4.0)
    return QRectF(left, top, width + 1.0, needed)


def _paint_notes(painter: QPainter, frame: Frame, area: QRectF) -> None:
    """Paint what the loss is."""
    notes = frame.stage.notes if frame.stage is not None else ()
    painter.setFont(frame.fonts.caption.font)
    painter.setPen(frame.theme.color("loss"))
    painter.fillRect(area, frame.theme.color("card"))  # edges may lie below
    for line, text in enumerate(notes):
        height = area.height() / len(notes)
        box = QRectF(area.left(), area.top() + line * height, area.width(), height)
        painter.drawText(box, CENTER, text)


def _paint_actions(painter: QPainter, frame: Frame, taken: QRectF) -> None:
    theme, own = frame.theme, frame.writing.own_values
    for target, box in frame.layout.actions.items():
        if rectangle(box).intersects(taken):
            continue
        text = own if target == OWN_VALUES else action_text(target, frame.layout.scale, box.width)
        if not text:
            continue
        is_strong = target in (frame.marks.pointed, frame.marks.held)
        is_strong = is_strong and target not in frame.marks.disabled
        if is_strong or target == OWN_VALUES:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line" if is_strong else "control"))
            painter.drawRoundedRect(rectangle(box), 6.0, 6.0)
        color = "faint" if target in frame.marks.disabled else "text" if is_strong else "muted"
        painter.setPen(theme.color(color))
        painter.setFont(frame.fonts.caption.font)
        painter.drawText(rectangle(box), CENTER, text)


def action_text(target: Target, scale: float = 1.0, width: float = 100.0) -> str:
    """Return what stands on an action below the network; "+" alone where it is narrow."""
    if target.kind is Kind.ADD_LAYER:
        return _("+ layer")
    return _("+ unit") if width >= 46.0 * scale else "+"


def _paint_ring(painter: QPainter, frame: Frame) -> None:
    """Paint the focus ring around what the keys act on; a node has its halo."""
    held = frame.marks.held
    if held is None or not frame.marks.has_focus:
        return
    painter.setPen(frame.theme.pen("selection", 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = frame.numbers.get(held.first) if held.kind is Kind.PARAMETER else None
    box = box or frame.layout.actions.get(held)
    if box is not None:
        area = rectangle(box).adjusted(-3.5, -3.5, 3.5, 3.5)
        painter.drawRoundedRect(area, 7.0, 7.0)
