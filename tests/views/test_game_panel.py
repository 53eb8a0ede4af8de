"""You against descent: board, buttons, replay, the list of the best, and what is said of it all."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSlider
from pytestqt.qtbot import QtBot

from gdsim.engine.probes import DESCENT, MANY, RANDOM, YOU, Contestant, Game
from gdsim.scenario.best_scores import BestScore
from gdsim.views.game import game_words as words
from gdsim.views.game.contestants import looks
from gdsim.views.game.game_controls import read_seed
from gdsim.views.game.game_panel import GamePanel
from gdsim.views.theme import DARK, LIGHT
from tests.views.game_case import TEN, Table, game_of

LEFT = Qt.MouseButton.LeftButton
ENDED = game_of("medium", 12, *TEN, has_ended=True)


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    return Table(qtbot, Game("medium", 12))


@pytest.fixture
def panel(table: Table) -> GamePanel:
    return table.panel


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, LEFT)


def test_a_newcomer_reads_what_to_do_and_against_whom(panel: GamePanel) -> None:
    assert panel.sentence.first == "Find the lowest place of a hidden curve with ten looks."
    assert panel.controls.looks_left.toolTip() == "10 looks left"
    assert not panel.controls.done_button.isEnabled()
    tips = [panel.board.tip_at(panel.board.row_box(i).center()) for i in range(4)]
    assert tips[1] == "Descent: follows the slope downhill from one random place"
    assert panel.caption == "medium · curve 12"


def test_after_each_look_the_slope_says_which_way_is_down(table: Table, panel: GamePanel) -> None:
    for place, way in ((2.0, "down is to the right"), (8.0, "down is to the left")):
        table.show(game_of("medium", 12, place))
        assert panel.sentence.first.startswith("Look 1: height ")
        assert panel.sentence.first.endswith(f"so {way}.")
    level = ENDED.lowest
    assert level is not None
    table.show(game_of("medium", 12, level.place, 5.0, level.place))
    assert "almost level" in panel.sentence.first
    assert panel.sentence.second == "Your lowest is 13.0 at x = 3.24, look 1; 7 looks left."
    assert panel.accessibleDescription() == f"{panel.sentence.first} {panel.sentence.second}"


def test_a_game_of_ten_clicks_ends_by_i_am_done(table: Table, panel: GamePanel) -> None:
    for x in (1.0, 4.0, 7.0):
        QTest.mouseClick(panel.plot.viewport(), LEFT, pos=table.at(x))
    assert panel.controls.looks_left.toolTip() == "7 looks left"
    assert len(panel.board.looks_of(YOU)) == 3
    assert panel.board.looks_of(DESCENT) == ()
    click(panel.controls.done_button)
    assert table.said[-1] == ("end", None)
    assert [len(panel.board.looks_of(key)) for key in looks()] == [3, 3, 3, 3]
    assert panel.controls.replay_button.isVisible()
    assert not panel.controls.done_button.isVisible()


def test_each_row_of_the_board_tells_the_score_and_how_it_came_about(
    table: Table, panel: GamePanel
) -> None:
    table.show(ENDED)
    board = panel.board
    for number, one in enumerate(ENDED.contestants):
        tip = board.tip_at(board.row_box(number).center())
        assert f"score {one.score:.1f} of 100" in tip
        assert f"{one.best.height:.1f} at x = {one.best.place:.2f}" in tip
    assert "average height (0)" in board.tip_at(QPointF(1150.0, 8.0))
    assert "Descent" in board.accessibleDescription()


def test_the_lanes_have_the_axis_of_the_plot(table: Table, panel: GamePanel) -> None:
    """A look's mark in its lane stands exactly below its mark on the curve."""
    table.show(ENDED)
    best = ENDED.contestant(MANY).best
    picture = panel.grab().toImage()
    board = panel.board
    row = board.row_box(3).center().y()
    x = panel.plot.frame.to_pixels(best.place, 0.0).x()
    below = board.mapTo(panel, QPoint(round(x), round(row)))
    above = panel.plot.mapTo(panel, panel.plot.frame.to_pixels(best.place, best.height).toPoint())
    assert below.x() == above.x()
    wanted = LIGHT.color(looks()[MANY].color)
    assert picture.pixelColor(below).name() == wanted.name()
    assert picture.pixelColor(above).name() == wanted.name()


