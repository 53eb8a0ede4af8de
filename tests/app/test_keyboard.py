"""The keyboard alone: Tab reaches all and leaves it again, every key means one thing."""

import string

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdsim.app.activities import activities, activity
from gdsim.app.activity_stack import START
from gdsim.app.main_window import MainWindow
from tests.app.conftest import OpenWindow, state_of
from tests.session.conftest import settle

Key = Qt.Key
KEYS = [found.key for found in activities()]
EACH = pytest.mark.parametrize("key", KEYS)
EACH_WITH_RUN = pytest.mark.parametrize("key", [a.key for a in activities() if a.has_run])
FREE = ("F6", "F8", "F10", "Shift+F1")
"""What systems and Qt use themselves: panes, menu bar, "What's this?"."""


@pytest.fixture
def shown(open_window: OpenWindow, qtbot: QtBot, key: str) -> MainWindow:
    """Return a window with the activity ``key`` in front, three epochs after its start."""
    window = open_window(activity(key).example)
    window.switch.go_to(key)
    settle(qtbot, window.session)
    window.session.runner.step(3)
    settle(qtbot, window.session)
    return window


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()!r}"


def tab_order(window: MainWindow, qtbot: QtBot, key: Qt.Key = Key.Key_Tab) -> list[QWidget]:
    """Return what Tab reaches, beginning with what is reached first, until it comes round."""
    window.setFocus()
    order: list[QWidget] = []
    for _i in range(200):
        qtbot.keyClick(QApplication.focusWidget() or window, key)
        widget = QApplication.focusWidget()
        assert widget is not None
        if order and widget is order[0]:
            return order
        order.append(widget)
    raise AssertionError(f"Tab does not come round: {[named(w) for w in order[-4:]]}")


def shortcuts(window: MainWindow) -> list[tuple[str, str, QWidget | None]]:
    """Return every key sequence with its owner, and where alone it works (None: everywhere)."""
    found: list[tuple[str, str, QWidget | None]] = []
    narrow = (Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut)
    for action in filter(_is_within_reach, window.findChildren(QAction)):
        place = action.parent() if action.shortcutContext() in narrow else None
        owner = place if isinstance(place, QWidget) else None
        found += [(keys.toString(), action.text(), owner) for keys in action.shortcuts()]
    for shortcut in window.findChildren(QShortcut):
        sequences, parent = shortcut.keys(), shortcut.parent()
        place = parent if shortcut.context() in narrow else None
        owner = place if isinstance(place, QWidget) else None
        found += [(keys.toString(), f"shortcut of {owner}", owner) for keys in sequences]
    return found


def _is_within_reach(action: QAction) -> bool:
    """Whether a key reaches an action; those of a context menu only say theirs there."""
    places = action.associatedObjects()
    return any(
        not isinstance(place, QMenu) or isinstance(place.parent(), (QMenuBar, QMenu))
        for place in places
    )


@EACH
def test_no_two_shortcuts_collide(shown: MainWindow) -> None:
    places: dict[str, list[tuple[str, QWidget | None]]] = {}
    for sequence, name, place in shortcuts(shown):
        if sequence:
            places.setdefault(sequence, []).append((name, place))
    for sequence, owners in places.items():
        everywhere = [name for name, place in owners if place is None]
        assert len(everywhere) <= 1, (sequence, owners)
        narrow = [place for _name, place in owners if place is not None]
        assert not (everywhere and narrow), (sequence, owners)
        assert len(set(narrow)) == len(narrow), (sequence, owners)


@EACH
def test_keys_of_the_system_stay_free(shown: MainWindow) -> None:
    taken = {sequence for sequence, _name, _place in shortcuts(shown)}
    assert not taken & set(FREE)
    assert not [sequence for sequence in taken if sequence.startswith("Alt+")]
    plain = {QKeySequence(info.plain_key or 0).toString() for info in shown.menu.infos.values()}
    assert not plain & set(FREE)
    assert not plain & taken - {""}


def test_every_letter_of_the_menu_bar_is_used_once(window: MainWindow) -> None:
    titles = [action.text() for action in window.menu.actions()]
    letters = [title[title.index("&") + 1].lower() for title in titles]
    assert len(set(letters)) == len(letters)


