"""Which share of the starts comes to what: Crop, Basins -> a row for each group, its bars.

Of a function each minimum has two bars: the share of the starts that came to it, and the share of
all places on the axis, or of the area, from which descent comes to it.
"""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdsim.engine.outcomes import DIVERGED, NOWHERE
from gdsim.scenario.crop import Crop
from gdsim.text import _
from gdsim.views.keys import ENTER
from gdsim.views.restarts import restarts_words as words
from gdsim.views.theme import Theme

MOST_ROWS = 7
SMALL, FEW_ROWS = 0.01, 3
"""Beyond so many rows, groups of a network with a smaller share than that stand in one."""
ROW, WIDE_ROW, HEAD = 24, 28, 24
"""Heights of a row with one bar, with two, and of the line above; in pixels at scale 1."""
LABEL, NUMBER = 152, 56
"""Room for the name at the left and the number at the right."""
NO_SHARE = float("nan")
ALL = -3
"""Stands for the rows for which there was no room."""


class Share(NamedTuple):
    """One row.

    Attributes
    ----------
    group : int
        Its number among the outcomes' groups, or why a run has none.
    text : str
    n : int
        How many runs.
    part : float
        Of all runs.
    place_part : float
        Of the axis or area; NaN where that is not known.
    is_lowest : bool
        Whether it is the lowest minimum there is.
    """

    group: int
    text: str
    n: int
    part: float
    place_part: float = NO_SHARE
    is_lowest: bool = False


def shares_of(crop: Crop | None, places: dict[int, float]) -> list[Share]:
    """Return the rows: groups from the lowest up, small ones in one, what came to none.

    ``places`` has the share of the axis or area by the number of a minimum.
    """
    if crop is None or crop.outcomes is None or crop.results is None:
        return []
    outcomes, n = crop.outcomes, crop.results.n
    if crop.is_outdated:
        places = {}  # they are of what is open now
    rows = [
        Share(
            i,
            words.group_text(crop, i),
            group.n,
            group.n / n,
            places.get(i, NO_SHARE),
            words.is_lowest_minimum(crop, i),
        )
        for i, group in enumerate(outcomes.groups)
        if group.n or places.get(i, 0.0) > 0.0
    ]
    lost = [
        Share(number, text, count, count / n, places.get(number, NO_SHARE))
        for number, text, count in (
            (NOWHERE, _("at no minimum"), outcomes.n_nowhere),
            (DIVERGED, _("diverged"), outcomes.n_diverged),
        )
        if count
    ]
    room = MOST_ROWS - len(lost)
    large = [row for row in rows if row.part >= SMALL or outcomes.groups[row.group].place]
    if len(rows) > max(FEW_ROWS, len(large) + 1) or len(rows) > room:
        n_shown = min(room - 1, max(FEW_ROWS, len(large)))
        largest = sorted(rows, key=lambda row: (-row.n, row.group))[:n_shown]
        shown = [row for row in rows if row in largest]
        rest = [row for row in rows if row not in largest]
        count = sum(row.n for row in rest)
        known = [row.place_part for row in rest if row.place_part == row.place_part]
        text = _("{n} others").format(n=f"{len(rest):,}")
        rows = [*shown, Share(ALL, text, count, count / n, sum(known) if known else NO_SHARE)]
    return rows + lost


