from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from gdsim.views.panel import Panel
from gdsim.views.theme import DARK, LIGHT, Theme

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

LEFT = Qt.MouseButton.LeftButton


class Plot(QWidget):
    """A view with a heading and a corner."""

    heading_changed = Signal(str, str)
    title = "Loss as w3 changes"
    caption = "all others held · drag the dot"

    def __init__(self) -> None:
        super().__init__()
        self.themes: list[Theme] = []
        self.corner_label = QLabel("corner")

    def corner(self) -> QWidget | None:
        return self.corner_label

    def restyle(self, theme: Theme) -> None:
        self.themes.append(theme)


class Made(list[Plot]):
    """The views made so far."""

    def make(self) -> QWidget:
        self.append(Plot())
        return self[-1]


@pytest.fixture
def made() -> Made:
    return Made()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QMainWindow]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(700, 400)
    yield window
    window.close()


@pytest.fixture
def panel(window: QMainWindow, made: Made) -> Panel:
    panel = Panel("slice", "Loss over one parameter", made.make, LIGHT)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
    return panel


def test_the_view_is_made_once_when_the_panel_is_first_shown(
    window: QMainWindow, panel: Panel, made: Made
) -> None:
    seen: list[object] = []
    panel.view_made.connect(seen.append)
    assert panel.view is None
    window.show()
    panel.close()
    panel.show()
    assert made == seen == [panel.view]


def test_a_hidden_panel_makes_no_view_until_asked(
    window: QMainWindow, panel: Panel, made: Made
) -> None:
    panel.hide()
    window.show()
    assert made == []
    assert panel.ensure_view() is panel.ensure_view()
    assert len(made) == 1


def test_the_bar_shows_the_heading_of_its_view(window: QMainWindow, panel: Panel) -> None:
    assert panel.bar.title == "Loss over one parameter"
    window.show()
    assert panel.bar.title == "Loss as w3 changes"
    assert panel.bar.caption == "all others held · drag the dot"
    panel.view.heading_changed.emit("Loss as b1 changes", "")  # type: ignore[union-attr]
    assert panel.bar.title == "Loss as b1 changes"
    assert panel.windowTitle() == "Loss over one parameter"  # what menus say


def test_in_a_narrow_panel_the_caption_goes_first_then_the_end_of_the_title(
    window: QMainWindow, panel: Panel
) -> None:
    window.show()
    titles = []
    for width in (600, 300, 160):
        panel.bar.resize(width, panel.bar.height())
        titles.append((panel.bar.title, panel.bar.caption))
    assert titles[0] == ("Loss as w3 changes", "all others held · drag the dot")
    assert titles[1] == ("Loss as w3 changes", "")
    assert titles[2][0].endswith("…")
    assert "Loss as w3 changes" in panel.bar.toolTip()


def test_the_corner_of_the_view_stands_left_of_the_closing_button(
    window: QMainWindow, panel: Panel, made: Made
) -> None:
    window.show()
    corner = made[0].corner_label
    assert corner.isVisible()
    assert corner.geometry().right() < panel.bar.close_button.geometry().left()


def test_a_double_click_on_the_bar_asks_for_the_whole_window_and_does_not_float(
    qtbot: QtBot, window: QMainWindow, panel: Panel
) -> None:
    window.show()
    asked: list[str] = []
    panel.maximize_requested.connect(asked.append)
    qtbot.mouseDClick(panel.bar, LEFT, pos=QPoint(60, 20))
    assert asked == ["slice"]
    assert not panel.isFloating()


def test_the_quiet_cross_closes_the_panel(qtbot: QtBot, window: QMainWindow, panel: Panel) -> None:
    window.show()
    qtbot.mouseClick(panel.bar.close_button, LEFT)
    assert not panel.isVisible()
    panel.toggleViewAction().trigger()
    assert panel.isVisible()


def test_a_panel_moves_and_closes_but_never_floats(panel: Panel) -> None:
    feature = Panel.DockWidgetFeature
    assert panel.features() == feature.DockWidgetClosable | feature.DockWidgetMovable


def test_a_theme_reaches_the_view(window: QMainWindow, panel: Panel, made: Made) -> None:
    panel.restyle(DARK)  # before there is a view
    window.show()
    panel.restyle(LIGHT)
    assert made[0].themes == [LIGHT]


def test_an_arrangement_is_saved_by_the_key(
    window: QMainWindow, panel: Panel, made: Made, qtbot: QtBot
) -> None:
    other = Panel("data", "Data and fit", made.make, LIGHT)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, other)
    state = window.saveState()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, other)
    assert window.restoreState(state)
    assert window.dockWidgetArea(other) == Qt.DockWidgetArea.RightDockWidgetArea


def test_showing_a_heading_or_a_theme_asks_for_nothing(window: QMainWindow, panel: Panel) -> None:
    window.show()
    asked: list[object] = []
    panel.maximize_requested.connect(asked.append)
    show: tuple[Callable[[], None], ...] = (
        lambda: panel.restyle(DARK._replace(scale=1.5)),
        lambda: panel.bar.set_heading("a", "b"),
        lambda: panel.bar.set_hovered(True),
    )
    for change in show:
        change()
    assert asked == []


def test_the_heading_is_drawn_whole_when_its_corner_makes_room(
    qtbot: QtBot, window: QMainWindow, panel: Panel, made: Made
) -> None:
    window.show()
    label = made[0].corner_label
    label.setFixedWidth(500)
    qtbot.waitUntil(lambda: not panel.bar.caption)
    painted: list[QRect] = []

    class Ears(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.rect())
            return False

    ears = Ears()
    panel.bar.installEventFilter(ears)
    label.hide()
    qtbot.waitUntil(lambda: any(rect == panel.bar.rect() for rect in painted))
