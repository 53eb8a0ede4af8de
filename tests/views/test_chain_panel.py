"""The chain rule on the screen: typeset symbols, painted numbers, buttons, what it never does."""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario import library
from gdsim.scenario.build import build
from gdsim.views.chain.chain_panel import ChainPanel
from gdsim.views.chain.equation_row import EquationRow
from gdsim.views.theme import DARK, LIGHT, dress
from tests.views.conftest import Shown, make_shown

NEED = frozenset({"chain"})
W3, W7 = 2, 8


def at(shown: Shown, epoch: int = 5, parameter: int = W3, row: int = 3, **look: Any) -> Snapshot:
    return shown.snapshot(epoch, parameter=parameter, row=row, needs=NEED, **look)


@pytest.fixture
def panel(qtbot: Any, shown: Shown, qapp: QApplication) -> Iterator[ChainPanel]:
    dress(qapp, LIGHT)
    panel = ChainPanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(560, 350)
    panel.set_subject(shown.subject)
    panel.show()
    panel.corner().show()
    panel.show_snapshot(at(shown))
    qtbot.waitUntil(lambda: is_drawn(panel))
    yield panel
    QGuiApplication.clipboard().clear()
    QToolTip.hideText()


def is_drawn(panel: ChainPanel) -> bool:
    return all(row.is_drawn for row in equations(panel))


def equations(panel: ChainPanel) -> tuple[EquationRow, ...]:
    return panel.row.equation, panel.rows.equation, panel.step.equation


def heard(panel: ChainPanel) -> list[tuple[Any, ...]]:
    """What the panel emits from now on."""
    signals: list[tuple[Any, ...]] = []
    panel.parameter_requested.connect(lambda i: signals.append(("parameter", i)))
    panel.row_requested.connect(lambda i: signals.append(("row", i)))
    return signals


