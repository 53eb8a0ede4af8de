"""Draws what the nodes hold, in the largest font that serves all of a column."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gdsim.views.diagram.faces import Face
from gdsim.views.diagram.frame import CENTER, Frame

LEAST_NAMED = 22.0
"""The radius, in pixels at scale 1, from which on a node has room for more than its number."""


def paint_insides(painter: QPainter, frame: Frame, column: int) -> None:
    """Paint what the nodes of a column hold."""
    discs, writing, fonts = frame.layout.nodes[column], frame.writing, frame.fonts
    shown = frame.stage.columns[column] if frame.stage is not None else None
    texts = writing.insides[column] if shown is None else shown.texts
    briefs = writing.briefs[column] if shown is None or texts == writing.insides[column] else texts
    choices = ((fonts.label, texts), (fonts.caption, texts), (fonts.tiny, texts))
    fitting = _fitting((*choices, (fonts.tiny, briefs)), 2.0 * discs[0].radius - 3.0)
    if fitting is None:
        return
    face, texts = fitting
    below = writing.activations[column] if shown is None else shown.below
    above = () if shown is None else shown.above
    height, has_room = face.metrics.height(), discs[0].radius >= LEAST_NAMED * frame.layout.scale
    areas = [
        QRectF(disc.x - disc.radius, disc.y - height / 2.0, 2.0 * disc.radius, height)
        for disc in discs
    ]
    up = -0.32 * height if has_room and below and not above else 0.0
    color = "text" if shown is None else shown.color
    painter.setFont(face.font)
    painter.setPen(frame.theme.color(color if column else "muted"))
    for area, text in zip(areas, texts, strict=True):
        painter.drawText(area.translated(0.0, up), CENTER, text)
    if not has_room:
        return
    painter.setFont(fonts.tiny.font)
    painter.setPen(frame.theme.color("muted"))
    down = 0.58 * height if not above else 0.82 * height
    for area in areas if below else ():
        painter.drawText(area.translated(0.0, down), CENTER, below)
    for area, text in zip(areas, above, strict=False):
        painter.drawText(area.translated(0.0, -0.82 * height), CENTER, text)


def _fitting(
    choices: Iterable[tuple[Face, tuple[str, ...]]], room: float
) -> tuple[Face, tuple[str, ...]] | None:
    """Return the first font and texts that have room."""
    for face, texts in choices:
        if face.metrics.ascent() <= room and face.width(max(texts, key=len)) <= room:
            return face, texts
    return None
