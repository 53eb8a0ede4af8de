"""Small pictures of what each activity is about, painted in the theme's colours.

Each one is drawn on a field of 160 x 80 units, so that it looks the same at every size.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import exp, sin
from types import MappingProxyType

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPolygonF

from gdsim.views.theme import Theme

WIDTH, HEIGHT = 160.0, 80.0
Picture = Callable[[QPainter, Theme], None]

_GUESSES = ((24, 30, 58), (52, 54, 40), (80, 26, 44), (108, 40, 22), (136, 14, 30))
_CLOUD = (
    (22, 62),
    (34, 50),
    (47, 60),
    (60, 42),
    (72, 50),
    (86, 30),
    (99, 42),
    (116, 22),
    (134, 30),
)


def draw(key: str, painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Draw the picture of the activity ``key`` into ``box``; nothing where there is none."""
    picture = PICTURES.get(key)
    if picture is not None:
        _on_field(picture, painter, box, theme)


def draw_layers(sizes: Sequence[int], painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Draw a network with so many nodes in each of its columns, at most four of them drawn."""

    def picture(painter: QPainter, theme: Theme) -> None:
        _layers(painter, theme, [min(size, 4) for size in sizes])

    _on_field(picture, painter, box, theme)


def _on_field(picture: Picture, painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = min(box.width() / WIDTH, box.height() / HEIGHT)
    painter.translate(box.center())
    painter.scale(scale, scale)
    painter.translate(-WIDTH / 2.0, -HEIGHT / 2.0)
    picture(painter, theme)
    painter.restore()


def _dot(painter: QPainter, theme: Theme, color: str, x: float, y: float, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(color))
    painter.drawEllipse(QPointF(x, y), radius, radius)


def _ring(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Draw the dot that is selected, as it is drawn on the curves."""
    painter.setPen(theme.pen("selection", 2.5 / theme.scale))
    painter.setBrush(theme.color("card"))
    painter.drawEllipse(QPointF(x, y), 5.0, 5.0)


def _line(painter: QPainter, theme: Theme, color: str, line: QLineF, width: float = 1.5) -> None:
    painter.setPen(theme.pen(color, width / theme.scale))
    painter.drawLine(line)


def _curve(
    painter: QPainter, theme: Theme, color: str, points: Sequence[tuple[float, float]]
) -> None:
    painter.setPen(theme.pen(color, 2.0 / theme.scale))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(QPointF(*points[0]))
    for x, y in points[1:]:
        path.lineTo(x, y)
    painter.drawPath(path)


def _guess(painter: QPainter, theme: Theme) -> None:
    for x, truth, guess in _GUESSES:
        side = abs(guess - truth)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("loss", 0.16))
        painter.drawRect(QRectF(x, min(guess, truth), side, side))
        _line(painter, theme, "loss", QLineF(x, guess, x, truth))
        _dot(painter, theme, "text", x, truth, 3.0)
        painter.setBrush(theme.color("selection"))
        painter.drawRect(QRectF(x - 3.0, guess - 3.0, 6.0, 6.0))


def _slope(painter: QPainter, theme: Theme) -> None:
    for x, y in _CLOUD:
        _dot(painter, theme, "faint", x, y, 3.0)
    _line(painter, theme, "positive", QLineF(12, 66, 148, 16), 2.5)
    _ring(painter, theme, 116, 27.8)


def _network(painter: QPainter, theme: Theme) -> None:
    _layers(painter, theme, (3, 2, 1))


def _layers(painter: QPainter, theme: Theme, sizes: Sequence[int]) -> None:
    columns = [
        [
            QPointF(20 + 120 * i / max(1, len(sizes) - 1), 40 + 22 * (j - (n - 1) / 2))
            for j in range(n)
        ]
        for i, n in enumerate(sizes)
    ]
    for i, (left, right) in enumerate(pairwise(columns)):
        for j, begin in enumerate(left):
            for k, end in enumerate(right):
                color = "negative" if (i + j + 2 * k) % 3 == 1 else "positive"
                _line(painter, theme, color, QLineF(begin, end), 1.0 + (j + k + i) % 3)
    for column in columns:
        for node in column:
            painter.setPen(theme.pen("text", 1.6 / theme.scale))
            painter.setBrush(theme.color("card"))
            painter.drawEllipse(node, 7.0, 7.0)


