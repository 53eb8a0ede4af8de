"""Large letters on a small screen, and no motion for those who do not want it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdsim.app.activities import activities, activity
from gdsim.app.activity_stack import START
from gdsim.app.main_window import MainWindow
from gdsim.views.upright_scroll import UprightScroll
from tests.app.conftest import OpenWindow, view_of
from tests.app.test_keyboard import takes_focus
from tests.session.conftest import settle

KEYS = [found.key for found in activities()]
EACH = pytest.mark.parametrize("key", [START, *KEYS])


@pytest.fixture
def projected(
    open_window: OpenWindow, qtbot: QtBot, key: str, request: pytest.FixtureRequest
) -> Iterator[MainWindow]:
    """Return a window of 1280 x 800 in projector mode, with the activity ``key`` in front."""
    window = open_window("houses" if key == START else activity(key).example)
    window.action("projector").trigger()
    window.switch.go_to(key)
    window.session.runner.step(4)
    settle(qtbot, window.session)
    qtbot.wait(50)
    yield window
    window.action("projector").trigger()


@EACH
def test_the_window_stays_on_a_screen_of_1280_by_800(projected: MainWindow) -> None:
    least = projected.minimumSizeHint()
    assert (projected.width(), projected.height()) == (1280, 800)
    assert least.width() <= 1280
    assert least.height() <= 800


@EACH
def test_every_button_outside_the_panels_is_whole(projected: MainWindow) -> None:
    stack = projected.stack
    for button in projected.findChildren(QAbstractButton):
        if not button.isVisible() or stack.isAncestorOf(button):
            continue
        place = QRect(button.mapTo(projected, QPoint()), button.size())
        assert projected.rect().contains(place), button.accessibleName()


@pytest.mark.parametrize("key", KEYS)
def test_every_panel_can_be_read_and_tab_scrolls_to_it(
    projected: MainWindow, qtbot: QtBot, key: str
) -> None:
    scroll = projected.findChild(UprightScroll)
    assert scroll is not None
    for name, panel in projected.stack.panels.items():
        assert panel.height() >= projected.preferences.theme().px(145), name
    projected.setFocus()
    seen = set()
    for _i in range(60):
        qtbot.keyClick(QApplication.focusWidget() or projected, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        panel_of = _panel_around(widget, projected)
        if panel_of is None:
            continue
        seen.add(panel_of)
        assert widget is not None
        top = widget.mapTo(scroll.viewport(), QPoint(0, min(20, widget.height() // 2)))
        assert scroll.viewport().rect().contains(QPoint(5, top.y())), widget.accessibleName()
    assert seen == {name for name, panel in projected.stack.panels.items() if takes_focus(panel)}


def _panel_around(widget: QWidget | None, window: MainWindow) -> str | None:
    for name, panel in window.stack.panels.items():
        if widget is not None and panel.isAncestorOf(widget):
            return name
    return None


@pytest.mark.parametrize("key", ["you_first"])
def test_what_to_do_first_is_whole(projected: MainWindow, key: str) -> None:
    plot = view_of(projected, "tries").plot
    assert plot.messages[0].isVisible()
    for label in plot.messages:
        assert plot.viewport().rect().toRectF().contains(label.box), label.text


@pytest.mark.parametrize("key", KEYS)
def test_with_reduced_motion_nothing_moves_by_itself(
    open_window: OpenWindow, qtbot: QtBot, key: str
) -> None:
    window = open_window(activity(key).example)
    window.action("reduced_motion").trigger()
    window.switch.go_to(key)
    settle(qtbot, window.session)
    for name in ("step", "part_next", "back", "new_start"):
        window.action(name).trigger()
        settle(qtbot, window.session)
        running = [
            animation
            for animation in window.findChildren(QAbstractAnimation)
            if animation.state() is QAbstractAnimation.State.Running
        ]
        assert not running
    window.action("reduced_motion").trigger()
