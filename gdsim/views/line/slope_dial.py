"""A knob whose needle lies as the line does: an angle on the screen -> another slope."""

from math import atan2, cos, degrees, radians, sin

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gdsim.text import _
from gdsim.views.keys import step_factor
from gdsim.views.line.line_shape import STEEPEST
from gdsim.views.theme import Theme

SIDE = 60
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_UP = (Qt.Key.Key_Up, Qt.Key.Key_Right)
_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Left)


class SlopeDial(QWidget):
    """Drag the needle round, or turn it by the arrow keys: 1 degree, Shift 10, Ctrl 0.1.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    tilt_grabbed = Signal()
    tilt_dragged = Signal(float)
    tilt_dropped = Signal()
    tilt_cancelled = Signal()
    tilt_nudged = Signal(float)
    """A key turned the needle to this angle; nothing is held."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._tilt = theme, 0.0
        self._grip: float | None = None  # the needle's angle less the mouse's, while it is held
        self._is_near = self._is_focus_shown = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(_("Slope"))
        self.setToolTip(
            _("Drag the needle to turn the line; changes its slope. Up and Down turn it too.")
        )
        self.installEventFilter(self)
        self.restyle(theme)

    @property
    def tilt(self) -> float:
        """The needle's angle in degrees, 0 for level."""
        return self._tilt

    def set_tilt(self, tilt: float) -> None:
        """Show an angle; one that is undefined changes nothing."""
        if tilt == tilt and tilt != self._tilt:
            self._tilt = tilt
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFixedSize(theme.px(SIDE), theme.px(SIDE))
        self.update()

    def _angle(self, position: QPointF) -> float:
        """Return the angle of a needle through this place; both of its ends can be held."""
        center = QRectF(self.rect()).center()
        right, up = position.x() - center.x(), center.y() - position.y()
        if right < 0.0:
            right, up = -right, -up
        return degrees(atan2(up, right))

    def _turn(self, tilt: float) -> float:
        self._tilt = min(max(tilt, -STEEPEST), STEEPEST)
        self.update()
        return self._tilt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the arrow keys, and Esc while the needle is held, from the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_escape = event.key() == Qt.Key.Key_Escape and self._grip is not None
            if event.key() in (*_UP, *_DOWN) or is_escape:
                event.accept()
                return True
        elif event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._is_near = event.type() == QEvent.Type.Enter
            self.update()
        return False

    def sizeHint(self) -> QSize:
        """Return the size of the knob."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint knob and needle."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        center, scale = QRectF(self.rect()).center(), theme.scale
        radius = center.x() - 8.0 * scale
        is_held = self._grip is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("control"))
        painter.drawEllipse(center, radius, radius)
        if self._is_focus_shown:
            painter.setPen(theme.pen("selection", 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, radius + 5.0 * scale, radius + 5.0 * scale)
        if not self.isEnabled():
            return
        turn = radians(self._tilt)
        tip = QPointF(cos(turn), -sin(turn)) * radius
        painter.setPen(theme.pen("faint", 1.0))
        painter.drawLine(center - QPointF(radius, 0.0), center + QPointF(radius, 0.0))
        painter.setPen(theme.pen("text", 2.5))
        painter.drawLine(center - tip, center + tip)
        if self._is_near or is_held:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection", 0.34 if is_held else 0.2))
            painter.drawEllipse(center + tip, 8.0 * scale, 8.0 * scale)
        painter.setPen(theme.pen("selection", 2.5))
        painter.setBrush(theme.color("card"))
        painter.drawEllipse(center + tip, 5.0 * scale, 5.0 * scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the needle."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = self._tilt - self._angle(event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.tilt_grabbed.emit()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn the needle."""
        if self._grip is not None:
            by = self._angle(event.position()) + self._grip - self._tilt
            by = (by + 90.0) % 180.0 - 90.0  # past upright the other end of the needle is nearer
            self.tilt_dragged.emit(self._turn(self._tilt + by))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the needle go."""
        if event.button() == Qt.MouseButton.LeftButton and self._grip is not None:
            self._grip = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.tilt_dropped.emit()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the needle by keys, or put it back."""
        if event.key() == Qt.Key.Key_Escape and self._grip is not None:
            self._grip = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            self.tilt_cancelled.emit()
            self.update()
        elif event.key() in (*_UP, *_DOWN):
            by = 1.0 if event.key() in _UP else -1.0
            self.tilt_nudged.emit(self._turn(self._tilt + by * step_factor(event.modifiers())))
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by the keyboard."""
        super().focusInEvent(event)
        self._is_focus_shown = event.reason() in _BY_KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring."""
        super().focusOutEvent(event)
        self._is_focus_shown = False
        self.update()
