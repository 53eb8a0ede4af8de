"""The panels of an activity: docks that move and close, one of which may fill the area."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from gdsim.app.activities import Activity
from gdsim.app.panel_infos import PanelInfo
from gdsim.app.settings import Settings
from gdsim.views.panel import Panel
from gdsim.views.theme import Theme

_LEAST_ROW = 200
"""The least height of a row of panels, in pixels at scale 1."""


class PanelArea(QMainWindow):
    """Holds the docks. It is a main window inside the main window, which only it may arrange.

    Signals
    -------
    view_made(view)
        A panel was shown for the first time.
    view_shown(view)
        A panel that was hidden has appeared.
    view_hidden(view)
        A panel is seen no longer.
    """

    view_made = Signal(object)
    view_shown = Signal(object)
    view_hidden = Signal(object)

    def __init__(self, activity: Activity, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.activity, self._theme, self._settings = activity, theme, settings
        self._before_maximizing: QByteArray | None = None
        self._is_arranged = False
        self.panels: dict[str, Panel] = {}
        for info in activity.panels:
            self._add(info)
        self._place()

    @property
    def is_maximized(self) -> bool:
        """Whether one panel fills the area."""
        return self._before_maximizing is not None

    def view(self, key: str) -> QWidget | None:
        """Return a panel's view, if it was ever shown."""
        panel = self.panels.get(key)
        return panel.view if panel else None

    def toggle_actions(self) -> list[QAction]:
        """Return an action for each panel that shows and hides it."""
        return [panel.toggleViewAction() for panel in self.panels.values()]

    def restore(self) -> None:
        """Arrange the panels as they were left."""
        state = self._settings.layout(self.activity.key)
        if state is None or not self.restoreState(state):
            self.reset()
        if not any(not panel.isHidden() for panel in self.panels.values()):
            self.reset()

    def save(self) -> None:
        """Remember how the panels are arranged."""
        self.unmaximize()
        self._settings.set_layout(self.activity.key, self.saveState())

    def reset(self) -> None:
        """Arrange the panels as the activity says."""
        self._before_maximizing = None
        self._settings.set_layout(self.activity.key, None)
        self._place()
        for panel in self.panels.values():
            panel.show()
        self._size()

    @Slot(str)
    def toggle_maximized(self, key: str) -> None:
        """Let a panel fill the area, or bring the others back."""
        if self.is_maximized:
            self.unmaximize()
            return
        self._before_maximizing = self.saveState()
        for other, panel in self.panels.items():
            panel.setVisible(other == key)

    def unmaximize(self) -> bool:
        """Bring the other panels back; say whether there were any to bring."""
        state, self._before_maximizing = self._before_maximizing, None
        return state is not None and self.restoreState(state)

    def restyle(self, theme: Theme) -> None:
        """Take on another theme; at another scale share the room anew, unless it was arranged."""
        is_rescaled, self._theme = theme.scale != self._theme.scale, theme
        for panel in self.panels.values():
            panel.restyle(theme)
        if is_rescaled and self._settings.layout(self.activity.key) is None:
            QTimer.singleShot(0, self._size)

    def _add(self, info: PanelInfo) -> None:
        panel = Panel(info.key, info.title, self._factory(info), self._theme, self)
        panel.view_made.connect(self.view_made)
        panel.visibilityChanged.connect(self._on_visibility)
        panel.maximize_requested.connect(self.toggle_maximized)
        if len(self.activity.panels) == 1:
            panel.set_alone()
        self.panels[info.key] = panel

    def _factory(self, info: PanelInfo) -> Callable[[], QWidget]:
        def make() -> QWidget:
            return info.make_view(self._theme)

        return make

    @Slot(bool)
    def _on_visibility(self, visible: bool) -> None:
        panel = self.sender()
        if isinstance(panel, Panel) and panel.view is not None:
            (self.view_shown if visible else self.view_hidden).emit(panel.view)

    def _place(self) -> None:
        """Put the docks into two rows, in the activity's order."""
        areas = (Qt.DockWidgetArea.TopDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea)
        last: dict[int, Panel] = {}
        for info in self.activity.panels:
            panel = self.panels[info.key]
            if info.row in last:
                self.splitDockWidget(last[info.row], panel, Qt.Orientation.Horizontal)
            else:
                self.addDockWidget(areas[info.row], panel)
            last[info.row] = panel

    def _size(self) -> None:
        heads: list[Panel] = []
        for row in (0, 1):
            of_row = [info for info in self.activity.panels if info.row == row]
            docks = [self.panels[info.key] for info in of_row]
            self.resizeDocks(docks, [info.width for info in of_row], Qt.Orientation.Horizontal)
            heads += docks[:1]
        heights = self.activity.heights[: len(heads)]
        self.resizeDocks(heads, heights, Qt.Orientation.Vertical)

    def minimumSizeHint(self) -> QSize:
        """Ask for rows in which a plot can be read; where there is less, the stack scrolls."""
        least = super().minimumSizeHint()
        rows = {info.row for info in self.activity.panels}
        return least.expandedTo(QSize(0, len(rows) * self._theme.px(_LEAST_ROW)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the panels as soon as there is room for them."""
        super().resizeEvent(event)
        if not self._is_arranged:
            self._is_arranged = True
            self.restore()

    def showEvent(self, event: QShowEvent) -> None:
        """Share the room again once the views are made, which only now say what they need."""
        super().showEvent(event)
        if self._settings.layout(self.activity.key) is None:
            QTimer.singleShot(0, self._size)
