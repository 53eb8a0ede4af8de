"""Looking at a hidden curve: by mouse, by keys, and what is seen before and after the reveal."""

import csv
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdsim.engine.probes import DESCENT, Game
from gdsim.views.game.contestants import looks
from gdsim.views.game.game_plot import GamePlot
from gdsim.views.theme import DARK, LIGHT
from tests.views.game_case import TEN, Table, game_of

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    return Table(qtbot, Game("medium", 12))


@pytest.fixture
def plot(table: Table) -> GamePlot:
    return table.panel.plot


def drawn(plot: GamePlot, name: str) -> list[tuple[float, float]]:
    rows = csv.reader(plot.csv_text().splitlines())
    return [(float(x), float(y)) for curve, x, y in rows if curve == name]


def click(table: Table, x: float) -> None:
    QTest.mouseClick(table.panel.plot.viewport(), LEFT, pos=table.at(x))


def key(plot: GamePlot, which: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(plot, which, modifiers or Qt.KeyboardModifier.NoModifier)


def test_an_empty_plot_says_what_to_do(plot: GamePlot) -> None:
    assert [m.isVisible() for m in plot.messages] == [True, True]
    assert "lowest place" in plot.messages[0].text
    assert "Click anywhere" in plot.messages[1].text
    assert "ten looks" in plot.accessibleDescription()


def test_a_click_looks_at_its_place_whatever_its_height(table: Table, plot: GamePlot) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=table.at(3.0, 90.0))
    ((what, place),) = table.said
    assert what == "probe"
    assert place == pytest.approx(plot.frame.x_at(table.at(3.0).x()))
    assert not plot.messages[0].isVisible()


def test_a_look_is_a_numbered_dot_with_a_piece_of_the_tangent(table: Table, plot: GamePlot) -> None:
    click(table, 3.0)
    click(table, 6.0)
    assert drawn(plot, "You") == [(p.place, p.height) for p in table.game.probes]
    slopes = np.array(drawn(plot, "slopes at your looks")).reshape(2, 3, 2)
    for probe, (left, right, _gap) in zip(table.game.probes, slopes, strict=True):
        rise = (right[1] - left[1]) / (right[0] - left[0])
        assert rise == pytest.approx(probe.slope)
        np.testing.assert_allclose((left + right) / 2.0, [probe.place, probe.height])
        ends = [plot.frame.to_pixels(*end) for end in (left, right)]
        span = ends[1] - ends[0]
        assert np.hypot(span.x(), span.y()) == pytest.approx(52.0)  # however steep
    assert [n.text for n in plot.numbers if n.isVisible()] == ["1", "2"]


def test_nothing_of_the_curve_is_drawn_before_the_end(table: Table, plot: GamePlot) -> None:
    for x in TEN[:9]:
        click(table, x)
    assert drawn(plot, "the curve") == []
    assert drawn(plot, "Descent") == []
    assert not plot.ring.isVisible()


def test_the_axis_of_heights_is_the_same_for_every_curve(table: Table, plot: GamePlot) -> None:
    before = plot.frame.y_range
    for game in (game_of("hard", 3, *TEN, has_ended=True), game_of("easy", 9, 5.0)):
        table.show(game)
        assert plot.frame.y_range == before


def test_the_mouse_draws_a_line_where_a_click_would_look(table: Table, plot: GamePlot) -> None:
    QTest.mouseMove(plot.viewport(), table.at(4.0))
    assert plot.guide.isVisible()
    assert plot.guide.line.x1() == pytest.approx(table.at(4.0).x(), abs=1.0)
    assert plot.guide_label.text.startswith("x = 4.0") or plot.guide_label.text == "x = 3.99"
    assert plot.viewport().cursor().shape() is Qt.CursorShape.CrossCursor
    QTest.mouseMove(plot.viewport(), QPoint(2, 2))
    assert not plot.guide.isVisible()


def test_a_click_outside_the_axes_or_with_another_button_looks_nowhere(
    table: Table, plot: GamePlot
) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=QPoint(3, 3))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.MiddleButton, pos=table.at(5.0))
    assert table.said == []