@pytest.mark.parametrize("place", range(3))
def test_a_difficulty_asks_for_a_new_curve_of_it(
    table: Table, panel: GamePanel, place: int
) -> None:
    key = ("easy", "medium", "hard")[place]
    click(panel.controls.difficulties[key])
    assert table.said == [("game", (key, None))]


def test_the_buttons_ask_for_a_new_curve_and_for_the_same_one(
    table: Table, panel: GamePanel
) -> None:
    table.show(ENDED)
    click(panel.controls.new_button)
    click(panel.controls.same_button)
    assert table.said == [("game", ("medium", None)), ("game", ("medium", 12))]


def test_a_typed_number_asks_for_its_curve(table: Table, panel: GamePanel) -> None:
    field = panel.controls.seed_field
    assert field.text() == "12"
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "345")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert table.said == [
        ("game", ("medium", 345)),
        ("game", ("medium", 13)),
        ("game", ("medium", 11)),
    ]


def test_what_is_no_number_of_a_curve_is_said_and_asks_for_nothing(
    table: Table, panel: GamePanel
) -> None:
    field = panel.controls.seed_field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12000")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert panel.sentence.first == "Curves are numbered from 1 to 9,999. Type one of these."
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert panel.sentence.first.startswith("Find the lowest place")
    assert field.text() == "12"
    assert table.said == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7.0), (" 9,999 ", 9999.0), ("0", None), ("10000", None), ("2.5", None), ("x", None)],
)
def test_numbers_of_curves_are_whole_and_short(text: str, number: float | None) -> None:
    assert read_seed(text) == number


def test_replay_shows_the_looks_one_after_the_other(
    table: Table, panel: GamePanel, qtbot: QtBot
) -> None:
    table.show(ENDED)
    click(panel.controls.replay_button)
    assert panel.plot.step == panel.controls.slider.value() == 1
    assert len(panel.board.looks_of(RANDOM)) == 1
    qtbot.waitUntil(lambda: panel.plot.step == 2, timeout=3000)
    assert len(panel.board.looks_of(RANDOM)) == 2
    click(panel.controls.replay_button)  # it is a pause button now
    QTest.qWait(900)
    assert panel.plot.step == 2


def test_the_replay_ends_with_everything_shown(
    table: Table, panel: GamePanel, qtbot: QtBot
) -> None:
    table.show(game_of("easy", 3, 2.0, 6.0, has_ended=True))
    click(panel.controls.replay_button)
    qtbot.waitUntil(lambda: panel.controls.replay_button.icon_name == "play", timeout=4000)
    assert panel.plot.step == 2


