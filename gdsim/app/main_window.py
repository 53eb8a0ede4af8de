"""The main window: menus, transport, panels, timeline and story, put together."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

import gdsim
from gdsim.app import actions
from gdsim.app.activities import NETWORK, activities, fitting
from gdsim.app.activity_stack import START, ActivityStack
from gdsim.app.activity_switch import ActivitySwitch
from gdsim.app.documents import Documents
from gdsim.app.gestures import Gestures
from gdsim.app.handlers import Handlers
from gdsim.app.menu_bar import MenuBar
from gdsim.app.panel_area import PanelArea
from gdsim.app.preferences import Preferences
from gdsim.app.preload import Preload
from gdsim.app.scenario_menus import ScenarioMenus
from gdsim.app.settings import Settings
from gdsim.app.suggestions import Suggestions
from gdsim.app.wiring import wire
from gdsim.session.runner import RunState
from gdsim.session.session import Session
from gdsim.text import _
from gdsim.views import theme
from gdsim.views.message_strip import MessageStrip
from gdsim.views.plotting.plots import Plot
from gdsim.views.rail import Rail, RailEntry
from gdsim.views.story_line import StoryLine
from gdsim.views.strip.transport import Transport
from gdsim.views.timeline import Timeline
from gdsim.views.upright_scroll import UprightScroll

FRAME_HEIGHT = 32
"""Room that a window manager takes at most for the title, in pixels."""


class MainWindow(QMainWindow):
    """Puts the parts together; each part has a module of its own."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self._settings = session, settings
        self.preferences = Preferences(settings)
        current = self.preferences.theme()
        self.gestures = Gestures(session)
        self._transport = Transport(current)
        self._message = MessageStrip(current)
        self.stack = ActivityStack(fitting(session.scenario, NETWORK), current, settings)
        self._rail = Rail(current, _rail_entries())
        self._timeline = Timeline(current)
        self._story = StoryLine(current)
        self.menu = MenuBar(session.undo_group)
        self.setMenuBar(self.menu)
        self.documents = Documents(self, session, settings, self.menu.submenus)
        self.switch = ActivitySwitch(
            session, self.stack, self.documents, settings, self.menu.submenus
        )
        self._scenario_menus = ScenarioMenus(session, self.gestures, self.menu)
        self._handlers = Handlers(
            self, self.stack, session, self.gestures, self.documents, self.preferences
        )
        self.menu.connect_to(self._handlers)
        self._suggestions = Suggestions(session, self.gestures, self._story)
        self._framed = _framed(self.stack)
        self._assemble()
        self._wiring = wire(session, self.gestures, self._frame_turns())
        self._connect()
        self.preferences.fill(self.menu, self._restyle)
        self._restyle()
        self._on_state(session.runner.state)
        self._on_document()
        self._restore()
        Preload(session.runner)

    def action(self, key: str) -> QAction:
        """Return the action ``key`` of the table of actions."""
        return self.menu.actions_by_key[key]

    @property
    def area(self) -> PanelArea:
        """The panels of the activity that is, or was last, in front."""
        return self.stack.area

    @property
    def story_text(self) -> str:
        """What the story line says."""
        return self._story.sentence.text()

    @property
    def message_text(self) -> str:
        """What the message strip says."""
        return self._message.text

    def close_without_asking(self) -> None:
        """Close because the system says so."""
        self.documents.may_discard = True
        dialog = QApplication.activeModalWidget()
        while dialog is not None and dialog.close():
            dialog = QApplication.activeModalWidget()
        self.close()

    def _frame_turns(self) -> list[tuple[QWidget, int]]:
        return [(self._transport, 2), (self._timeline, 1), (self._story, 2)]

    def _assemble(self) -> None:
        ground = QWidget()
        ground.setObjectName("ground")
        layout = QVBoxLayout(ground)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._transport)
        layout.addWidget(self._message)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self._rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._framed, 1)
        column.addWidget(self._timeline)
        column.addWidget(self._story)
        below.addLayout(column, 1)
        layout.addLayout(below, 1)
        self.setCentralWidget(ground)
        self.setAcceptDrops(True)
        self.setAnimated(False)  # it would animate its one part at every request for a layout
        names = ("reset", "back", "play", "step", "more", "new_start")
        self._transport.set_actions(*(self.action(name) for name in names))
        self._transport.set_part_actions(self.action("part_back"), self.action("part_next"))
        self._plain_keys = actions.plain_keys(self.menu.infos)

    def _connect(self) -> None:
        session = self.session
        session.runner.state_changed.connect(self._on_state)
        session.selection_changed.connect(self._on_selection)
        session.document_changed.connect(self._on_document)
        session.undo_group.cleanChanged.connect(self._on_document)
        session.notice.connect(self._message.say)
        self.stack.view_made.connect(self._on_view_made)
        self.stack.view_shown.connect(self._on_view_shown)
        self.stack.view_hidden.connect(self._wiring.follow_needs)
        self.stack.activity_changed.connect(self._on_activity)
        self._rail.activity_requested.connect(self.switch.go_to)
        self.preferences.motion_changed.connect(self._on_motion)
        self._keep_scores()
        self._suggestions.panel_requested.connect(self._on_panel_requested)

    def _restore(self) -> None:
        screen = self.screen().availableSize()
        self.resize(QSize(1280, 800).boundedTo(screen - QSize(0, FRAME_HEIGHT)))
        geometry = self._settings.layout("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._on_activity()
        if self._settings.is_first_run and not self._settings.reduced_motion:
            self._transport.pulse()
        self.setFocus()

    def _restyle(self) -> None:
        """Put the chosen theme on everything."""
        current = self.preferences.theme()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.dress(app, current)
        for part in (
            self._transport, self._message, self._rail, self.stack, self._timeline, self._story,
        ):  # fmt: skip
            part.restyle(current)
        for key, info in self.menu.infos.items():
            if info.icon:
                self.action(key).setIcon(theme.icon(info.icon, current.text))
        self._show_play(self.session.runner.state)

    def _keep_scores(self) -> None:
        """Remember the best scores of the game from one time to the next."""
        game = self.gestures.game.keeper
        game.load_best(self._settings.best_games)
        game.best_changed.connect(self._on_best_scores)

    @Slot()
    def _on_best_scores(self) -> None:
        self._settings.best_games = self.gestures.game.keeper.best_text()

    @Slot(object)
    def _on_view_made(self, view: QWidget) -> None:
        if hasattr(view, "set_reduced_motion"):
            view.set_reduced_motion(self._settings.reduced_motion)
        for plot in (view, *view.findChildren(Plot)):
            if isinstance(plot, Plot):
                plot.picture_requested.connect(self.documents.on_picture_requested)
        if hasattr(view, "csv_requested"):
            view.csv_requested.connect(self.documents.on_table_requested)
        self._wiring.add(view, self.stack.turn_of(view))

    @Slot(object)
    def _on_view_shown(self, view: QWidget) -> None:
        self._wiring.tell(view)

    @Slot(bool)
    def _on_motion(self, reduced: bool) -> None:
        views: list[Any] = [self._transport, *self.stack.views()]
        for view in views:
            if hasattr(view, "set_reduced_motion"):
                view.set_reduced_motion(reduced)

    @Slot()
    def _on_activity(self) -> None:
        """Show what belongs to the activity in front, and nothing of a run on the start page."""
        self._rail.set_current(self.stack.key)
        for part in (self._transport, self._timeline, self._story):
            part.setVisible(self.stack.shows_run)
        self.menu.show_run(is_seen=self.stack.shows_run)
        submenu = self.menu.submenus["panels"]
        submenu.clear()
        submenu.addActions(self.stack.toggle_actions())
        submenu.setEnabled(self.stack.key != START)
        self._wiring.follow_needs()

    @Slot(str, str)
    def _on_panel_requested(self, activity: str, key: str) -> None:
        self.switch.go_to(activity)
        panel = self.stack.panels[key]
        panel.show()
        view = self.stack.view(key)
        if view is not None:
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_state(self, state: RunState) -> None:
        self._show_play(state)
        self._on_selection()

    def _show_play(self, state: RunState) -> None:
        playing = state is RunState.PLAYING
        action, color = self.action("play"), self.preferences.theme().text
        action.setIcon(theme.icon("pause" if playing else "play", color))

    @Slot()
    def _on_selection(self) -> None:
        state, epoch = self.session.runner.state, self.session.selection.epoch
        self.action("back").setEnabled(epoch > 0)
        self.action("first").setEnabled(epoch > 0)
        ended = state is RunState.ENDED
        for name in ("play", "step", "more", "to_goal"):
            self.action(name).setEnabled(not ended)
        self._transport.set_state(state is RunState.PLAYING, epoch > 0, ended)

    @Slot()
    def _on_document(self) -> None:
        name = self.session.scenario.title or "gdsim"
        if self.session.path is not None:
            name = f"{name} ({self.session.path.name})"
        self.setWindowTitle(f"{name}[*] — gdsim")
        self.setWindowModified(not self.session.is_saved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give plain keys, which nothing that has the focus wanted, to their actions."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier:
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape and self.area.unmaximize():
                return
            name = self._plain_keys.get(key)
            if name is not None and self.stack.shows_run:
                self.action(name).trigger()
                return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system's theme, and the window manager."""
        if event.type() == QEvent.Type.ThemeChange and self._settings.theme == "system":
            self._restyle()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.action("full_screen").setChecked(self.isFullScreen())
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that is dropped, or say why not."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.documents.open_path(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, remember the layout, end the worker."""
        if not self.documents.may_close():
            event.ignore()
            return
        self.session.runner.pause()
        self.stack.save()
        self._settings.set_layout("window", self.saveGeometry())
        self._settings.remember_version(gdsim.__version__)
        self._settings.flush()
        self._wiring.close()
        self.session.close()
        QGuiApplication.clipboard().clear()
        event.accept()


def _framed(stack: ActivityStack) -> QWidget:
    """Return the stack of activities with a little room beside the margin that each panel has."""
    frame = QWidget()
    layout = QHBoxLayout(frame)
    layout.setContentsMargins(8, 4, 8, 4)
    scroll = UprightScroll(takes_keys=False)  # where a small screen has large letters
    scroll.setWidget(stack)
    layout.addWidget(scroll)
    return frame


def _rail_entries() -> list[RailEntry]:
    start = RailEntry(
        START, "start", _("Start"), _("What one can do, examples, and the files of last time.")
    )
    return [
        start,
        *(RailEntry(a.key, a.icon, a.word, f"{a.title}: {a.line}") for a in activities()),
    ]
