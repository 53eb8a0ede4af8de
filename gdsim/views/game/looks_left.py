"""How many looks are left: ten dots that empty one by one."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.probes import N_PROBES, Game
from gdsim.views.game import game_words as words
from gdsim.views.theme import Theme

DISTANCE, RADIUS = 16, 5


class LooksLeft(QWidget):
    """A row of dots: full for a look that is left, a ring for one that is used."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._n_left = theme, N_PROBES
        self.restyle(theme)

    def show_game(self, game: Game) -> None:
        """Show how many are left."""
        self._n_left = game.n_left
        text = words.looks_left(game)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of ten dots."""
        px = self._theme.px
        return QSize(px(N_PROBES * DISTANCE), px(DISTANCE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dots; those that are used are empty, from the right."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i in range(N_PROBES):
            is_left = i < self._n_left
            painter.setPen(theme.pen("text" if is_left else "faint", 1.4))
            painter.setBrush(theme.color("text" if is_left else "card"))
            center = QPointF(px(DISTANCE) * (i + 0.5), px(DISTANCE) / 2.0)
            painter.drawEllipse(center, px(RADIUS) - 0.7, px(RADIUS) - 0.7)