def test_every_letter_in_a_menu_is_used_once(window: MainWindow) -> None:
    for top in window.menu.actions():
        menu = top.menu()
        texts = [action.text() for action in menu.actions() if "&" in action.text()]  # type: ignore[attr-defined]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        twice = {letter for letter in letters if letters.count(letter) > 1}
        assert not twice, (top.text(), twice, texts)


def takes_focus(panel: QWidget) -> bool:
    """Whether anything in a panel can be reached by Tab; one that is still empty has nothing."""
    return any(
        widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        for widget in panel.findChildren(QWidget)
    )


@EACH
def test_tab_reaches_every_part_and_leaves_it_again(shown: MainWindow, qtbot: QtBot) -> None:
    order = tab_order(shown, qtbot)
    within = set(order)
    for widget in order:
        parent = widget.parentWidget()
        while parent is not None:
            within.add(parent)
            parent = parent.parentWidget()
    for name, panel in shown.stack.panels.items():
        assert panel in within or not takes_focus(panel), name
    assert set(tab_order(shown, qtbot, Key.Key_Backtab)) == set(order)


@EACH
def test_tab_leads_to_the_activity_that_is_shown(shown: MainWindow, qtbot: QtBot) -> None:
    names = [widget.text() for widget in tab_order(shown, qtbot) if _is_on_rail(widget)]  # type: ignore[attr-defined]
    assert names == [activity(shown.stack.key).word]


def _is_on_rail(widget: QWidget) -> bool:
    return type(widget).__name__ == "RailButton"


@EACH
def test_keys_in_a_field_are_its_own(shown: MainWindow, qtbot: QtBot) -> None:
    scenario, epoch = shown.session.scenario, shown.session.selection.epoch
    fields = [w for w in shown.findChildren(QLineEdit) if w.isVisible() and w.isEnabled()]
    assert fields
    letters = [Qt.Key(ord(letter)) for letter in string.ascii_uppercase]
    for field in fields:
        field.setFocus()
        for key in (*letters, Key.Key_Period, Key.Key_Comma, Key.Key_Space):
            qtbot.keyClick(field, key)
        for key in (Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End):
            qtbot.keyClick(field, key)
        assert QApplication.focusWidget() is field, named(field)
        settle(qtbot, shown.session)
        assert shown.session.selection.epoch == epoch, named(field)
        assert shown.session.selection.phase is None, named(field)
        assert shown.session.scenario is scenario, named(field)
        qtbot.keyClick(field, Key.Key_Escape)
    assert state_of(shown).name != "PLAYING"


def test_the_keys_of_the_run_leave_one_alone_that_is_not_seen(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.switch.go_to("game")
    qtbot.keyClick(window, Key.Key_Space)
    assert state_of(window).name == "PAUSED"


@EACH_WITH_RUN
def test_space_plays_from_wherever_nothing_wants_it(shown: MainWindow, qtbot: QtBot) -> None:
    wants = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
    shown.session.runner.set_speed(1.0)
    for widget in tab_order(shown, qtbot):
        if isinstance(widget, wants):
            continue
        widget.setFocus()
        for state in ("PLAYING", "PAUSED"):
            qtbot.keyClick(widget, Key.Key_Space)
            assert state_of(shown).name == state, named(widget)
        settle(qtbot, shown.session)


@EACH_WITH_RUN
def test_the_keys_of_the_run_work_from_wherever_nothing_is_held(
    shown: MainWindow, qtbot: QtBot
) -> None:
    wants = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
    session, with_arrows = shown.session, ("NetworkDiagram", "SlopeDial")
    for widget in tab_order(shown, qtbot):
        if isinstance(widget, wants) or type(widget).__name__ in with_arrows:
            continue
        widget.setFocus()
        for key, epoch in ((Key.Key_Home, 0), (Key.Key_Right, 1), (Key.Key_Left, 0)):
            qtbot.keyClick(widget, key)
            settle(qtbot, session)
            assert session.selection.epoch == epoch, (named(widget), key.name)


def test_the_start_page_is_reached_and_left_by_the_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.stack.key == START
    order = tab_order(window, qtbot)
    cards = [widget for widget in order if type(widget).__name__ == "Card"]
    assert len(cards) >= len(KEYS)
    cards[KEYS.index("slope")].setFocus()
    qtbot.keyClick(cards[KEYS.index("slope")], Key.Key_Space)
    settle(qtbot, window.session)
    assert window.stack.key == "slope"