def click(button: QToolButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_asks_for_the_chain() -> None:
    assert ChainPanel.needs == {"chain"}


def test_the_heading_names_the_derivative_and_the_epoch(panel: ChainPanel) -> None:
    assert panel.title == "How ∂L/∂w3 comes about"
    assert panel.caption == "epoch 5"


def test_all_of_it_is_seen_at_its_usual_size(panel: ChainPanel) -> None:
    note = panel.step.note
    bottom = note.mapTo(panel, QPoint(0, note.height())).y()
    assert bottom <= panel.height()
    assert note.isVisible()


def test_a_note_stands_beside_a_short_equation_and_below_a_long_one(
    panel: ChainPanel, qtbot: Any
) -> None:
    panel.resize(594, 350)
    assert panel.step.is_note_beside
    assert panel.step.note.x() > panel.step.equation.column(3).right()
    assert panel.step.height() == panel.step.equation.height()
    panel.resize(480, 350)
    assert not panel.step.is_note_beside
    assert panel.step.note.y() >= panel.step.equation.height()
    assert panel.step.height() >= panel.step.note.geometry().bottom()


def test_all_parameters_are_seen_whole_in_the_smallest_window(
    panel: ChainPanel, shown: Shown, qtbot: Any
) -> None:
    panel.resize(594, 308)  # what the activity leaves at 1280 x 800
    for parameter in range(10):
        panel.show_snapshot(at(shown, parameter=parameter))
        qtbot.waitUntil(lambda: is_drawn(panel))
        QApplication.processEvents()
        note = panel.step.note
        assert note.mapTo(panel, QPoint(0, note.height())).y() <= panel.height()


@pytest.mark.parametrize("width", [480, 560, 900])
def test_nothing_is_wider_than_the_panel(
    width: int, panel: ChainPanel, shown: Shown, qtbot: Any
) -> None:
    panel.resize(width, 350)
    for parameter in range(10):
        panel.show_snapshot(at(shown, parameter=parameter))
        qtbot.waitUntil(lambda: is_drawn(panel))
        for row in equations(panel):
            columns = [row.column(i) for i in range(len(row.terms))]
            assert max(column.right() for column in columns) <= row.width()
            for left, right in pairwise(columns):
                assert left.right() < right.left() or left.bottom() < right.top()


def test_a_long_equation_takes_another_line(panel: ChainPanel) -> None:
    height = panel.row.equation.height()
    panel.row.equation.setFixedWidth(240)
    QApplication.processEvents()
    tops = {panel.row.equation.column(i).top() for i in range(len(panel.row.equation.terms))}
    assert len(tops) > 1
    assert panel.row.equation.height() > height


def test_equal_signs_stand_below_each_other(panel: ChainPanel) -> None:
    lefts = {row.column(0).right() for row in equations(panel)}
    assert len(lefts) == 1


def test_numbers_follow_at_once_and_symbols_stay(panel: ChainPanel, shown: Shown) -> None:
    before = panel.row.equation.grab().toImage()
    panel.show_snapshot(at(shown, epoch=9))
    assert is_drawn(panel)  # nothing new to typeset
    assert panel.caption == "epoch 9"
    assert panel.row.equation.grab().toImage() != before
    assert panel.rows.equation.terms[0].caption == "at epoch 9"


def test_without_the_chain_the_last_one_stays_and_says_its_epoch(
    panel: ChainPanel, shown: Shown
) -> None:
    terms = panel.row.equation.terms
    panel.show_snapshot(shown.snapshot(20, parameter=W3, row=3))
    assert panel.row.equation.terms == terms
    assert panel.caption == "as of epoch 5; pause to bring it up to date"
    panel.show_snapshot(at(shown, epoch=20))
    assert panel.caption == "epoch 20"


def test_the_check_is_painted_with_its_verdict(panel: ChainPanel) -> None:
    assert [check.name for check in panel.check_lines.checks] == [
        "chain rule, row by row",
        "engine, all at once",
        "central difference",
    ]
    assert panel.check_lines.verdict == ("all three agree", True)
    image = panel.check_lines.grab().toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert LIGHT.gradient.lower() in colors


def test_a_bad_verdict_takes_a_line_of_its_own(panel: ChainPanel, shown: Shown) -> None:
    height = panel.check_lines.height()
    snapshot = at(shown)
    assert snapshot.chain is not None
    panel.show_snapshot(snapshot._replace(chain=snapshot.chain._replace(by_engine=1.0)))
    QApplication.processEvents()
    assert not panel.check_lines.verdict.is_good
    assert panel.check_lines.height() > height
    panel.check_lines.grab()


def test_the_buttons_ask_for_the_parameters_around(panel: ChainPanel, shown: Shown) -> None:
    signals = heard(panel)
    click(panel.parameter_stepper.forth)
    click(panel.parameter_stepper.back)
    assert signals == [("parameter", W3 + 1), ("parameter", W3 - 1)]
    assert panel.title == "How ∂L/∂w3 comes about"  # until a snapshot says otherwise


def test_after_the_last_parameter_comes_the_first(panel: ChainPanel, shown: Shown) -> None:
    signals = heard(panel)
    panel.show_snapshot(at(shown, parameter=9))
    click(panel.parameter_stepper.forth)
    panel.show_snapshot(at(shown, parameter=0))
    click(panel.parameter_stepper.back)
    assert signals == [("parameter", 0), ("parameter", 9)]


def test_the_keyboard_reaches_the_buttons(panel: ChainPanel) -> None:
    signals = heard(panel)
    forth = panel.parameter_stepper.forth
    assert forth.focusPolicy() & Qt.FocusPolicy.TabFocus
    forth.setFocus()
    QTest.keyClick(forth, Qt.Key.Key_Space)
    assert signals == [("parameter", W3 + 1)]


def test_the_row_can_be_stepped(panel: ChainPanel) -> None:
    signals = heard(panel)
    click(panel.row_stepper.forth)
    click(panel.row_stepper.back)
    assert signals == [("row", 4), ("row", 2)]
    assert panel.row_stepper.label.text() == "row 4 of 101"


def test_controls_have_names_and_tips(panel: ChainPanel) -> None:
    for button in panel.corner().findChildren(QToolButton):
        assert button.accessibleName()
        assert button.toolTip()
    assert "w4" in panel.parameter_stepper.forth.toolTip()


def test_copying_gives_plain_text_and_latex(panel: ChainPanel) -> None:
    click(panel.copy_button)
    text = QGuiApplication.clipboard().text()
    assert "∂Lᵢ/∂w3 = 2 (ŷ − y) × w7 × a1 (1 − a1) × x3" in text
    assert "−0.2129 = −21.50 ÷ 101" in text
    assert "central difference: −0.2129106" in text
    assert r"\frac{\partial L_i}{\partial w_{3}} = 2(\hat{y}-y)" in text


def test_a_screen_reader_gets_all_of_it(panel: ChainPanel) -> None:
    assert panel.accessibleName() == "Chain rule"
    for part in ("x3", "Row 4 adds", "all three agree", "w3 rises by 0.01065"):
        assert part in panel.accessibleDescription()


@pytest.mark.qt_log_ignore("raise", extend=True)
@pytest.mark.parametrize(("index", "said"), [(0, "∂Lᵢ/∂w3 = −1.506"), (2, "w7 = 2.147")])
def test_hovering_a_term_tells_all_digits(index: int, said: str, panel: ChainPanel) -> None:
    place = panel.row.equation.column(index).center()
    event = QHelpEvent(QEvent.Type.ToolTip, place, panel.row.equation.mapToGlobal(place))
    QApplication.sendEvent(panel.row.equation, event)
    assert QToolTip.text().startswith(said)
    assert len(QToolTip.text().splitlines()[0]) > len(said) + 8


def test_hovering_a_check_tells_how_it_is_done(panel: ChainPanel) -> None:
    tips = [panel.check_lines.tip_at(QPoint(10, 10 + 20 * i)) for i in range(3)]
    assert "unit by unit" in tips[0]
    assert "matrices" in tips[1]
    assert "only two losses" in tips[2]
    assert panel.check_lines.tip_at(QPoint(10, 500)) == ""


def test_a_parameter_that_does_not_move_has_no_step(panel: ChainPanel, shown: Shown) -> None:
    snapshot = at(shown)
    free = snapshot.settings.free.copy()
    free[W3] = False
    panel.show_snapshot(snapshot._replace(settings=snapshot.settings._replace(free=free)))
    assert not panel.step.equation.isVisible()
    assert "frozen" in panel.step.note.text()
    panel.show_snapshot(snapshot)
    assert panel.step.equation.isVisible()


def test_what_has_no_chain_says_why(panel: ChainPanel, shown: Shown) -> None:
    guesses = build(library.read(library.builtin_path("guess_and_error")).scenario)
    panel.set_subject(guesses)
    assert panel.message.isVisible()
    assert "no chain here" in panel.message.text()
    assert not panel.row.isVisible()
    assert not panel.row_stepper.isVisible()
    assert not panel.copy_button.isEnabled()
    panel.set_subject(shown.subject)
    panel.show_snapshot(at(shown))
    assert not panel.message.isVisible()
    assert panel.row.isVisible()


SETTERS: list[Callable[[ChainPanel, Shown], None]] = [
    lambda panel, shown: panel.set_subject(shown.subject),
    lambda panel, shown: panel.set_subject(make_shown(2).subject),
    lambda panel, shown: panel.show_snapshot(at(shown, parameter=W7, row=50)),
    lambda panel, shown: panel.show_snapshot(shown.snapshot(7, parameter=0)),
    lambda panel, _shown: panel.restyle(DARK),
    lambda panel, _shown: panel.restyle(LIGHT._replace(scale=1.5)),
]


@pytest.mark.parametrize("setter", SETTERS)
def test_showing_emits_no_gesture(
    setter: Callable[[ChainPanel, Shown], None], panel: ChainPanel, shown: Shown, qtbot: Any
) -> None:
    signals = heard(panel)
    setter(panel, shown)
    qtbot.wait(20)
    assert signals == []


def test_a_theme_changes_the_colours(panel: ChainPanel, qapp: QApplication) -> None:
    dress(qapp, DARK)
    panel.restyle(DARK)
    image = panel.rows.equation.grab().toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert {DARK.gradient.lower(), DARK.muted.lower()} <= colors
    assert LIGHT.gradient.lower() not in colors
    dress(qapp, LIGHT)


def test_it_keeps_up_with_thirty_frames_a_second(panel: ChainPanel, shown: Shown) -> None:
    snapshots = [at(shown, epoch=epoch) for epoch in range(10)]
    begin = time.perf_counter()
    for snapshot in snapshots:
        panel.show_snapshot(snapshot)
    assert (time.perf_counter() - begin) / len(snapshots) < 0.012  # about 1.5 ms on a quiet machine
