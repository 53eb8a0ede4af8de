"""Up to which learning rate descent settles in raw and in standardized units: two painted lanes.

Both lie on one axis of decimal logarithms, so that they can be compared; a line across them is the
present rate.
"""

from math import ceil, floor, isfinite, log10
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.text import _
from gdsim.views.line.rate_words import brief_rate, verdict
from gdsim.views.line.standings import Standing
from gdsim.views.line.units_table import NAMES
from gdsim.views.theme import Theme

LANE, FOOT = 24, 20
"""Heights of a lane and of the line of words below, in pixels at scale 1."""


class Lane(NamedTuple):
    """Whose limit it is, the limit, and what becomes of descent at the present rate."""

    name: str
    limit: float
    verdict: str


class RateLanes(QWidget):
    """Paints the lanes.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rate, self._range = 0.0, (-2.0, 0.0)
        self.lanes: tuple[Lane, ...] = ()
        self.setAccessibleName(_("Largest learning rates"))
        self.setToolTip(
            _("Plain gradient descent settles along the thick line; beyond its end it explodes.")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_standing(self, standing: Standing | None) -> None:
        """Show these limits and this rate; None shows nothing."""
        if standing is None:
            self.lanes = ()
        else:
            self._rate, self._range = standing.rate, rate_range(standing)
            sides = (_("raw"), standing.raw), (_("standardized"), standing.standardized)
            self.lanes = tuple(
                Lane(
                    name,
                    side.form.largest_rate,
                    verdict(standing.rate, side, is_plain=standing.is_plain),
                )
                for name, side in sides
            )
        said = "; ".join(f"{lane.name}: {lane.verdict}" for lane in self.lanes)
        text = _("The learning rate is {rate}. {lanes}.").format(
            rate=brief_rate(self._rate), lanes=said
        )
        self.setAccessibleDescription(text if said else "")
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def x_of(self, rate: float) -> float:
        """Return where a rate stands; one beyond the axis is brought to its end."""
        left, right = self._ends
        if not rate > 0.0:
            return left
        low, high = self._range
        share = (min(log10(rate), high) - low) / (high - low)
        return left + max(share, 0.0) * (right - left)

    @property
    def _ends(self) -> tuple[float, float]:
        px = self._theme.px
        return NAMES * self.width() + px(8), float(self.width() - px(2))

    def sizeHint(self) -> QSize:
        """Return room for the lanes and the rate below them."""
        px = self._theme.px
        return QSize(px(380), 2 * px(LANE) + px(FOOT))

    def minimumSizeHint(self) -> QSize:
        """Let it become a little narrower."""
        return QSize(self._theme.px(300), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lanes, and the rate across them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, lane in enumerate(self.lanes):
            self._paint_lane(painter, lane, self._theme.px(LANE) * (number + 0.75))
        if self.lanes:
            self._paint_rate(painter)

    def _paint_lane(self, painter: QPainter, lane: Lane, y: float) -> None:
        theme, (left, right), limit = self._theme, self._ends, self.x_of(lane.limit)
        height = theme.px(LANE)
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.color("muted"))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0.0, y - height / 2.0, left, height), align, lane.name)
        painter.setPen(theme.pen("faint", 1.5, style=Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(limit, y, right, y))
        painter.setPen(theme.pen("text", 4.0))
        painter.drawLine(QLineF(left, y, limit, y))
        font = theme.font(0.84)
        width, gap = QFontMetricsF(font).horizontalAdvance(lane.verdict), theme.px(6)
        x = free_place(width, gap, (left, right), limit, self.x_of(self._rate))
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        painter.drawText(QPointF(x, y - theme.px(6)), lane.verdict)

    def _paint_rate(self, painter: QPainter) -> None:
        theme, x, foot = self._theme, self.x_of(self._rate), 2.0 * self._theme.px(LANE)
        painter.setPen(theme.pen("selection", 2.0))
        painter.drawLine(QLineF(x, theme.px(10), x, foot))
        font = theme.font(0.84, bold=True)
        text = _("learning rate {rate}").format(rate=brief_rate(self._rate))
        width = QFontMetricsF(font).horizontalAdvance(text) + 2.0
        left = min(max(0.0, x - width / 2.0), self.width() - width)
        painter.setFont(font)
        painter.setPen(theme.color("selection_text"))
        box = QRectF(left, foot, width, theme.px(FOOT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def free_place(
    width: float, gap: float, ends: tuple[float, float], limit: float, mark: float
) -> float:
    """Return where words begin that belong to ``limit`` and must not be crossed at ``mark``."""
    left, right = ends
    places = (limit - width, limit + gap, mark - gap - width, mark + gap)
    for x in places:
        is_crossed = x - gap < mark < x + width + gap - 1.0
        if left <= x and x + width <= right and not is_crossed:
            return x
    return max(left, min(limit, right - width))


def rate_range(standing: Standing) -> tuple[float, float]:
    """Return the decimal logarithms between which the lanes run: whole decades around all."""
    limits = standing.raw.form.largest_rate, standing.standardized.form.largest_rate
    rates = (standing.rate, *limits)
    powers = [log10(rate) for rate in rates if rate > 0.0 and isfinite(rate)] or [0.0]
    return float(floor(min(powers) - 0.5)), float(ceil(max(powers) + 0.5))
