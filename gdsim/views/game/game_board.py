"""Who looked where, and what came of it: Game -> a lane for each contestant, and its score.

The lanes stand below the plot and have its horizontal axis, so that many looks at one place, which
cover each other on the curve, can be told apart by who made them.
"""

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gdsim.engine.hidden_curves import Probe
from gdsim.engine.probes import N_PROBES, YOU, Contestant, Game
from gdsim.scenario.quantities import fixed
from gdsim.text import _
from gdsim.views.game import game_words as words
from gdsim.views.game.contestants import looks, paint_mark
from gdsim.views.plotting.plot_frame import Frame
from gdsim.views.theme import Theme

HEADER, ROW = 20, 28
_NAME, _SCORE = 140, 40
"""Pixels for mark and name, and for the number of a score."""


class GameBoard(QWidget):
    """A table of the contestants: lane, name, score.

    Parameters
    ----------
    theme : Theme
    frame : Frame
        Of the plot above, which begins at the same left edge.
    width : int
        What names and scores have at the right, in pixels at scale 1.
    parent : QWidget or None
    """

    def __init__(
        self, theme: Theme, frame: Frame, width: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._frame, self._side = theme, frame, width
        self._game, self._step, self._is_replaying = Game(), N_PROBES, False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Who looked where, and the scores"))
        self.installEventFilter(self)
        self.restyle(theme)

    def show_game(self, game: Game) -> None:
        """Show what is known of a game."""
        self._game, self._step, self._is_replaying = game, max(1, len(game.probes)), False
        told = [words.row_tip(one) for one in game.contestants]
        self.setAccessibleDescription(" ".join(told).replace("\n", " "))
        self.update()

    def show_step(self, step: int, *, is_replaying: bool) -> None:
        """Show the looks up to the one of this number."""
        self._step, self._is_replaying = step, is_replaying
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def row_box(self, number: int) -> QRectF:
        """Return where a row is, over the whole width."""
        px = self._theme.px
        return QRectF(0.0, px(HEADER) + number * px(ROW), self.width(), px(ROW))

    def looks_of(self, key: str) -> tuple[Probe, ...]:
        """Return the looks that a lane shows now."""
        game = self._game
        if not game.has_ended:
            return game.probes if key == YOU else ()
        return game.contestant(key).probes[: self._step]

    def tip_at(self, position: QPointF) -> str:
        """Return what to say about the row under the mouse."""
        if self.row_box(0).top() > position.y():
            return words.score_tip()
        for number, key in enumerate(looks()):
            if self.row_box(number).contains(position):
                if self._game.has_ended:
                    return words.row_tip(self._game.contestant(key))
                look = looks()[key]
                return f"{look.name}: {look.does}"
        return ""

    def _paint_header(self, painter: QPainter) -> None:
        theme, area = self._theme, self._frame.area
        painter.setFont(theme.font(0.84))
        painter.setPen(theme.color("muted"))
        box = QRectF(0.0, 0.0, self.width(), theme.px(HEADER))
        align = Qt.AlignmentFlag.AlignVCenter
        text = _("who looked where") if self._game.has_ended else _("who plays, you first")
        painter.drawText(box.adjusted(area.left(), 0, 0, 0), align, text)
        if self._game.has_ended:
            right = box.adjusted(0, 0, -theme.px(8), 0)
            painter.drawText(right, align | Qt.AlignmentFlag.AlignRight, _("score"))

    def _paint_lane(self, painter: QPainter, key: str, box: QRectF) -> None:
        """Paint the places of one contestant's looks, or how it is going to play."""
        theme, area, probes = self._theme, self._frame.area, self.looks_of(key)
        middle = round(box.center().y()) + 0.5
        if not probes:
            self._paint_plan(painter, key, box)
            return
        painter.setPen(theme.pen("line", 1.0))
        painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
        for probe in probes:
            paint_mark(painter, theme, key, self._at(probe, middle), 9.0, 0.5)
        if self._game.has_ended:
            chosen = probes[-1] if self._is_replaying else self._game.contestant(key).best
            paint_mark(painter, theme, key, self._at(chosen, middle), 14.0)

    def _paint_plan(self, painter: QPainter, key: str, box: QRectF) -> None:
        """Write in a lane that is still empty who is going to look there, and how."""
        theme, px = self._theme, self._theme.px
        left = self._frame.area.left() + px(8)
        paint_mark(painter, theme, key, QPointF(left, box.center().y()), 11.0)
        font, align = theme.font(0.92), Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        room = QRectF(left + px(16), box.top(), box.width(), box.height())
        painter.drawText(room, align, looks()[key].name)
        room.setLeft(room.left() + QFontMetricsF(font).horizontalAdvance(looks()[key].name + " "))
        painter.setPen(theme.color("muted"))
        painter.drawText(room, align, looks()[key].does)

    def _at(self, probe: Probe, y: float) -> QPointF:
        return QPointF(self._frame.to_pixels(probe.place, 0.0).x(), y)

    def _paint_lowest(self, painter: QPainter) -> None:
        """Paint where the lowest place is, through all lanes."""
        lowest = self._game.lowest
        if lowest is None:
            return
        x = self._frame.to_pixels(lowest.place, 0.0).x()
        bottom = self.row_box(len(looks()) - 1).bottom()
        painter.setPen(self._theme.pen("faint", style=Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, 0.0, x, bottom))

    def _paint_name(self, painter: QPainter, key: str, box: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        is_winner = key in {one.key for one in self._game.winners}
        left = box.right() - px(self._side)
        paint_mark(painter, theme, key, QPointF(left + px(8), box.center().y()), 11.0)
        painter.setFont(theme.font(bold=is_winner))
        painter.setPen(theme.color("text"))
        room = QRectF(left + px(24), box.top(), px(_NAME - 24), box.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, looks()[key].name)

    def _paint_score(self, painter: QPainter, one: Contestant, box: QRectF) -> None:
        """Paint a bar as long as the score, and its number."""
        theme, px = self._theme, self._theme.px
        left = box.right() - px(self._side) + px(_NAME)
        right = box.right() - px(8)
        bar = QRectF(left, box.center().y() - px(3), right - px(_SCORE) - left, px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("control"))
        painter.drawRoundedRect(bar, px(3), px(3))
        bar.setWidth(max(bar.width() * one.score / 100.0, bar.height()))
        painter.setBrush(theme.color(looks()[one.key].color))
        painter.drawRoundedRect(bar, px(3), px(3))
        painter.setPen(theme.color("text"))
        room = QRectF(right - px(_SCORE), box.top(), px(_SCORE), box.height())
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, align, fixed(one.score, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what is under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return False

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        px = self._theme.px
        return QSize(px(600), px(HEADER) + len(looks()) * px(ROW) + px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint header and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_header(painter)
        self._paint_lowest(painter)
        for number, key in enumerate(looks()):
            box = self.row_box(number)
            self._paint_lane(painter, key, box)
            if self.looks_of(key):
                self._paint_name(painter, key, box)
            if self._game.has_ended:
                self._paint_score(painter, self._game.contestant(key), box)
