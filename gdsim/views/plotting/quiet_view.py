"""pyqtgraph's view without its habits: no zoom by wheel, no hover search, a focus ring instead."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

# pyqtgraph takes the Qt that is there, so it comes after it.
import pyqtgraph as pg  # isort: skip

from gdsim.views.theme import Theme

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class QuietView(pg.GraphicsView):
    """A view whose scene is in pixels and which does nothing by itself.

    pyqtgraph looks for items under the mouse at every move; here a subclass says what the mouse
    and the keys mean.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=theme.color("card"))
        self.theme = theme
        self._is_focus_shown = False
        self.setCentralItem(None)
        self.viewport().setMouseTracking(True)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.theme = theme
        self.setBackground(theme.color("card"))

    def close(self) -> bool:
        """Close as any widget does; pyqtgraph's own would take the scene apart."""
        return QGraphicsView.close(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and over it the focus ring, which is thus in no copied picture."""
        super().paintEvent(event)
        if self._is_focus_shown:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self.theme.pen("selection", 2.0))
            ring = QRectF(self.viewport().rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            painter.drawRoundedRect(ring, 6.0, 6.0)
            painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls around the plot."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Do nothing; subclasses say what a click means."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Do nothing: pyqtgraph would look for items under the mouse at every move."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do nothing."""
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take it as one more press."""
        self.mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Do nothing."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the window."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by the keyboard."""
        super().focusInEvent(event)
        self._is_focus_shown = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring."""
        super().focusOutEvent(event)
        self._is_focus_shown = False
        self.viewport().update()