def test_a_double_click_looks_once(table: Table, plot: GamePlot) -> None:
    QTest.mouseClick(plot.viewport(), LEFT, pos=table.at(5.0))
    QTest.mouseDClick(plot.viewport(), LEFT, pos=table.at(5.0))
    assert len(table.said) == 1


def test_the_keyboard_moves_a_line_and_enter_looks_there(table: Table, plot: GamePlot) -> None:
    key(plot, Qt.Key.Key_Right)
    assert plot.aim == 5.0  # the first key shows the line
    key(plot, Qt.Key.Key_Right)
    assert plot.aim == pytest.approx(5.1)
    key(plot, Qt.Key.Key_Left, SHIFT)
    assert plot.aim == pytest.approx(4.1)
    key(plot, Qt.Key.Key_Right, CTRL)
    assert plot.aim == pytest.approx(4.11)
    assert plot.guide_label.text == "x = 4.11 · Enter looks here"
    assert table.said == []
    key(plot, Qt.Key.Key_Return)
    assert table.said == [("probe", pytest.approx(4.11))]


def test_the_line_stays_on_the_axis_and_esc_puts_it_away(table: Table, plot: GamePlot) -> None:
    key(plot, Qt.Key.Key_Home)
    key(plot, Qt.Key.Key_Left, SHIFT)
    assert plot.aim == 0.0
    key(plot, Qt.Key.Key_End)
    assert plot.aim == 10.0
    assert plot.guide_label.box.right() <= plot.frame.area.right()
    key(plot, Qt.Key.Key_Escape)
    assert plot.aim is None
    assert not plot.guide.isVisible()


def test_enter_without_a_line_shows_it_and_looks_nowhere(table: Table, plot: GamePlot) -> None:
    key(plot, Qt.Key.Key_Return)
    assert plot.aim == 5.0
    assert table.said == []


def test_the_line_goes_when_the_focus_goes(table: Table, plot: GamePlot) -> None:
    key(plot, Qt.Key.Key_Right)
    table.panel.controls.new_button.setFocus()
    assert not plot.guide.isVisible()


def test_space_is_left_to_the_window(table: Table, plot: GamePlot) -> None:
    for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        event = QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(plot, event)
        assert not event.isAccepted()
    assert table.said == []


def test_the_end_reveals_the_curve_and_everyones_looks_on_it(table: Table, plot: GamePlot) -> None:
    for x in TEN:
        click(table, x)
    table.show(game_of("medium", 12, *TEN, has_ended=True))
    assert drawn(plot, "the curve") == [tuple(row) for row in table.game.outline.tolist()]
    for one, name in zip(
        table.game.contestants, ("You", "Descent", "Random search", "Many starts"), strict=True
    ):
        assert drawn(plot, name) == [(p.place, p.height) for p in one.probes]
        assert drawn(plot, f"{name}, this one") == [(one.best.place, one.best.height)]
    lowest = table.game.lowest
    assert lowest is not None
    assert plot.ring.pos() == plot.frame.to_pixels(lowest.place, lowest.height)
    assert plot.lowest_label.text == "lowest place 13.0 at x = 3.24"
    assert drawn(plot, "slopes at your looks") == []


def test_once_revealed_a_click_looks_nowhere_and_arrows_go_through_the_looks(
    table: Table, plot: GamePlot
) -> None:
    table.show(game_of("medium", 12, *TEN, has_ended=True))
    click(table, 5.0)
    key(plot, Qt.Key.Key_Return)
    assert table.said == []
    key(plot, Qt.Key.Key_Home)
    key(plot, Qt.Key.Key_Right)
    assert plot.step == 2
    descent = table.game.contestant(DESCENT).probes
    assert drawn(plot, "Descent") == [(p.place, p.height) for p in descent[:2]]
    assert drawn(plot, "Descent, this one") == [(descent[1].place, descent[1].height)]
    key(plot, Qt.Key.Key_End)
    key(plot, Qt.Key.Key_Right)
    assert plot.step == 10


