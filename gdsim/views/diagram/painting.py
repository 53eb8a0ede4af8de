"""Draws the diagram: a Frame -> edges grouped by pen, nodes, chips, texts.

Everything is painted in one go; one item for each edge would cost five times as much.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from gdsim.engine.arrays import Array, BoolArray
from gdsim.text import _
from gdsim.views.diagram.chips import Box, Disc
from gdsim.views.diagram.layout import Layout
from gdsim.views.diagram.strokes import Stroke
from gdsim.views.diagram.targets import OWN_VALUES, Kind, Target
from gdsim.views.diagram.words import Writing, parameter_text
from gdsim.views.theme import Theme

CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
UPPER_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
LOWER_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom


class Face(NamedTuple):
    """A font and its measures, made once since that costs as much as a text."""

    font: QFont
    metrics: QFontMetricsF

    def width(self, text: str) -> float:
        """Return how wide a text is."""
        return self.metrics.horizontalAdvance(text)

    def elided(self, text: str, width: float) -> str:
        """Return a text that fits, with three dots where it had to be shortened."""
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width + 1.0)


class Fonts(NamedTuple):
    """The fonts of the diagram."""

    label: Face
    bold: Face
    caption: Face
    strong: Face
    tiny: Face


def fonts(theme: Theme, zoom: float) -> Fonts:
    """Return the fonts, ``zoom`` times their usual size."""
    return Fonts(
        _face(theme.font(0.96 * zoom)),
        _face(theme.font(0.96 * zoom, bold=True)),
        _face(theme.font(0.88 * zoom)),
        _face(theme.font(0.88 * zoom, bold=True)),
        _face(theme.font(0.72 * zoom)),
    )


def _face(font: QFont) -> Face:
    return Face(font, QFontMetricsF(font))


class Values(NamedTuple):
    """What is shown of the parameters.

    Attributes
    ----------
    names : tuple of str
    theta : ndarray, shape (n_parameters,)
    free, cut : ndarray of bool, shape (n_parameters,)
    """

    names: tuple[str, ...]
    theta: Array
    free: BoolArray
    cut: BoolArray


class Marks(NamedTuple):
    """What stands out.

    Attributes
    ----------
    selected, hovered : int or None
        Parameters.
    pointed : Target or None
        What lies under the mouse.
    held : Target or None
        What the keys act on; it wears the focus ring if ``has_focus``.
    node : Target or None
        The node whose edges stand out.
    disabled : frozenset of Target
        Actions that are not to be had now.
    """

    selected: int | None
    hovered: int | None
    pointed: Target | None
    held: Target | None
    node: Target | None
    disabled: frozenset[Target]
    has_focus: bool


class Frame(NamedTuple):
    """All that one picture shows.

    Attributes
    ----------
    strokes, strong : list of Stroke
        All edges; those of the chosen node once more, above the others.
    numbers : mapping from position to Box
        The parameters whose numbers show.
    is_smooth : bool
        Whether there is time to draw the edges smooth.
    freshness : float
        How far the numbers in ``changed`` have faded in, from 0 to 1.
    """

    theme: Theme
    fonts: Fonts
    layout: Layout
    strokes: list[Stroke]
    strong: list[Stroke]
    values: Values
    writing: Writing
    numbers: Mapping[int, Box]
    marks: Marks
    is_smooth: bool
    freshness: float = 1.0
    changed: frozenset[int] = frozenset()


def paint(painter: QPainter, frame: Frame) -> None:
    """Paint the whole diagram."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_halos(painter, frame)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, frame.is_smooth)
    painter.setOpacity(0.25 if frame.strong else 1.0)
    _paint_strokes(painter, frame.strokes)
    painter.setOpacity(1.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_strokes(painter, frame.strong)
    for column in range(len(frame.layout.nodes)):
        _paint_column(painter, frame, column)
    _paint_dots(painter, frame)
    _paint_labels(painter, frame)
    _paint_answers(painter, frame)
    _paint_actions(painter, frame)
    for position in frame.numbers:
        _paint_chip(painter, frame, position)
    _paint_ring(painter, frame)


def rectangle(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height)


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
            painter.setPen(frame.theme.pen("selection", 12.0, alpha=alpha))
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
            _paint_marked(painter, theme, frame.layout.disc(marked))
    _paint_insides(painter, frame, column)


def _paint_marked(painter: QPainter, theme: Theme, disc: Disc) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.pen("selection", 8.0, alpha=0.3))
    _draw_disc(painter, disc, 3.0)
    painter.setPen(theme.pen("selection", 2.0))
    _draw_disc(painter, disc)