def test_the_slider_goes_through_the_looks_by_mouse_and_by_keys(
    table: Table, panel: GamePanel
) -> None:
    table.show(ENDED)
    slider = panel.controls.slider
    QTest.mouseClick(slider, LEFT, pos=QPoint(2, slider.height() // 2))
    assert panel.plot.step == 1
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert (panel.plot.step, slider.value()) == (2, 2)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert panel.plot.step == 10


def test_the_replay_stops_when_another_game_begins_or_the_panel_is_hidden(
    table: Table, panel: GamePanel
) -> None:
    table.show(ENDED)
    click(panel.controls.replay_button)
    table.show(Game("hard", 5))
    assert panel.controls.replay_button.icon_name == "play"
    table.show(ENDED)
    click(panel.controls.replay_button)
    panel.hide()
    assert panel.controls.replay_button.icon_name == "play"
    panel.show()


def test_the_best_list_is_that_of_the_difficulty_and_names_this_game(
    table: Table, panel: GamePanel
) -> None:
    points = round(ENDED.contestant(YOU).score, 1)
    panel.show_best_scores(
        [
            BestScore("medium", 99.0, 4, "a day"),
            BestScore("medium", points, 12, "today"),
            BestScore("hard", 50.0, 2, "a day"),
        ]
    )
    table.show(ENDED)
    best = panel.controls.best_list
    assert best.heading == "Your best, medium"
    assert best.lines == [
        ("1.", "99.0", "curve 4", "a day"),
        ("2.", f"{points}", "curve 12", "this game"),
    ]
    table.show(Game("hard", 5))
    assert best.lines == [("1.", "50.0", "curve 2", "a day")]
    table.show(Game("easy", 5))
    assert best.lines == []
    assert "counts" in best.accessibleDescription()


def test_a_curve_that_is_known_says_that_it_does_not_count(table: Table, panel: GamePanel) -> None:
    table.show(Game("hard", 5, is_known=True))
    assert panel.caption == "hard · curve 5 · seen before, so it does not count"


def with_scores(you: float, descent: float, random: float, many: float) -> Game:
    scores = {YOU: you, DESCENT: descent, RANDOM: random, MANY: many}
    changed = tuple(Contestant(one.key, one.probes, scores[one.key]) for one in ENDED.contestants)
    return ENDED._replace(contestants=changed)


@pytest.mark.parametrize(
    ("scores", "beginning"),
    [
        ((90.0, 80.0, 10.0, 20.0), "You win: after 10 looks you were at"),
        ((90.0, 90.2, 10.0, 20.0), "A draw: after 10 looks you were at"),
        ((20.0, 90.0, 10.0, 20.0), "Descent used the slope and wins: after 10 looks"),
        ((20.0, 10.0, 10.0, 90.0), "Many starts win: after 10 looks the best of three"),
        ((20.0, 10.0, 90.0, 20.0), "Random search wins by luck: after 10 looks"),
    ],
)
def test_the_sentence_names_the_winner(
    scores: tuple[float, float, float, float], beginning: str
) -> None:
    assert words.sentences(with_scores(*scores))[0].startswith(beginning)


def test_a_draw_names_everyone_who_is_as_good() -> None:
    text = words.sentences(with_scores(90.0, 90.0, 90.0, 20.0))[0]
    assert text.endswith("as good as descent and random search.")


def test_the_lesson_tells_whether_the_slope_helped_or_misled() -> None:
    assert words.sentences(ENDED)[1].startswith("Descent ended in another well, at 33.5")
    easy = game_of("easy", 9, *TEN, has_ended=True)
    assert "which way is down and how far to step" in words.sentences(easy)[1]
    short = game_of("easy", 9, 5.0, has_ended=True)
    assert words.sentences(short)[1].startswith("Descent was still on its way down")


def test_the_result_is_told_with_the_numbers_of_the_board() -> None:
    (you,) = [one for one in ENDED.contestants if one.key == YOU]
    text = words.sentences(ENDED)[0]
    assert f"{you.best.height:.1f}" in text
    assert f"{ENDED.winners[0].best.height:.1f}" in text


def test_every_control_has_a_name_and_says_what_it_does(table: Table, panel: GamePanel) -> None:
    found = 0
    for game in (game_of("medium", 12, 3.0), ENDED):
        table.show(game)
        for kind in (QAbstractButton, QLineEdit, QSlider):
            for widget in panel.findChildren(kind):
                if widget.isVisible():
                    found += 1
                    assert widget.accessibleName()
                    assert widget.toolTip()
    assert found >= 12


def test_a_click_on_a_button_leaves_space_to_the_window(table: Table, panel: GamePanel) -> None:
    table.show(ENDED)
    for button in panel.findChildren(QAbstractButton):
        assert button.focusPolicy() in (Qt.FocusPolicy.TabFocus, Qt.FocusPolicy.NoFocus)


@pytest.mark.parametrize("game", [Game("easy", 3), game_of("hard", 4, 2.0), ENDED])
def test_showing_asks_for_nothing(table: Table, panel: GamePanel, game: Game) -> None:
    table.show(game)
    panel.show_best_scores([BestScore("easy", 50.0, 2, "a day")])
    panel.set_reduced_motion(False)
    panel.restyle(DARK)
    panel.restyle(LIGHT)
    assert table.said == []


def test_showing_the_same_game_again_keeps_the_step_of_the_replay(
    table: Table, panel: GamePanel
) -> None:
    table.show(ENDED)
    panel.controls.step_requested.emit(4)
    panel.show_game(ENDED)
    assert panel.plot.step == 4


@pytest.mark.parametrize(
    ("size", "scale"), [((1180, 560), 1.0), ((1800, 960), 1.0), ((1800, 960), 1.5)]
)
def test_everything_is_whole_at_the_sizes_of_screens(
    table: Table, panel: GamePanel, size: tuple[int, int], scale: float
) -> None:
    panel.restyle(LIGHT._replace(scale=scale))
    panel.resize(*size)
    table.show(ENDED)
    QTest.qWait(1)
    controls, board = panel.controls, panel.board
    assert board.geometry().bottom() <= panel.height()
    for widget in (controls.best_list, controls.slider, controls.new_button):
        box = widget.rect().translated(widget.mapTo(controls, QPoint()))
        assert controls.rect().contains(box)
        assert not box.intersects(board.geometry().translated(-controls.pos()))
    assert panel.plot.frame.area.height() > 200.0
