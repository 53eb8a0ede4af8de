"""The tape of the run: where in it we are, how far it is computed, where the goal lies.

Only what is computed can be chosen; to go on from there is Play's and Step's business.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme

_GRAB = 22
"""Half of the room around the handle that belongs to it, in pixels."""
_MOST = 2**31 - 1  # what Qt's sliders can count


class Timeline(QAbstractSlider):
    """The strip on which an epoch is chosen; to screen readers it is a slider.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    epoch_dragged = Signal(int)
    """The epoch under the handle, while it is held."""
    epoch_requested = Signal(int)
    """The epoch that was clicked, dropped on, or gone to by a key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setOrientation(Qt.Orientation.Horizontal)
        self._goal = 25
        self._changes: tuple[int, ...] = ()
        self._grip: float | None = None  # from the handle to the mouse that holds it
        self._before = 0  # the epoch at which it was taken hold of
        self._hovered: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Epoch"))
        self.setToolTip(_("Click or drag: shows an epoch that is already computed."))
        self.setRange(0, 0)
        self.restyle(theme)

    @property
    def epoch(self) -> int:
        """The epoch that is shown."""
        return self.value()

    def place_of(self, epoch: int) -> QPointF:
        """Return where on the widget the handle stands for an epoch."""
        return QPointF(self._x(epoch), self._track().center().y())

    def set_extent(self, newest: int, goal: int) -> None:
        """Show how far the run is computed and how far it is meant to go."""
        self._goal = goal
        if newest != self.maximum():
            self.setMaximum(min(newest, _MOST))
        self._tell()

    def set_epoch(self, epoch: int) -> None:
        """Show which epoch is selected, unless the mouse holds the handle."""
        if self._grip is None:
            self.setValue(epoch)
            self._tell()

    def set_changes(self, epochs: tuple[int, ...]) -> None:
        """Mark the epochs at which something was changed on the way."""
        if epochs != self._changes:
            self._changes = tuple(sorted(epochs))
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFont(theme.font(0.9))
        self.setFixedHeight(theme.px(48))
        self.update()

    def _tell(self) -> None:
        """Say in words what is shown, and show it."""
        self.setAccessibleDescription(
            _("epoch {epoch} of {goal}").format(epoch=self.value(), goal=self._goal)
        )
        self.update()

    def _position_text(self) -> str:
        epoch, goal = f"{self.value():,}", f"{self._goal:,}"
        pattern = (
            _("{epoch} of {goal}") if self.value() <= self._goal else _("{epoch}, goal {goal}")
        )
        return pattern.format(epoch=epoch, goal=goal)

    @property
    def _extent(self) -> int:
        return max(self._goal, self.maximum(), 1)

    def _track(self) -> QRectF:
        """Return the rectangle of the bar; the room of its labels depends on no epoch."""
        px, width_of = self._theme.px, self.fontMetrics().horizontalAdvance
        end = f"{self._extent:,}"
        left = px(16) + width_of("0") + px(16)
        texts = (_("{epoch} of {goal}"), _("{epoch}, goal {goal}"))
        goals = (end, f"{self._goal:,}")
        place = max(
            width_of(text.format(epoch=end, goal=goal))
            for text, goal in zip(texts, goals, strict=True)
        )
        right = self.width() - px(16) - place - px(32) - width_of(end) - px(16)
        middle, thick = self.height() / 2 + px(2), px(6)
        return QRectF(left, middle - thick / 2, max(right - left, 1.0), thick)

    def _x(self, epoch: float) -> float:
        track = self._track()
        return track.left() + track.width() * epoch / self._extent

    def _epoch_at(self, x: float) -> int:
        """Return the computed epoch nearest to a place."""
        track = self._track()
        epoch = round((x - track.left()) / track.width() * self._extent)
        return min(max(epoch, 0), self.maximum())

    def _drag_to(self, x: float) -> None:
        epoch = self._epoch_at(x)
        if epoch != self.value():
            self.setValue(epoch)
            self._tell()
            self.epoch_dragged.emit(epoch)

    def _request(self, epoch: int) -> None:
        epoch = min(max(epoch, 0), self.maximum())
        if epoch != self.value():
            self.setValue(epoch)
            self._tell()
            self.epoch_requested.emit(epoch)

    def _paint_track(self, painter: QPainter) -> None:
        track, theme = self._track(), self._theme
        round_ = track.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        thin = theme.px(1)
        painter.drawRoundedRect(track.adjusted(0, 2 * thin, 0, -2 * thin), thin, thin)
        for until, alpha in ((self.maximum(), 0.35), (self.value(), 1.0)):
            if until:
                done = QRectF(track)
                done.setRight(self._x(until))
                painter.setBrush(theme.color("card"))  # pale on the strip, not on what lies below
                painter.drawRoundedRect(done, round_, round_)
                painter.setBrush(theme.color("loss", alpha))
                painter.drawRoundedRect(done, round_, round_)

    def _paint_changes(self, painter: QPainter) -> None:
        """Draw a tick under the bar where something was changed, one a pixel at most."""
        track, theme = self._track(), self._theme
        painter.setPen(theme.pen("muted", 2.0))
        top, length = track.bottom() + theme.px(4), theme.px(5)
        for x in sorted({round(self._x(e)) for e in self._changes if e <= self._extent}):
            painter.drawLine(QPointF(x, top), QPointF(x, top + length))

    def _paint_handle(self, painter: QPainter) -> None:
        theme = self._theme
        center = self.place_of(self.value())
        is_near = self._hovered is not None and abs(self._x(self._hovered) - center.x()) <= _GRAB
        if self.hasFocus() or self._grip is not None or is_near:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection", 0.3))
            painter.drawEllipse(center, theme.px(17), theme.px(17))
        painter.setPen(theme.pen("selection", 4.0))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(center, theme.px(9), theme.px(9))

    def _paint_texts(self, painter: QPainter) -> None:
        track, px = self._track(), self._theme.px
        full = QRectF(self.rect()).adjusted(0, px(4), 0, 0)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self.font())
        painter.setPen(self._theme.color("muted"))
        painter.drawText(full.adjusted(px(16), 0, 0, 0), left | middle, "0")
        end = full.adjusted(track.right() + px(16), 0, 0, 0)
        painter.drawText(end, left | middle, f"{self._extent:,}")
        place = full.adjusted(0, 0, -px(16), 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, self._position_text())

    def _paint_hovered(self, painter: QPainter) -> None:
        """Write the epoch that a click would show above the bar."""
        if self._hovered is None or self._hovered == self.value():
            return
        track, px = self._track(), self._theme.px
        x = self._x(self._hovered)
        painter.setPen(self._theme.pen("selection", 2.0))
        painter.drawLine(QPointF(x, track.top()), QPointF(x, track.bottom()))
        painter.setPen(self._theme.color("text"))
        box = QRectF(x - px(60), 0, px(120), track.top() - px(2))
        bottom = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(box, bottom, f"{self._hovered:,}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tape from left to right."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_texts(painter)
        self._paint_track(painter)
        self._paint_changes(painter)
        self._paint_hovered(painter)
        self._paint_handle(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, or bring it to the place that was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x, handle = event.position().x(), self._x(self.value())
        self._before = self.value()
        self._grip = x - handle if abs(x - handle) <= _GRAB * self._theme.scale else 0.0
        self._drag_to(x - self._grip)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the handle that is held; else preview the epoch under the mouse."""
        x = event.position().x()
        self._hovered = self._epoch_at(x)
        if self._grip is not None:
            self._drag_to(x - self._grip)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: the epoch is chosen."""
        if self._grip is not None and event.button() == Qt.MouseButton.LeftButton:
            self._grip = None
            self.update()
            self.epoch_requested.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by 1 with the arrows, by 10 with the page keys, to an end with Home and End."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_Home: -_MOST,
            Qt.Key.Key_End: _MOST,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self._request(self.value() + step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel alone: who scrolls past does not mean to change the epoch."""
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Preview nothing any more."""
        super().leaveEvent(event)
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are here."""
        super().focusInEvent(event)
        self.update()
