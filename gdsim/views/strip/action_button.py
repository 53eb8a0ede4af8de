"""Buttons of the strip: each triggers an action of the program and says what the action says."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from gdsim.text import _
from gdsim.views.icon_button import IconButton
from gdsim.views.theme import Theme

_HEIGHT, _ARROW = 38, 24
_MORE = (5, 25, 100)


class ActionButton(IconButton):
    """A button for an action; icon and colours are its own, tip, name and key the action's.

    Parameters
    ----------
    theme : Theme
    name : str
        Of the icon; empty for a button with a text alone.
    color : str
        Of icon and text, by its name in the theme.
    width, height, icon_size : int
        In pixels at scale 1, without the text.
    text : str
        Beside the icon.
    parent : QWidget or None
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        color: str = "text",
        width: int = _HEIGHT,
        height: int = _HEIGHT,
        icon_size: int = 18,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            name,
            (width, height),
            color=color,
            icon_size=icon_size,
            text=text,
            parent=parent,
        )
        self._action: QAction | None = None
        self._is_possible = True

    def set_action(self, action: QAction) -> None:
        """Trigger ``action`` from now on, and say what it says."""
        if self._action is not None:
            self._action.changed.disconnect(self._follow)
            self.clicked.disconnect(self._action.trigger)
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    @property
    def action(self) -> QAction | None:
        """What is triggered."""
        return self._action

    def set_possible(self, possible: bool) -> None:
        """Say whether the button leads anywhere now; it also needs its action for that."""
        self._is_possible = possible
        self._follow()

    def _follow(self) -> None:
        """Take over what the action says of itself, its key at the end of the tooltip."""
        if self._action is None:
            return
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = self._action.toolTip()
        self.setToolTip(f"{tip} ({key})" if key and not tip.endswith(f"{key})") else tip)
        words, _tab, _plain_key = self._action.text().partition("\t")
        self.setAccessibleName(words.replace("&", ""))
        self.setEnabled(self._action.isEnabled() and self._is_possible)


class MoreButton(ActionButton):
    """Some epochs at once: a click takes the usual number, its arrow or Down offers others.

    Parameters
    ----------
    theme : Theme
    parent : QWidget or None
    """

    more_requested = Signal(int)
    """So many epochs; 0 for as many as are left to the goal."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        text = "+25 \N{BLACK DOWN-POINTING SMALL TRIANGLE}"
        super().__init__(theme, "", width=14, text=text, parent=parent)
        self.choices = QMenu(self)
        for n in (*_MORE, 0):
            words = _("{n} epochs").format(n=n) if n else _("To the goal")
            self.choices.addAction(words).setData(n)
        self.choices.triggered.connect(self._request)
        self.setMenu(self.choices)  # a click that is held long opens it too

    def _request(self, choice: QAction) -> None:
        self.more_requested.emit(choice.data())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the choices where the arrow is."""
        if event.position().x() > self.width() - self._theme.px(_ARROW):
            self.showMenu()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the choices by Down."""
        if event.key() == Qt.Key.Key_Down:
            self.showMenu()
        else:
            super().keyPressEvent(event)
