"""A scroll area for what is read from top to bottom."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class UprightScroll(QScrollArea):
    """Scrolls up and down by Up, Down and the page keys; Left and Right stay the window's.

    Parameters
    ----------
    takes_keys : bool
        Else it scrolls by the wheel, and to what Tab reaches, and leaves all keys to others.
    parent : QWidget or None
    """

    def __init__(self, parent: QWidget | None = None, *, takes_keys: bool = True) -> None:
        super().__init__(parent)
        self._takes_keys = takes_keys
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if not takes_keys:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.viewport().setAutoFillBackground(False)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Bring what has the focus into sight; Qt does so only for Tab from inside to inside."""
        if new is None or not self.isAncestorOf(new):
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # what is clicked is in sight, and must not move away under the mouse
        for inner in self.findChildren(UprightScroll):
            if inner.isAncestorOf(new):
                inner.ensureWidgetVisible(new)
        self.ensureWidgetVisible(new)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Left and Right, which Qt would take although nothing scrolls sideways."""
        if event.key() in _SIDEWAYS or not self._takes_keys:
            event.ignore()
        else:
            super().keyPressEvent(event)