class SharesView(QWidget):
    """The rows, to be clicked: the runs of a row are then picked out in all panels.

    Attributes
    ----------
    rows : list of Share
    chosen : int
        The row that is looked at, -1 for none.
    """

    starts_marked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._crop: Crop | None = None
        self._places: dict[int, float] = {}
        self.rows: list[Share] = []
        self.chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("What the starts come to"))
        self.restyle(theme)

    def show_harvest(self, crop: Crop | None) -> None:
        """Show what many starts have brought so far."""
        self._crop = crop
        self._follow()

    def show_places(self, places: dict[int, float]) -> None:
        """Show which share of the axis or area leads to each minimum; empty if not known."""
        self._places = places
        self._follow()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self._font, self._small = theme.font(0.92), theme.font(0.84)
        self._fit()
        self.update()

    @property
    def has_places(self) -> bool:
        """Whether rows have two bars."""
        return any(row.place_part == row.place_part for row in self.rows)

    def text(self, row: Share) -> str:
        """Return what a row says."""
        said = _("{what}: {share} of the starts").format(
            what=row.text, share=words.percent(row.part)
        )
        if row.place_part == row.place_part and self._crop is not None:
            where = words.where_starts_are(self._crop)
            said += _(", {share} {where}").format(share=words.percent(row.place_part), where=where)
        return said

    def _follow(self) -> None:
        n_before = len(self.rows), self.has_places
        self.rows = shares_of(self._crop, self._places)
        if n_before != (len(self.rows), self.has_places):
            self._fit()
        self.chosen = min(self.chosen, len(self.rows) - 1)
        self.setAccessibleDescription("; ".join(self.text(row) for row in self.rows))
        self.update()

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.setVisible(bool(self.rows))

    def _height(self) -> int:
        return self._theme.px(WIDE_ROW if self.has_places else ROW)

    def _box(self, number: int) -> QRectF:
        px, height = self._theme.px, self._height()
        return QRectF(px(8), px(HEAD) + number * height, self.width() - px(16), height)

    def _row_at(self, y: float) -> int:
        number = int((y - self._theme.px(HEAD)) // self._height())
        return number if 0 <= number < len(self.rows) and y >= self._theme.px(HEAD) else -1

    def _choose(self, row: int) -> None:
        if row != self.chosen:
            self.chosen = row
            self.setToolTip(self.text(self.rows[row]) if row >= 0 else "")
            self.update()

    def _mark(self, number: int) -> None:
        """Pick out the runs of a row; of the one that is picked out, all again."""
        crop, row = self._crop, self.rows[number]
        assert crop is not None
        assert crop.outcomes is not None
        of_run = crop.outcomes.of_run
        if row.group == ALL:
            shown = [other.group for other in self.rows if other.group != ALL]
            is_in = ~np.isin(of_run, [*shown, DIVERGED, NOWHERE])
        else:
            is_in = of_run == row.group
        is_same = crop.marked is not None and np.array_equal(crop.marked, is_in)
        self.starts_marked.emit(() if is_same else tuple(np.flatnonzero(is_in).tolist()))

    # What Qt calls.

    def sizeHint(self) -> QSize:
        """Return the room of all rows."""
        px = self._theme.px
        n = len(self.rows)
        return QSize(px(300), px(HEAD) + n * self._height() + px(8) if n else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for number, row in enumerate(self.rows):
            self._paint_row(painter, row, self._box(number), is_chosen=number == self.chosen)
        if self.hasFocus() and self.chosen < 0:
            painter.setPen(self._theme.pen("selection", 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6.0, 6.0)

    def _paint_head(self, painter: QPainter) -> None:
        """Say what the bars are, in the looks that they have."""
        crop, px = self._crop, self._theme.px
        if crop is None or not self.rows:
            return
        painter.setFont(self._small)
        metrics = QFontMetricsF(self._small)
        left, middle = float(px(8 + LABEL)), px(HEAD) / 2.0
        keys = [(_("of the starts"), "muted", 0.75)]
        if self.has_places:
            keys.append((words.where_starts_are(crop), "faint", 0.3))
        for text, color, strength in keys:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(color, strength))
            painter.drawRect(QRectF(left, middle - 4.0, px(14), 8.0))
            painter.setPen(self._theme.color("muted"))
            left += px(20)
            painter.drawText(
                QRectF(left, 0.0, 400.0, px(HEAD)), Qt.AlignmentFlag.AlignVCenter, text
            )
            left += metrics.horizontalAdvance(text) + px(16)

    def _paint_row(self, painter: QPainter, row: Share, box: QRectF, *, is_chosen: bool) -> None:
        theme, px = self._theme, self._theme.px
        if is_chosen:
            painter.setPen(theme.pen("selection", 1.6) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("control"))
            painter.drawRoundedRect(box.adjusted(-4.0, 1.0, 4.0, -1.0), 5.0, 5.0)
        painter.setFont(self._font)
        painter.setPen(theme.color("text"))
        name = box.adjusted(0.0, 0.0, -(box.width() - px(LABEL - 10)), 0.0)
        metrics = QFontMetricsF(self._font)
        text = _("{place}, lowest").format(place=row.text) if row.is_lowest else row.text
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
        bars = box.adjusted(px(LABEL), 0.0, -px(NUMBER), 0.0)
        if not self.has_places:
            bar = QRectF(bars.left(), box.center().y() - px(6), bars.width(), px(12))
            self._paint_bar(painter, bar, row.part, "muted", 0.75)
            return
        for place, part, color, strength in (
            (-px(12), row.part, "muted", 0.75),
            (px(1), row.place_part, "faint", 0.3),
        ):
            bar = QRectF(bars.left(), box.center().y() + place, bars.width(), px(11))
            self._paint_bar(painter, bar, part, color, strength)

    def _paint_bar(
        self, painter: QPainter, room: QRectF, part: float, color: str, strength: float
    ) -> None:
        """Paint a bar and, beside it, its number."""
        theme = self._theme
        if part != part:
            return
        width = part * room.width()
        if part > 0.0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(color, strength))
            painter.drawRect(QRectF(room.left(), room.top(), max(1.5, width), room.height()))
        painter.setFont(self._small)
        painter.setPen(theme.color("text"))
        box = QRectF(room.left() + width + 6.0, room.top() - 4.0, 120.0, room.height() + 8.0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words.percent(part))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at the row under the mouse."""
        row = self._row_at(event.position().y())
        has_row = row >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if has_row else Qt.CursorShape.ArrowCursor)
        self._choose(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick out the runs of the row under the mouse."""
        row = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._mark(row)

    def leaveEvent(self, event: QEvent) -> None:
        """Look at no row."""
        self._choose(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the rows, pick out one, or all."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.rows:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._choose(min(max(0, self.chosen + step), len(self.rows) - 1))
        elif key in ENTER and self.chosen >= 0:
            self._mark(self.chosen)
        elif key == Qt.Key.Key_Escape and self.chosen >= 0:
            self._choose(-1)
            self.starts_marked.emit(())
        else:
            event.ignore()
