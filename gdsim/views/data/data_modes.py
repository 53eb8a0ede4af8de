"""The flat button that chooses how the data are looked at."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from gdsim.text import _
from gdsim.views.theme import Theme


class ModeButton(QToolButton):
    """A button with the name of what is shown; its menu offers the others."""

    mode_requested = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("flat")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(_("Chooses what the plot shows; nothing else changes."))
        self.setMenu(QMenu(self))
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._on_triggered)
        self.restyle(theme)
        self.set_modes([], 0)

    def set_modes(self, names: Sequence[tuple[str, str]], current: int) -> None:
        """Offer these, each a name and a shorter one, and show which one is current."""
        for action in self._group.actions():
            self._group.removeAction(action)
            self.menu().removeAction(action)
            action.deleteLater()
        for name, short_name in names:
            action = QAction(name, self)
            action.setIconText(short_name)
            action.setCheckable(True)
            self._group.addAction(action)
            self.menu().addAction(action)
        self.setEnabled(len(names) > 1)
        self.setText("")
        self.setAccessibleName(_("What the plot shows"))
        if names:
            self.set_current(current)

    def set_current(self, current: int) -> None:
        """Show which one is current."""
        action = self._group.actions()[current]
        action.setChecked(True)
        self.setText(action.iconText() + " ▾")
        self.setAccessibleName(_("What the plot shows: {name}").format(name=action.text()))

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self.setFont(theme.font(0.9))

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.mode_requested.emit(self._group.actions().index(action))
