"""Buttons of the strip: each triggers an action of the program and says what the action says."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gdsim.text import _
from gdsim.views.theme import Theme, icon

_HEIGHT, _ICON = 38, 20
_MORE = (5, 25, 100)


class ActionButton(QToolButton):
    """A button with an icon in the strip's own colours, and beside it a text where there is room.

    Parameters
    ----------
    name : str
        Of the icon.
    color : str
        Of the icon, by its name in the theme.
    width : int
        In pixels at scale 1; of the icon alone.
    text : str
        Beside the icon.
    parent : QWidget or None

    Attributes
    ----------
    is_compact : bool
        Whether the text is left out.
    """

    def __init__(
        self,
        name: str,
        *,
        color: str = "text",
        width: int = _HEIGHT,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._color, self._width = name, color, width
        self._theme: Theme | None = None
        self._action: QAction | None = None
        self._is_possible = True
        self.is_compact = False
        self.setText(text)
        # By Tab only, so that Space still plays after a click.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_action(self, action: QAction) -> None:
        """Trigger ``action`` from now on, and say what it says."""
        if self._action is not None:
            self._action.changed.disconnect(self._follow)
            self.clicked.disconnect(self._action.trigger)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def set_possible(self, possible: bool) -> None:
        """Say whether the button leads anywhere now; it also needs its action for that."""
        self._is_possible = possible
        self._follow()

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        if name != self._icon:
            self._icon = name
            self._draw_icon()

    def set_compact(self, compact: bool) -> None:
        """Leave the text out where there is no room for it."""
        if compact != self.is_compact:
            self.is_compact = compact
            self._resize()

    @property
    def spared(self) -> int:
        """The width that is won by leaving the text out."""
        return self._text_width()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        self.setFont(theme.font())
        self._draw_icon()
        self._resize()

    def _text_width(self) -> int:
        text = self.text()
        return self.fontMetrics().horizontalAdvance(text) + self._px(16) if text else 0

    def _px(self, pixels: int) -> int:
        return self._theme.px(pixels) if self._theme else pixels

    def _resize(self) -> None:
        has_text = bool(self.text()) and not self.is_compact
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if has_text else style.ToolButtonIconOnly
        )
        width = self._px(self._width) + (self._text_width() if has_text else 0)
        self.setFixedSize(width, self._px(_HEIGHT))

    def _draw_icon(self) -> None:
        if self._theme is None:
            return
        size = self._px(_ICON)
        drawn = QIcon(icon(self._icon, self._theme.color(self._color).name(), size))
        pale = icon(self._icon, self._theme.faint, size).pixmap(QSize(2 * size, 2 * size))
        drawn.addPixmap(pale, QIcon.Mode.Disabled)
        self.setIconSize(QSize(size, size))
        self.setIcon(drawn)

    def _follow(self) -> None:
        """Take over what the action says of itself, its key at the end of the tooltip."""
        if self._action is None:
            return
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = self._action.toolTip()
        self.setToolTip(f"{tip} ({key})" if key and f"({key})" not in tip else tip)
        self.setAccessibleName(self._action.text().replace("&", ""))
        self.setEnabled(self._action.isEnabled() and self._is_possible)


class MoreButton(ActionButton):
    """Some epochs at once: a click takes the usual number, its arrow or Down offers others.

    Parameters
    ----------
    parent : QWidget or None
    """

    more_requested = Signal(int)
    """So many epochs; 0 for as many as are left to the goal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("more", width=64, parent=parent)
        self.setText("+25 \N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        self.choices = QMenu(self)
        for n in (*_MORE, 0):
            text = _("{n} epochs").format(n=n) if n else _("To the goal")
            self.choices.addAction(text).setData(n)
        self.choices.triggered.connect(self._request)
        self.setMenu(self.choices)  # a click that is held long opens it too

    def _request(self, choice: QAction) -> None:
        self.more_requested.emit(choice.data())

    def _resize(self) -> None:
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFixedSize(self._px(self._width), self._px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the choices where the arrow is."""
        if event.position().x() > self.width() - self._px(24):
            self.showMenu()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the choices by Down."""
        if event.key() == Qt.Key.Key_Down:
            self.showMenu()
        else:
            super().keyPressEvent(event)