def _by_hand(painter: QPainter, theme: Theme) -> None:
    font = QFont(theme.font(1.0))
    font.setPixelSize(13)
    painter.setFont(font)
    for row, text in enumerate(("0.569 − 0.05 × −0.213", "= 0.579")):
        box = QRectF(0, 14 + 24 * row, WIDTH, 24)
        if row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("halo"))
            painter.drawRoundedRect(box.adjusted(46, 2, -46, -1), 5, 5)
        painter.setPen(theme.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    _line(painter, theme, "gradient", QLineF(91, 35, 143, 35), 1.5)


def _you_first(painter: QPainter, theme: Theme) -> None:
    tries = [(16.0 + 14 * i, 40 + 16 * sin(1.9 * i) * exp(-0.1 * i) - 2 * i) for i in range(10)]
    _curve(painter, theme, "faint", tries)
    for x, y in tries:
        diamond = [QPointF(x - 4, y), QPointF(x, y - 4), QPointF(x + 4, y), QPointF(x, y + 4)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text"))
        painter.drawPolygon(QPolygonF(diamond))
    _curve(painter, theme, "loss", _falling(16, 146, 40, 68, 0.05))


def _falling(
    left: float, right: float, top: float, bottom: float, rate: float
) -> list[tuple[float, float]]:
    steps = [left + (right - left) * i / 40 for i in range(41)]
    return [(x, bottom - (bottom - top) * exp(-rate * (x - left))) for x in steps]


def _yes_no(painter: QPainter, theme: Theme) -> None:
    for x, y in ((20, 26), (34, 30), (46, 22), (60, 28), (30, 20), (92, 25), (52, 31)):
        _dot(painter, theme, "faint", x, y, 3.5)
    painter.setBrush(theme.color("text"))
    for x, y in ((70, 56), (98, 52), (112, 58), (124, 51), (138, 55), (104, 61), (131, 61)):
        painter.drawRect(QRectF(x - 3, y - 3, 6, 6))
    _line(painter, theme, "selection", QLineF(80, 8, 80, 72), 2.0)
    _ring(painter, theme, 80, 40)


def _runs(painter: QPainter, theme: Theme) -> None:
    _curve(painter, theme, "loss", _falling(14, 62, 12, 44, 0.03))
    begin_x, begin_y = _falling(14, 62, 12, 44, 0.03)[-1]
    _curve(painter, theme, "loss", _falling(begin_x, 146, begin_y, 68, 0.03))
    other = _falling(begin_x, 146, begin_y, 48, 0.02)
    painter.setPen(theme.pen("faint", 2.0 / theme.scale, style=Qt.PenStyle.DashLine))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in other]))
    _ring(painter, theme, begin_x, begin_y)


def _game(painter: QPainter, theme: Theme) -> None:
    def height(x: float) -> float:
        return 24 + 20 * exp(-(((x - 46) / 17) ** 2)) + 44 * exp(-(((x - 108) / 20) ** 2))

    hidden = [(x, height(x)) for x in range(12, 149, 2)]
    painter.setPen(theme.pen("faint", 1.5 / theme.scale, style=Qt.PenStyle.DotLine))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in hidden]))
    for x in (32.0, 72.0, 92.0):
        y, slope = height(x), height(x + 0.5) - height(x - 0.5)
        reach = 12.0 / (1.0 + slope * slope) ** 0.5
        ends = (x - reach, y - slope * reach, x + reach, y + slope * reach)
        _line(painter, theme, "gradient", QLineF(*ends), 2.0)
        _dot(painter, theme, "text", x, y, 3.5)
    _ring(painter, theme, 108, height(108))


def _ball(painter: QPainter, theme: Theme) -> None:
    """Draw a ball that has rolled into the deep well, and one that lies in the shallow one."""

    def on_curve(u: float) -> tuple[float, float]:
        return 81.0 + 33.0 * u, 69.0 - 7.6 * (u**4 - 3.0 * u**2 + u + 3.51)

    _curve(painter, theme, "loss", [on_curve(u / 25.0) for u in range(-51, 49)])
    for i, u in enumerate((-1.96, -1.78, -1.64)):
        x, y = on_curve(u)
        _dot(painter, theme, "faint", x + 5.5, y - 1.5, 4.5 - 0.6 * i)
    x, y = on_curve(1.131)
    _dot(painter, theme, "text", x, y - 6.5, 5.5)
    x, y = on_curve(-1.3)
    _ring(painter, theme, x, y - 7.0)


def _starts(painter: QPainter, theme: Theme) -> None:
    """Draw runs from many starts, which fall to two levels; the best of them in colour."""
    for i in range(10):
        top = 8.0 + 3.8 * i
        bottom = 48.0 + 1.5 * (i % 2) if i % 3 == 1 else 63.0 + 1.2 * (i % 4)
        curve = _falling(12, 148, top, bottom, 0.03 + 0.006 * (3 * i % 5))
        painter.setPen(theme.pen("faint", 1.2 / theme.scale))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in curve]))
        _dot(painter, theme, "faint", 12, top, 1.7)
    _curve(painter, theme, "loss", _falling(12, 148, 27, 70, 0.06))
    _dot(painter, theme, "loss", 12, 27, 3.0)


def _valleys(painter: QPainter, theme: Theme) -> None:
    """Draw a map of two valleys, and a run that zig-zags into the deeper one."""
    painter.setPen(theme.pen("loss", 1.0 / theme.scale, alpha=0.55))
    for across, down, turn, sizes in (
        (100, 43, -18, (52, 42, 31, 20, 9)),
        (33, 27, 38, (24, 16, 8)),
    ):
        painter.save()
        painter.translate(across, down)
        painter.rotate(turn)
        for size in sizes:
            painter.setBrush(theme.color("loss", 0.1))
            painter.drawEllipse(QPointF(), size, 0.5 * size)
        painter.restore()
    path = [(52.0, 66.0), (70, 38), (77, 58), (86, 42), (91, 50), (97, 45)]
    _curve(painter, theme, "text", path)
    for x, y in path[:-1]:
        _dot(painter, theme, "text", x, y, 2.6)
    _ring(painter, theme, 99, 44)


PICTURES: Mapping[str, Picture] = MappingProxyType(
    {
        "guess": _guess,
        "slope": _slope,
        "network": _network,
        "by_hand": _by_hand,
        "you_first": _you_first,
        "yes_no": _yes_no,
        "runs": _runs,
        "ball": _ball,
        "valleys": _valleys,
        "starts": _starts,
        "game": _game,
    }
)
"""activity -> its picture."""
