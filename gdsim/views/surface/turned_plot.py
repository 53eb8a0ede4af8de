"""A plot that is looked at from a side to choose: mouse, wheel and keys -> Camera."""

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gdsim.text import _
from gdsim.views.keys import ENTER, step_factor
from gdsim.views.plotting.plots import Plot
from gdsim.views.surface.camera import Camera
from gdsim.views.theme import Theme

REST_MS = 80
"""So long after a turn it is at rest."""
STILL = 2.0
"""Pixels that a pressed mouse may tremble without turning anything."""
TURN, TILT = 0.45, 0.35
"""Degrees for each pixel that the mouse is dragged to the side, and down."""
KEY_DEGREES = 4.0
"""Degrees for each arrow key; Shift and Ctrl change it as everywhere."""
ZOOM_STEP = 1.15
ARROWS = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
ZOOMS = {
    Qt.Key.Key_Plus: ZOOM_STEP,
    Qt.Key.Key_Equal: ZOOM_STEP,
    Qt.Key.Key_Minus: 1.0 / ZOOM_STEP,
}
FIRST_VIEW = Qt.Key.Key_0
NOTCH = 120.0
"""What a wheel says for one notch."""


class TurnedPlot(Plot):
    """The camera and the hand on it; a subclass draws what the camera sees.

    The mouse turns it, the wheel zooms, a double click brings the first view back. By keyboard
    Enter, or a click, takes hold of it: what is seen then follows the arrow keys as it follows the
    mouse (Shift: ten times as far, Ctrl: a tenth), + and - zoom, 0 brings the first view back, Esc
    lets go. Nothing turns by itself.

    Attributes
    ----------
    camera : Camera
    is_held : bool
        Whether the arrow keys turn it.
    is_turning : bool
        Whether it was turned just now, so that a frame has to be quick.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.camera = Camera()
        self.is_held = self.is_turning = False
        self._pressed: tuple[QPointF, Camera] | None = None
        self._is_dragging = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.come_to_rest)
        first = QAction(_("First view"), self)
        first.setToolTip(_("Turns and zooms back to how it was at first."))
        first.triggered.connect(self.show_first_view)
        above = QAction(_("From above"), self)
        above.setToolTip(_("Looks straight down, as on the contour."))
        above.triggered.connect(self.show_from_above)
        self.menu.addSeparator()
        self.menu.addActions([first, above])

    def can_turn(self) -> bool:
        """Whether there is something to turn."""
        return False

    def tell_held(self) -> None:
        """Say that it is held now, or no longer."""

    def takes_click(self, position: QPointF) -> bool:
        """Do what a click on a thing there means; return whether it meant a thing."""
        return False

    def show_hover(self, position: QPointF | None) -> None:
        """Show what is under the mouse, or nothing."""

    def cursor_at(self, position: QPointF) -> Qt.CursorShape:
        """Return what the mouse looks like there."""
        return Qt.CursorShape.OpenHandCursor if self.can_turn() else Qt.CursorShape.ArrowCursor

    def look_from(self, camera: Camera) -> None:
        """Look from elsewhere."""
        if camera != self.camera:
            self.camera = camera
            self.begin_turning()
            self.refresh()

    def show_first_view(self) -> None:
        """Look as at first."""
        self.look_from(Camera())

    def show_from_above(self) -> None:
        """Look straight down."""
        self.look_from(Camera(0.0, 90.0))

    def begin_turning(self) -> None:
        """Let frames be quick until it is at rest."""
        self.is_turning = True
        self._rest.start()

    def come_to_rest(self) -> None:
        """Draw carefully from now on."""
        self._rest.stop()
        if self.is_turning:
            self.is_turning = False
            self.refresh()

    def hold(self, *, is_held: bool) -> None:
        """Let the arrow keys turn it, or no longer."""
        if is_held != self.is_held:
            self.is_held = is_held
            self.tell_held()

    def takes_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for what is held."""
        key = event.key()
        if key in ENTER:
            return self.can_turn()
        if not self.is_held:
            return False
        return key in ARROWS or key in ZOOMS or key in (FIRST_VIEW, Qt.Key.Key_Escape)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        notches = event.angleDelta().y() / NOTCH
        if not self.can_turn() or not notches:
            event.ignore()
            return
        self.look_from(self.camera.zoomed(ZOOM_STEP**notches))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn."""
        if event.button() != Qt.MouseButton.LeftButton or not self.can_turn():
            event.ignore()
            return
        self._pressed, self._is_dragging = (event.position(), self.camera), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, or show what is under the mouse."""
        position = event.position()
        if self._pressed is None:
            self.viewport().setCursor(self.cursor_at(position))
            self.show_hover(position)
            return
        begin, camera = self._pressed
        way = position - begin
        if not self._is_dragging and way.manhattanLength() <= STILL:
            return
        if not self._is_dragging:
            self._is_dragging = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.show_hover(None)
        self.look_from(camera.turned(-TURN * way.x(), TILT * way.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a turn; a click takes hold."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if not self._is_dragging and not self.takes_click(event.position()):
            self.hold(is_held=True)
        self._is_dragging = False
        self.viewport().setCursor(self.cursor_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Bring the first view back."""
        if event.button() == Qt.MouseButton.LeftButton and self.can_turn():
            self.show_first_view()

    def leaveEvent(self, event: QEvent) -> None:
        """Show nothing of what was under the mouse."""
        self.show_hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take hold, turn, zoom, let go."""
        key = event.key()
        if not self.takes_key(event):
            event.ignore()
        elif key in ENTER:
            self.hold(is_held=True)
        elif key == Qt.Key.Key_Escape:
            self._let_go()
        elif key == FIRST_VIEW:
            self.show_first_view()
        elif key in ZOOMS:
            self.look_from(self.camera.zoomed(ZOOMS[Qt.Key(key)]))
        else:
            degrees = KEY_DEGREES * step_factor(event.modifiers())
            yaw, pitch = ARROWS[Qt.Key(key)]
            self.look_from(self.camera.turned(degrees * yaw, degrees * pitch))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go."""
        super().focusOutEvent(event)
        self.hold(is_held=False)

    def _let_go(self) -> None:
        """Hold no longer; a turn that the mouse is in the middle of is undone."""
        if self._pressed is not None:
            self.look_from(self._pressed[1])
            self._pressed, self._is_dragging = None, False
        self.hold(is_held=False)
