"""The fonts of the diagram, each with its measures, and how much room its texts need."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.diagram.columns import Metrics
from gdsim.views.diagram.words import Writing, extremes
from gdsim.views.theme import Theme


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


def measure(
    theme: Theme, fonts: Fonts, growth: float, subject: Subject, writing: Writing
) -> Metrics:
    """Return the room that texts need; numbers get that of the widest usual one."""
    scale = theme.scale * growth
    label, bold, caption = fonts.label.width, fonts.bold.width, fonts.caption.width
    widest = max(subject.names, key=len)
    beside = [max(label(text), caption(value)) for text, value in writing.inputs]
    beside += [caption(value) for value in extremes(subject)]
    answers = [max(bold(text), caption(truth)) for text, truth in writing.answers]
    height = fonts.caption.metrics.height() + 4.0 * scale
    return Metrics(
        scale,
        _in_steps(beside),
        _in_steps(answers),
        (caption(f"{widest} −0.000") + 9.0 * scale, height),
        caption(_("+ unit")) + 16.0 * scale,
        caption(_("+ layer")) + 16.0 * scale,
        caption(writing.own_values) + 16.0 * scale,
    )


def _in_steps(widths: Iterable[float]) -> float:
    """Return the largest width, rounded up, so that a changing number moves nothing."""
    return float(-(-max(widths, default=0.0) // 24.0) * 24.0)
