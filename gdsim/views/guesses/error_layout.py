"""Where the parts of the three errors stand: a size -> boxes. No painting, only sums.

In a high panel the curves stand below the sums, each under its own; in a wide one beside them.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from gdsim.engine.arrays import Array
from gdsim.scenario.ranges import Range

GAP = 24
"""Pixels at scale 1 between columns."""
_WIDE = 1.7
"""From this ratio of width to height on the curves stand beside the sums."""
_TEXT_LINES = 4
_BARS = 2.0
"""Heights of a line that bars need beside a sentence."""
_NARROW = 11.5
"""Heights of a line: in a column narrower than this a sentence takes one line more."""


class Places(NamedTuple):
    """Where everything stands.

    Attributes
    ----------
    heads, bars, sentences : tuple of three QRectF
        Title, formula and sum; a bar for each point; what it says.
    words : QRectF
        What the curves show.
    curves, slopes : tuple of two QRectF
        For absolute and squared errors.
    """

    heads: tuple[QRectF, ...]
    bars: tuple[QRectF, ...]
    sentences: tuple[QRectF, ...]
    words: QRectF
    curves: tuple[QRectF, ...]
    slopes: tuple[QRectF, ...]


def lay_out(whole: QRectF, line: float, scale: float) -> Places:
    """Return where everything stands in ``whole``, with lines of text of height ``line``."""
    pad, gap = 10.0 * scale, GAP * scale
    inner = whole.adjusted(pad, 0.0, -pad, -pad)
    if whole.width() > _WIDE * whole.height():
        width = (inner.width() - 4.0 * gap) / 5.0
        left = QRectF(inner.left(), inner.top(), 3.0 * width + 2.0 * gap, inner.height())
        right = QRectF(left.right() + 2.0 * gap, inner.top(), 0.0, inner.height())
        right.setRight(inner.right())
        words = QRectF(right.left(), right.top(), right.width(), line * 1.3)
        boxes = _columns(right.adjusted(0.0, words.height(), 0.0, 0.0), 2, gap)
    else:
        middle = inner.top() + 0.5 * inner.height()
        left = QRectF(inner.left(), inner.top(), inner.width(), middle - inner.top() - gap / 2.0)
        below = QRectF(inner.left(), middle, inner.width(), inner.bottom() - middle)
        words, *boxes = _columns(below, 3, gap)
    heads, bars, sentences = zip(*(_sums(box, line) for box in _columns(left, 3, gap)), strict=True)
    curves, slopes = zip(*(_curves(box, line) for box in boxes), strict=True)
    return Places(heads, bars, sentences, words, curves, slopes)


def bar_boxes(values: Array, box: QRectF, *, is_signed: bool) -> list[QRectF]:
    """Return a bar for each of ``values`` (n,): up and down from the middle, or up from the foot.

    Every bar keeps a share of the width; the largest fills the height.
    """
    largest = float(abs(values).max()) or 1.0
    height = box.height() / 2.0 if is_signed else box.height()
    base = box.center().y() if is_signed else box.bottom()
    pitch = box.width() / max(1, len(values))
    width = min(0.62 * pitch, 28.0)
    bars = []
    for i, value in enumerate(values.tolist()):
        length = value / largest * height
        x = box.left() + (i + 0.5) * pitch - width / 2.0
        bars.append(QRectF(x, base - length, width, length).normalized())
    return bars


def bar_at(box: QRectF, n_points: int, position: QPointF) -> int:
    """Return in whose share of the width a position is, -1 outside."""
    if not box.adjusted(0.0, -4.0, 0.0, 24.0).contains(position):
        return -1
    return min(max(int((position.x() - box.left()) / box.width() * n_points), 0), n_points - 1)


def at(box: QRectF, across: Range, up: Range, x: float, y: float) -> QPointF:
    """Return where a value stands in a small plot of these two ranges."""
    along = (x - across[0]) / (across[1] - across[0])
    height = (y - up[0]) / (up[1] - up[0])
    return QPointF(box.left() + along * box.width(), box.bottom() - height * box.height())


def _columns(box: QRectF, n: int, gap: float) -> list[QRectF]:
    width = (box.width() - (n - 1) * gap) / n
    return [
        QRectF(box.left() + i * (width + gap), box.top(), width, box.height()) for i in range(n)
    ]


def _sums(box: QRectF, line: float) -> tuple[QRectF, QRectF, QRectF]:
    """Return the boxes of head, bars and sentence, from top to bottom.

    Where the bars would have no room the sentence goes: its box is empty.
    """
    head = QRectF(box.left(), box.top(), box.width(), 3.8 * line)
    n_lines = _TEXT_LINES + (box.width() < _NARROW * line)
    top, bottom = head.bottom() + 0.4 * line, box.bottom() - (n_lines + 1.7) * line
    if bottom - top < _BARS * line:
        n_lines, bottom = 0, box.bottom() - 1.2 * line
    foot = QRectF(box.left(), box.bottom() - n_lines * line, box.width(), n_lines * line)
    return head, QRectF(box.left(), top, box.width(), max(8.0, bottom - top)), foot


def _curves(box: QRectF, line: float) -> tuple[QRectF, QRectF]:
    """Return the boxes of the curve and of its slope, each below a line of text."""
    half = (box.height() - 2.6 * line) / 2.0
    curve = QRectF(box.left(), box.top() + 1.3 * line, box.width(), max(8.0, half - 0.4 * line))
    slope = QRectF(box.left(), box.bottom() - half, box.width(), max(8.0, half))
    return curve, slope