def _draw_disc(painter: QPainter, disc: Disc, around: float = 0.0) -> None:
    radius = disc.radius + around
    painter.drawEllipse(QPointF(disc.x, disc.y), radius, radius)


def _paint_insides(painter: QPainter, frame: Frame, column: int) -> None:
    """Paint what the nodes of a column hold, in the largest font that serves all of them."""
    discs, writing, fonts = frame.layout.nodes[column], frame.writing, frame.fonts
    texts, briefs = writing.insides[column], writing.briefs[column]
    choices = ((fonts.label, texts), (fonts.caption, texts), (fonts.tiny, texts))
    fitting = _fitting((*choices, (fonts.tiny, briefs)), 2.0 * discs[0].radius - 3.0)
    if fitting is None:
        return
    face, texts = fitting
    activation, height = writing.activations[column], face.metrics.height()
    has_name = bool(activation) and discs[0].radius >= 22.0 * frame.layout.scale
    areas = [
        QRectF(disc.x - disc.radius, disc.y - height / 2.0, 2.0 * disc.radius, height)
        for disc in discs
    ]
    painter.setFont(face.font)
    painter.setPen(frame.theme.color("text" if column else "muted"))
    up = -0.32 * height if has_name else 0.0
    for area, text in zip(areas, texts, strict=True):
        painter.drawText(area.translated(0.0, up), CENTER, text)
    if has_name:
        painter.setFont(fonts.tiny.font)
        painter.setPen(frame.theme.color("muted"))
        for area in areas:
            painter.drawText(area.translated(0.0, 0.58 * height), CENTER, activation)


def _fitting(
    choices: Iterable[tuple[Face, tuple[str, ...]]], room: float
) -> tuple[Face, tuple[str, ...]] | None:
    """Return the first font and texts that have room."""
    for face, texts in choices:
        if face.metrics.ascent() <= room and face.width(max(texts, key=len)) <= room:
            return face, texts
    return None


def _paint_dots(painter: QPainter, frame: Frame) -> None:
    theme, values = frame.theme, frame.values
    painter.setPen(Qt.PenStyle.NoPen)
    for position, dot in frame.layout.dots.items():
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


def _paint_actions(painter: QPainter, frame: Frame) -> None:
    theme, own = frame.theme, frame.writing.own_values
    for target, box in frame.layout.actions.items():
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


def _paint_chip(painter: QPainter, frame: Frame, position: int) -> None:
    theme, values, box = frame.theme, frame.values, frame.numbers[position]
    is_selected = position == frame.marks.selected
    is_cut, is_free = bool(values.cut[position]), bool(values.free[position])
    value = float(values.theta[position])
    text = parameter_text(values.names[position], value, is_cut=is_cut)
    face = frame.fonts.strong if is_selected else frame.fonts.caption
    pad = 18.0 if not is_free and not is_cut else 8.0
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
        area.setLeft(area.left() + 10.0)
    painter.setPen(color)
    painter.drawText(area, CENTER, text)


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


def _paint_ring(painter: QPainter, frame: Frame) -> None:
    """Paint the focus ring around what the keys act on."""
    held = frame.marks.held
    if held is None or not frame.marks.has_focus:
        return
    painter.setPen(frame.theme.pen("selection", 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if held.kind is Kind.UNIT:
        _draw_disc(painter, frame.layout.disc(held), 5.0)
        return
    box = frame.numbers.get(held.first) if held.kind is Kind.PARAMETER else None
    box = box or frame.layout.actions.get(held)
    if box is not None:
        area = rectangle(box).adjusted(-3.5, -3.5, 3.5, 3.5)
        painter.drawRoundedRect(area, 7.0, 7.0)
