"""What fills the window: the start page, or the panels of the activity that was chosen."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from gdsim.app.activities import Activity
from gdsim.app.panel_area import PanelArea
from gdsim.app.settings import Settings
from gdsim.views.panel import Panel
from gdsim.views.plotting.hand import Hand
from gdsim.views.start.start_page import StartPage
from gdsim.views.theme import Theme

START = "start"
"""The key of the start page, beside those of the activities."""


class ActivityStack(QStackedWidget):
    """Holds an area of panels for each activity, made when it is first chosen.

    Signals
    -------
    activity_changed(key)
        Another activity, or the start page, is in front.
    view_made(view), view_shown(view), view_hidden(view)
        As those of the areas.
    """

    activity_changed = Signal(str)
    view_made = Signal(object)
    view_shown = Signal(object)
    view_hidden = Signal(object)

    def __init__(self, first: Activity, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self._theme, self._settings = theme, settings
        self.start_page = StartPage(theme)
        self.addWidget(self.start_page)
        self._areas: dict[str, PanelArea] = {}
        self.area = self._area_of(first)
        self._leave_room_for(self.area)
        self.setCurrentWidget(self.area)

    @property
    def key(self) -> str:
        """What is in front."""
        return START if self.currentWidget() is self.start_page else self.area.activity.key

    @property
    def shows_run(self) -> bool:
        """Whether what is in front shows the run of the document."""
        return self.key != START and self.area.activity.has_run

    @property
    def panels(self) -> dict[str, Panel]:
        """The panels of the activity that is, or was last, in front."""
        return self.area.panels

    def view(self, key: str) -> QWidget | None:
        """Return a view of that activity, if it was ever shown."""
        return self.area.view(key)

    def views(self) -> list[QWidget]:
        """Return every view that was ever shown, of all activities."""
        panels = [panel for area in self._areas.values() for panel in area.panels.values()]
        return [panel.view for panel in panels if panel.view is not None]

    def turn_of(self, view: QWidget) -> int:
        """Return in which frame of three a view is drawn at full speed."""
        for area in self._areas.values():
            for info in area.activity.panels:
                if area.view(info.key) is view:
                    return info.turn
        raise LookupError(view)

    def show_activity(self, activity: Activity) -> None:
        """Bring an activity to the front."""
        self.area = self._area_of(activity)
        self._show(self.area)

    def show_start(self) -> None:
        """Bring the start page to the front."""
        self._show(self.start_page)

    def finish_hands(self) -> None:
        """Drop what is held in any view, before something else comes forward under the hand."""
        for hand in self.area.findChildren(Hand):
            hand.finish()
        for panel in self.panels.values():
            view: Any = panel.view
            if hasattr(view, "finish_hand"):
                view.finish_hand()

    def toggle_actions(self) -> list[QAction]:
        """Return an action for each panel of the activity that shows and hides it."""
        return self.area.toggle_actions()

    def save(self) -> None:
        """Remember how the panels of every activity are arranged."""
        for area in self._areas.values():
            area.save()

    def restyle(self, theme: Theme) -> None:
        """Take on another theme."""
        self._theme = theme
        parts: list[PanelArea | StartPage] = [self.start_page, *self._areas.values()]
        for part in parts:
            part.restyle(theme)

    def _show(self, page: QWidget) -> None:
        before = self.key
        self._leave_room_for(page)
        self.setCurrentWidget(page)
        if self.key != before or page is self.area:
            self.activity_changed.emit(self.key)

    def _leave_room_for(self, page: QWidget) -> None:
        """Let only the page in front ask for room."""
        sizes = QSizePolicy.Policy
        for other in (self.start_page, *self._areas.values()):
            policy = sizes.Preferred if other is page else sizes.Ignored
            other.setSizePolicy(policy, policy)

    def _area_of(self, activity: Activity) -> PanelArea:
        area = self._areas.get(activity.key)
        if area is None:
            area = self._areas[activity.key] = PanelArea(activity, self._theme, self._settings)
            area.view_made.connect(self.view_made)
            area.view_shown.connect(self.view_shown)
            area.view_hidden.connect(self.view_hidden)
            self.addWidget(area)
        return area