def test_the_curve_draws_itself_from_left_to_right_when_it_is_revealed(qtbot: QtBot) -> None:
    table = Table(qtbot, game_of("medium", 12, *TEN[:9]), is_still=False)
    plot = table.panel.plot
    table.show(game_of("medium", 12, *TEN[:9], has_ended=True))
    outline = [tuple(row) for row in table.game.outline.tolist()]
    qtbot.waitUntil(lambda: 0 < len(drawn(plot, "the curve")) < len(outline), timeout=600)
    part = drawn(plot, "the curve")
    assert part == outline[: len(part)]
    assert drawn(plot, "Descent") == []
    qtbot.waitUntil(lambda: plot.ring.isVisible(), timeout=2000)
    assert drawn(plot, "the curve") == outline
    assert len(drawn(plot, "Descent")) == 9


def test_with_reduced_motion_it_is_there_at_once_even_in_the_middle(qtbot: QtBot) -> None:
    table = Table(qtbot, game_of("medium", 12, 5.0), is_still=False)
    table.show(game_of("medium", 12, 5.0, has_ended=True))
    assert not table.panel.plot.ring.isVisible()
    table.panel.set_reduced_motion(True)
    assert table.panel.plot.ring.isVisible()


def test_a_game_that_ended_before_is_not_revealed_again(qtbot: QtBot) -> None:
    table = Table(qtbot, game_of("medium", 12, 5.0), is_still=False)
    table.show(game_of("hard", 3, 5.0, has_ended=True))
    assert table.panel.plot.ring.isVisible()


def test_the_mouse_on_a_look_tells_its_numbers(table: Table, plot: GamePlot) -> None:
    table.show(game_of("medium", 12, 2.0, 5.0))
    probe = table.game.probes[1]
    at = table.at(probe.place, probe.height)
    QTest.mouseMove(plot.viewport(), at)
    assert plot.readout.isVisible()
    assert plot.readout.text == "You, look 2 · x = 5.00 · height 55.0 · slope 2.3"
    assert repr(probe.height)[:12] in plot.tip_at(QPointF(at))
    assert plot.tip_at(QPointF(table.at(8.0, 90.0))) == ""


@pytest.mark.parametrize("seed", [3, 12, 20])
@pytest.mark.parametrize("has_ended", [False, True])
def test_no_number_covers_another_or_leaves_the_plot(
    table: Table, plot: GamePlot, seed: int, has_ended: bool
) -> None:
    table.show(game_of("hard", seed, *TEN, has_ended=has_ended))
    labels = [n for n in (*plot.numbers, plot.lowest_label) if n.isVisible()]
    assert len(labels) == 10 + has_ended
    for label in labels:
        assert plot.frame.area.adjusted(-1, -1, 1, 1).contains(label.box)  # whole pixels
    for first, second in combinations(labels, 2):
        assert not first.box.intersects(second.box)


def test_the_picture_goes_along_with_size_and_theme(table: Table, plot: GamePlot) -> None:
    table.show(game_of("medium", 12, 2.0))
    probe = table.game.probes[0]
    for theme, size in ((DARK, (900, 500)), (LIGHT._replace(scale=1.5), (1700, 900))):
        table.panel.restyle(theme)
        table.panel.resize(*size)
        QTest.qWait(1)
        slopes = drawn(plot, "slopes at your looks")
        ends = [plot.frame.to_pixels(*end) for end in slopes[:2]]
        span = ends[1] - ends[0]
        assert np.hypot(span.x(), span.y()) == pytest.approx(52.0 * theme.scale)
        assert (slopes[0][0] + slopes[1][0]) / 2.0 == pytest.approx(probe.place)
    assert plot.png_bytes().startswith(b"\x89PNG")
    assert b"<svg" in plot.svg_bytes()


def test_contestants_are_told_apart_by_shape_and_by_colour() -> None:
    assert len({look.symbol for look in looks().values()}) == 4
    for theme in (LIGHT, DARK):
        assert len({theme.color(look.color).name() for look in looks().values()}) == 4
