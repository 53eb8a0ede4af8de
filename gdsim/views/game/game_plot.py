"""Looking at a hidden curve by mouse or by keys: places aimed at -> looks asked for."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gdsim.engine.hidden_curves import HIGH, LOW
from gdsim.engine.probes import Game
from gdsim.text import _
from gdsim.views.game import game_words as words
from gdsim.views.game.looks_plot import LooksPlot
from gdsim.views.keys import ENTER, step_factor
from gdsim.views.plotting.marks import Label, Stick
from gdsim.views.theme import Theme

KEY_STEP = (HIGH - LOW) / 100.0
_SIDES = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}
_ENDS = {Qt.Key.Key_Home: LOW, Qt.Key.Key_End: HIGH}


class GamePlot(LooksPlot):
    """Where one looks at a hidden curve.

    A click looks. By keyboard the arrow keys move a line (Shift: ten times as far, Ctrl: a tenth),
    Home and End bring it to the ends, Enter looks there, Esc puts it away. Once the curve is
    revealed the same keys go through the looks.

    Attributes
    ----------
    aim : float or None
        Where the next look would be.
    guide : Stick
        The upright line there.
    guide_label : Label
    """

    probe_requested = Signal(float)
    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.aim: float | None = None
        self._aims_by_keys = False
        self.guide = self.add_mark(Stick(theme, "muted", style=Qt.PenStyle.DashLine))
        self.guide.setZValue(-2.0)  # below the looks
        self.guide_label = self.add_mark(Label(theme, "text"))

    def show_game(self, game: Game) -> None:
        """Show what is known of a game; nothing is aimed at once it has ended."""
        if game.has_ended:
            self.aim = None
        super().show_game(game)

    def draw(self) -> None:
        """Bring what is known onto the plot, and where the next look would be."""
        super().draw()
        self._draw_guide()

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key moves the line, looks, or goes through the looks."""
        key = event.key()
        if key in _SIDES or key in _ENDS:
            return True
        is_open = not self.game.has_ended
        return is_open and (key in ENTER or (key == Qt.Key.Key_Escape and self.aim is not None))

    def _draw_guide(self) -> None:
        """Draw the upright line where the next look would be."""
        is_shown = self.aim is not None and not self.game.has_ended
        for mark in (self.guide, self.guide_label):
            mark.setVisible(is_shown)
        if self.aim is None or not is_shown:
            return
        area, color = self.frame.area, "selection" if self._aims_by_keys else "muted"
        x = self.frame.to_pixels(self.aim, 0.0).x()
        self.guide.set_line(QPointF(x, area.top()), QPointF(x, area.bottom()), color)
        text = words.place(self.aim)
        if self._aims_by_keys:
            text = _("{place} · Enter looks here").format(place=text)
        size = self.guide_label.set_text(text)
        box = QRectF(QPointF(x + 6.0, area.top() + 2.0), size)
        if box.right() > area.right():
            box.moveRight(x - 6.0)
        self.guide_label.move_to(box.topLeft())

    def _aim_at(self, place: float | None, *, by_keys: bool = False) -> None:
        self.aim = None if place is None else min(max(place, LOW), HIGH)
        self._aims_by_keys = by_keys
        self._draw_guide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look here."""
        position = event.position()
        is_inside = self.frame.area.contains(position)
        if event.button() != Qt.MouseButton.LeftButton or not is_inside or self.game.has_ended:
            event.ignore()
            return
        self._aim_at(self.frame.x_at(position.x()))
        self.probe_requested.emit(self.aim)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do not look twice."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a click would look, and the numbers of the look under the mouse."""
        position = event.position()
        is_open = self.frame.area.contains(position) and not self.game.has_ended
        shape = Qt.CursorShape.CrossCursor if is_open else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._aim_at(self.frame.x_at(position.x()) if is_open else None)
        self.show_readout(position)

    def leaveEvent(self, event: QEvent) -> None:
        """Aim no longer."""
        if not self._aims_by_keys:
            self._aim_at(None)
        self.readout.setVisible(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Aim and look, or go through the looks."""
        if not self.takes_key(event):
            event.ignore()
        elif self.game.has_ended:
            self._step_by_key(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._aim_at(None)
        elif event.key() in ENTER and self.aim is not None and not event.isAutoRepeat():
            self.probe_requested.emit(self.aim)
        else:
            self._aim_by_key(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Aim no longer."""
        super().focusOutEvent(event)
        self._aim_at(None)

    def _aim_by_key(self, event: QKeyEvent) -> None:
        """Move the line; the first key shows it, at your last look or in the middle."""
        key, probes = Qt.Key(event.key()), self.game.probes
        place = self.aim
        if key in _ENDS:
            place = _ENDS[key]
        elif place is None:
            place = probes[-1].place if probes else 0.5 * (LOW + HIGH)
        elif key in _SIDES:
            place += _SIDES[key] * step_factor(event.modifiers()) * KEY_STEP
        self._aim_at(place, by_keys=True)

    def _step_by_key(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self.game.probes)
        if key in _ENDS:
            step = 1 if key == Qt.Key.Key_Home else last
        else:
            step = min(max(self.step + round(_SIDES[key]), 1), last)
        self.step_requested.emit(step)
