"""Every control of every activity says what it is, what it does and what state it is in.

Whatever an activity shows is walked through in the real window, so a control that is added later
is held to the same promises.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QListView,
    QScrollBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdsim.app.activities import activities, activity
from gdsim.app.activity_stack import START
from gdsim.app.main_window import MainWindow
from gdsim.views.panel import Panel
from gdsim.views.plotting.quiet_view import QuietView
from tests.app.conftest import OpenWindow
from tests.session.conftest import settle

FIELDS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider)
KEYS = [START, *(found.key for found in activities())]
EACH = pytest.mark.parametrize("key", KEYS)


def is_control(widget: QWidget) -> bool:
    """Whether a person acts on this widget, or reads a picture or a table off it."""
    if isinstance(widget, (QScrollBar, QHeaderView)):
        return False
    return isinstance(widget, (*FIELDS, QAbstractItemView, QuietView)) or hasattr(widget, "tip_at")


def controls(window: MainWindow) -> Iterator[QWidget]:
    """Yield every control that is seen."""
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and is_control(widget):
            yield widget


def named(widget: QWidget) -> str:
    """Return the kind and the name of a widget, for the message of a test that fails."""
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()!r}"


def show(window: MainWindow, qtbot: QtBot, key: str) -> None:
    """Bring an activity, or the start page, to the front."""
    window.switch.go_to(key)
    settle(qtbot, window.session)
    qtbot.wait(30)


@pytest.fixture
def shown(open_window: OpenWindow, qtbot: QtBot, key: str) -> MainWindow:
    """Return a window with the activity ``key`` in front, two epochs after its start."""
    window = open_window("houses" if key == START else activity(key).example)
    show(window, qtbot, key)
    window.action("step").trigger()
    settle(qtbot, window.session)
    return window


def open_modes(window: MainWindow, qtbot: QtBot) -> None:
    """Open what stands in a panel only when asked for: filter, working to check, own tries."""
    for name in ("filter_table", "check_working"):
        if window.action(name).isEnabled() and "table" in window.stack.panels:
            window.action(name).trigger()
    view = window.stack.view("tries")
    if view is not None and hasattr(view, "try_begin_requested"):
        view.try_begin_requested.emit()
    settle(qtbot, window.session)
    qtbot.wait(30)


def tips_of(widget: QWidget) -> list[str]:
    """Return what a widget can say under the mouse."""
    tips = [widget.toolTip()]
    if hasattr(widget, "readout"):
        tips.append("what stands at the epoch under the mouse")
    if hasattr(widget, "tip_at"):
        width, height = widget.width(), widget.height()
        for x in range(2, width, 6):
            for y in range(2, height, 6):
                tips.append(_tip(widget, x, y))
    if isinstance(widget, QTableView):
        model, role = widget.model(), Qt.ItemDataRole.ToolTipRole
        for column in range(model.columnCount()):
            tips.append(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            tips += [model.index(row, column).data(role) or "" for row in range(model.rowCount())]
    elif isinstance(widget, QListView):
        tips.append(widget.indexAt(QPoint(8, 8)).data(Qt.ItemDataRole.ToolTipRole) or "")
    return [tip for tip in tips if tip]


def _tip(widget: QWidget, x: int, y: int) -> str:
    try:
        return str(widget.tip_at(QPointF(x, y)))  # type: ignore[attr-defined]
    except (TypeError, AttributeError):
        return str(widget.tip_at(QPointF(x, y).toPoint()))  # type: ignore[attr-defined]


def faults_of_tip(widget: QWidget) -> Iterator[str]:
    """Yield what is wrong with what a control says under the mouse."""
    tips = tips_of(widget)
    if not tips:
        yield "says nothing"
    elif isinstance(widget, FIELDS):
        tip = widget.toolTip()
        if len(tip.split()) < 3 or tip.rstrip()[-1] not in ".)":
            yield f"is no sentence: {tip!r}"
        hint = tip.rpartition("(")[2].rstrip(")")
        if any(f"({key})" in tip.removesuffix(f"({hint})") for key in hint.split(", ")):
            yield f"says its key twice: {tip!r}"


def state_of(widget: QWidget, window: MainWindow) -> str:
    """Return what is said of a widget's state; a field says its own, a part has its panel's."""
    if isinstance(widget, FIELDS):
        return "its own"
    while not widget.accessibleDescription() and not isinstance(widget, (Panel, MainWindow)):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        parent = widget.parentWidget()
        if takes_focus or parent is None:
            return ""
        widget = parent
    return "" if widget is window else widget.accessibleDescription()


def told_by_panel(window: MainWindow) -> dict[str, list[str]]:
    """Return what is said of the state of everything in each panel."""
    return {
        key: [widget.accessibleDescription() for widget in panel.findChildren(QWidget)]
        for key, panel in window.stack.panels.items()
    }


@EACH
def test_every_control_has_a_name(shown: MainWindow, qtbot: QtBot) -> None:
    open_modes(shown, qtbot)
    faults = []
    for widget in controls(shown):
        name = widget.accessibleName() or getattr(widget, "text", str)()
        if not name or "\t" in name or "&" in name:
            faults.append(named(widget))
    assert not faults


@EACH
def test_every_control_says_what_it_does(shown: MainWindow, qtbot: QtBot) -> None:
    open_modes(shown, qtbot)
    faults = [(named(w), fault) for w in controls(shown) for fault in faults_of_tip(w)]
    assert not faults


@EACH
def test_every_picture_and_table_says_its_state(shown: MainWindow) -> None:
    faults = [named(widget) for widget in controls(shown) if not state_of(widget, shown)]
    assert not faults


APART = {"tries", "function", "game", "starts", "starts_histogram", "starts_table"}
"""Panels that show something else than the run at its epoch."""


@pytest.mark.parametrize("key", KEYS[1:])
def test_what_is_said_of_a_panel_follows_the_run(shown: MainWindow, qtbot: QtBot) -> None:
    before = told_by_panel(shown)
    shown.action("step").trigger()
    settle(qtbot, shown.session)
    qtbot.wait(100)
    after = told_by_panel(shown)
    stale = {panel for panel in before if after[panel] == before[panel]}
    assert stale <= APART
