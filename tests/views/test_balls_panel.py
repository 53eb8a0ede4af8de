"""The list of balls: what it says of each, every gesture by mouse and by key, and the race."""

import time
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.scenario.companions import companion_of
from gdsim.scenario.effort import Effort
from gdsim.views.balls.ball_columns import SMALL, Column
from gdsim.views.balls.ball_rows import ROW, loss_text
from gdsim.views.balls.balls_panel import BallsPanel
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import Ball, ShownRun
from tests.views.balls_case import make_ball, make_balls, make_race, make_subject
from tests.views.conftest import make_shown

GESTURES = ("ball_requested", "ball_added", "ball_removed", "ball_rate_edited", "race_requested")
STARTS = ((-1.8,), (2.2,), (0.3,))  # the deep well, the shallow one, and still on its way there
Said = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def three() -> list[Ball]:
    return make_balls(STARTS, 6)


@pytest.fixture(scope="module")
def race() -> list[Ball]:
    return make_race((0.01, 0.03, 0.1, 0.4), 20, current=1)


@pytest.fixture
def panel(qtbot: QtBot, three: list[Ball]) -> BallsPanel:
    panel = BallsPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(440, 230)
    panel.show()
    panel.set_subject(make_subject())
    panel.show_balls(three)
    qtbot.waitExposed(panel)
    return panel


def heard(panel: BallsPanel) -> Said:
    said: Said = []
    for name in GESTURES:
        getattr(panel, name).connect(lambda *args, name=name: said.append((name, *args)))
    return said


def names(panel: BallsPanel) -> list[str]:
    return [row.name for row in panel.model.rows]


def box(panel: BallsPanel, row: int) -> Any:
    return panel.list.visualRect(panel.model.index(row))


def click(panel: BallsPanel, place: QPoint) -> None:
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def click_row(panel: BallsPanel, row: int) -> None:
    click(panel, box(panel, row).topLeft() + QPoint(40, 12))


def click_rate(panel: BallsPanel, row: int) -> None:
    click(panel, panel.list.painter.chip_box(box(panel, row)).center())


def test_rows_stand_in_the_order_of_the_marks_and_the_current_one_is_strong(
    panel: BallsPanel,
) -> None:
    assert names(panel) == ["ball 1", "ball 2", "ball 3"]
    assert [row.is_current for row in panel.model.rows] == [False, True, False]
    assert panel.list.currentIndex().row() == 1


def test_a_row_says_where_its_ball_began_where_it_is_and_what_it_found(
    panel: BallsPanel, three: list[Ball]
) -> None:
    one, two, last = panel.model.rows
    assert (two.start, two.rate_text, two.now, two.loss) == ("−1.800", "0.05", "−1.301", "−3.514")
    assert (two.minimum, one.minimum, last.minimum) == ("global", "", "")
    assert two.arrived == str(three[0].arrived)
    assert one.arrived == "—"
    assert "global minimum" in two.sentence
    assert "current" in two.sentence
    assert "x = −1.300646787941" in two.tip


def test_all_columns_stand_within_the_panel(panel: BallsPanel) -> None:
    spans = panel.list.painter.spans
    assert list(spans) == list(Column)
    rights = [span.right for span in spans.values()]
    assert rights == sorted(rights)
    assert rights[-1] <= panel.list.viewport().width()


def test_a_narrow_panel_leaves_out_what_its_tips_say(panel: BallsPanel) -> None:
    panel.resize(300, 230)
    assert Column.START not in panel.list.painter.spans
    assert Column.RATE in panel.list.painter.spans
    assert "began at −1.8" in panel.model.rows[1].tip


def test_nothing_moves_while_the_balls_roll(panel: BallsPanel) -> None:
    before = dict(panel.list.painter.spans)
    for epoch in (0, 3, 40):
        panel.show_balls(make_balls(STARTS, epoch))
        assert panel.list.painter.spans == before
        assert names(panel) == ["ball 1", "ball 2", "ball 3"]


@pytest.mark.parametrize("change", ["show_balls", "restyle", "set_subject", "show_runs", "effort"])
def test_showing_is_no_gesture(panel: BallsPanel, race: list[Ball], change: str) -> None:
    said = heard(panel)
    subject = make_subject()
    {
        "show_balls": lambda: panel.show_balls(race),
        "restyle": lambda: panel.restyle(DARK),
        "set_subject": lambda: panel.set_subject(subject),
        "show_runs": lambda: panel.show_runs([ShownRun("a", race[0].history, subject=subject)]),
        "effort": lambda: panel.set_effort(Effort.SECONDS),
    }[change]()
    assert said == []


def test_a_click_makes_another_ball_the_current_one(panel: BallsPanel) -> None:
    said = heard(panel)
    click_row(panel, 2)
    click_row(panel, 0)
    click_row(panel, 1)  # it is the current one already
    assert said == [("ball_requested", 0), ("ball_requested", 1)]


@pytest.mark.parametrize(
    ("keys", "gesture"),
    [
        ([Qt.Key.Key_Up, Qt.Key.Key_Return], ("ball_requested", 1)),
        ([Qt.Key.Key_Down, Qt.Key.Key_Enter], ("ball_requested", 0)),
        ([Qt.Key.Key_Delete], ("ball_removed", -1)),
        ([Qt.Key.Key_Up, Qt.Key.Key_Delete], ("ball_removed", 1)),
    ],
)
def test_every_deed_has_a_key(
    panel: BallsPanel, keys: list[Qt.Key], gesture: tuple[Any, ...]
) -> None:
    said = heard(panel)
    for key in keys:
        QTest.keyClick(panel.list, key)
    assert said == [gesture]


def test_keys_that_mean_nothing_here_are_left_to_the_window(panel: BallsPanel) -> None:
    said = heard(panel)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_R, Qt.Key.Key_Home):
        QTest.keyClick(panel.list, key)
    assert said == []
    assert panel.list.currentIndex().row() == 1


def test_the_cross_of_a_row_removes_its_ball(panel: BallsPanel) -> None:
    said = heard(panel)
    click(panel, panel.list.painter.cross_box(box(panel, 0)).center())
    assert said == [("ball_removed", 1)]


def test_the_last_ball_stays_and_that_is_said(panel: BallsPanel) -> None:
    panel.show_balls(make_balls(STARTS[:1], 0))
    said = heard(panel)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert said == []
    assert "last ball" in panel.line.text


def test_a_rate_is_changed_in_its_place(panel: BallsPanel) -> None:
    said = heard(panel)
    click_rate(panel, 2)
    field = panel.list.field
    assert field.isVisible()
    assert field.text() == "0.05"
    QTest.keyClicks(field, "0,2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == [("ball_rate_edited", 0, 0.2)]
    assert not field.isVisible()
    assert panel.list.hasFocus()


def test_f2_changes_the_rate_of_the_row_and_esc_leaves_it(panel: BallsPanel) -> None:
    said = heard(panel)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    QTest.keyClicks(panel.list.field, "3")
    QTest.keyClick(panel.list.field, Qt.Key.Key_Escape)
    assert said == []
    assert not panel.list.field.isVisible()


def test_a_rate_that_is_none_stays_with_a_message_until_it_is_one(panel: BallsPanel) -> None:
    said, field = heard(panel), panel.list.field
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    QTest.keyClicks(field, "fast")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.isVisible()
    assert field.text() == "fast"
    assert panel.line.text == "Type a number from 0 up, like 0.05."
    field.selectAll()
    QTest.keyClicks(field, "0.1")
    assert "Ball 2 found" in panel.line.text
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == [("ball_rate_edited", -1, 0.1)]


def test_up_and_down_change_a_rate_that_is_open(panel: BallsPanel) -> None:
    said, field = heard(panel), panel.list.field
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "0.062"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == [("ball_rate_edited", -1, 0.062)]


def test_a_rate_that_is_typed_stays_while_the_balls_roll(panel: BallsPanel) -> None:
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    QTest.keyClicks(panel.list.field, "0.3")
    panel.show_balls(make_balls(STARTS, 8))
    assert panel.list.field.isVisible()
    assert panel.list.field.text() == "0.3"
    panel.show_balls(make_balls(STARTS[:1], 8))  # ball 2 is gone
    assert not panel.list.field.isVisible()


def test_the_button_adds_a_ball(panel: BallsPanel, qtbot: QtBot) -> None:
    said = heard(panel)
    qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
    assert said == [("ball_added", None)]


def test_the_button_says_when_no_more_fit(panel: BallsPanel) -> None:
    panel.show_balls(make_balls([(x / 4,) for x in range(8)], 0))
    assert not panel.add_button.isEnabled()
    assert panel.add_button.text() == "8 balls, all that fit"
    panel.show_balls(make_balls(STARTS, 0))
    assert panel.add_button.isEnabled()
    assert panel.add_button.text() == "Add a ball"


def test_kept_runs_take_room_too(panel: BallsPanel, three: list[Ball]) -> None:
    subject = make_subject()
    kept = tuple(companion_of(subject.scenario, f"run {i}", 0, i) for i in range(5))
    panel.set_subject(subject._replace(scenario=replace(subject.scenario, companions=kept)))
    panel.show_balls(three)
    assert not panel.add_button.isEnabled()


def test_a_race_offers_a_third_of_the_rate_the_rate_and_three_times_it(
    panel: BallsPanel, qtbot: QtBot
) -> None:
    said = heard(panel)
    qtbot.mouseClick(panel.race_button, Qt.MouseButton.LeftButton)
    assert panel.race_row.isVisible()
    assert panel.race_row.field.text() == "0.017; 0.05; 0.15"
    qtbot.mouseClick(panel.race_row.start_button, Qt.MouseButton.LeftButton)
    assert said == [("race_requested", (0.017, 0.05, 0.15))]
    assert not panel.race_row.isVisible()


def test_other_rates_can_be_typed_and_esc_goes_back(panel: BallsPanel) -> None:
    said, field = heard(panel), panel.race_row.field
    panel.race_button.click()
    QTest.keyClicks(field, "0,3 0.01; 0.1 0.1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == [("race_requested", (0.01, 0.1, 0.3))]
    panel.race_button.click()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert len(said) == 1
    assert not panel.race_row.isVisible()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0.1; quick", "“quick” is no number. Type rates like 0.03; 0.1; 0.3"),
        ("0.1 -3", "A rate must be above 0, unlike -3."),
        ("0.1", "A race needs two different rates, like 0.03; 0.1"),
        ("1 2 3 4 5 6 7 8 9", "At most 8 can race, not 9."),
    ],
)
def test_rates_that_cannot_race_stay_with_a_message(
    panel: BallsPanel, typed: str, message: str
) -> None:
    said, field = heard(panel), panel.race_row.field
    panel.race_button.click()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said == []
    assert panel.line.text == message
    assert field.text() == typed
    panel.show_balls(make_balls(STARTS, 7))
    assert panel.line.text == message
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert panel.line.text != message


def test_the_winner_of_a_race_is_named(panel: BallsPanel, race: list[Ball]) -> None:
    panel.show_balls(race)
    won = race[0].arrived
    assert panel.line.text == f"0.03 arrived first, at epoch {won}; 0.4 diverged at 3."
    assert panel.caption == "4 learning rates, one start"
    assert panel.model.rows[3].verdict == "diverged at 3"


def test_a_race_at_its_start_has_no_winner(panel: BallsPanel) -> None:
    panel.show_balls(make_race((0.01, 0.03), 0))
    assert panel.line.text == "Nobody has arrived yet."


def test_a_race_won_in_a_local_minimum_says_so(panel: BallsPanel) -> None:
    panel.show_balls(make_race((0.1, 0.4), 20))
    assert panel.line.text.startswith("0.1 arrived first, at epoch 4, in a local minimum; ")


def test_rows_are_sorted_by_arrival_on_demand(panel: BallsPanel, race: list[Ball]) -> None:
    panel.show_balls(race)
    place = panel.heading.box_of(Column.ARRIVED).center().toPoint()
    QTest.mouseClick(panel.heading, Qt.MouseButton.LeftButton, pos=place)
    assert names(panel) == ["0.03", "0.1", "0.01", "0.4"]
    assert panel.heading.is_sorted
    assert panel.list.currentIndex().data(ROW).is_current
    QTest.keyClick(panel.list, Qt.Key.Key_S)
    assert names(panel) == ["0.01", "0.03", "0.1", "0.4"]


def test_the_race_can_be_ended(panel: BallsPanel, race: list[Ball], qtbot: QtBot) -> None:
    assert panel.end_button.isHidden()
    panel.show_balls(race)
    said = heard(panel)
    qtbot.mouseClick(panel.end_button, Qt.MouseButton.LeftButton)
    assert said == [("race_requested", ())]


def test_arrivals_are_counted_as_chosen(panel: BallsPanel, qtbot: QtBot) -> None:
    shown = make_shown()
    panel.set_subject(shown.subject)
    ball = Ball(
        -1, 0, "ball 1", "run 0", shown.history, 25, shown.subject.experiment.start.theta, 0.5,
        shown.subject.experiment.start.theta, 0.05, arrived=12,
    )  # fmt: skip
    panel.show_balls([ball])
    assert panel.model.rows[0].arrived == "12"
    n_rows = shown.subject.experiment.objective.n_rows
    panel.choice.action_of(Effort.ROWS).trigger()
    assert panel.model.rows[0].arrived == f"{12 * n_rows:,}"
    assert panel.choice.text() == "in rows seen ▾"
    panel.choice.action_of(Effort.GRADIENTS).trigger()
    assert panel.model.rows[0].arrived == "12"


def test_rows_are_no_measure_where_there_are_no_data(panel: BallsPanel) -> None:
    assert not panel.choice.action_of(Effort.ROWS).isVisible()
    panel.set_subject(make_shown().subject)
    assert panel.choice.action_of(Effort.ROWS).isVisible()


def test_a_network_has_no_columns_for_its_many_parameters(panel: BallsPanel) -> None:
    shown = make_shown()
    theta = shown.subject.experiment.start.theta
    panel.set_subject(shown.subject)
    panel.show_balls([Ball(-1, 0, "ball 1", "run 0", shown.history, 0, theta, 1.2, theta, 0.05)])
    assert Column.START not in panel.list.painter.spans
    assert Column.NOW not in panel.list.painter.spans
    assert panel.model.rows[0].loss == "1.200"


def test_a_race_of_networks_is_won_by_who_first_came_as_low_as_all(panel: BallsPanel) -> None:
    shown = make_shown()
    theta = shown.subject.experiment.start.theta
    panel.set_subject(shown.subject)
    ball = Ball(-1, 0, "0.05", "run 0", shown.history, 9, theta, 1.2, theta, 0.05, goal=0.6531)
    panel.show_balls([ball._replace(arrived=9), ball._replace(place=0, rate=0.5, arrived=4)])
    assert panel.line.text == "0.5 came down to 0.653 first, at epoch 4."
    assert Column.MINIMUM not in panel.list.painter.spans
    tip = panel.heading.tip_at(panel.heading.box_of(Column.ARRIVED).center())
    assert tip.startswith("When its loss was first as low as all of them have come, in epochs.")


def test_of_two_variables_both_are_said(panel: BallsPanel) -> None:
    subject = make_subject("himmelblau", start=(0.0, 0.5), rate=0.01)
    panel.set_subject(subject)
    panel.show_balls([make_ball(subject, -1, 0, 30)])
    assert panel.model.rows[0].now == "3.00, 2.00"
    assert panel.model.rows[0].minimum == "global"


def test_another_subject_leaves_nothing_of_the_one_before(panel: BallsPanel) -> None:
    panel.set_subject(make_subject("bowl"))
    assert panel.model.rows == []
    assert panel.line.text == ""


def test_a_heading_says_what_its_column_means(panel: BallsPanel) -> None:
    panel.set_effort(Effort.GRADIENTS)
    place = panel.heading.box_of(Column.ARRIVED).center()
    assert "in gradient evaluations" in panel.heading.tip_at(place)


def test_what_is_shown_is_told_to_screen_readers(panel: BallsPanel) -> None:
    text = panel.accessibleDescription()
    assert "ball 2, current" in text
    assert "found the lowest minimum" in text


def test_showing_eight_balls_takes_less_than_two_milliseconds(panel: BallsPanel) -> None:
    moments = [make_balls([(x / 4 - 1,) for x in range(8)], epoch) for epoch in range(3)]
    panel.show_balls(moments[0])
    begin = time.perf_counter()
    for i in range(30):
        panel.show_balls(moments[i % 3])
    assert (time.perf_counter() - begin) / 30 < 0.002 * 4  # with room for a busy machine


@pytest.mark.parametrize(
    ("loss", "largest", "text"),
    [
        (-3.51391, 6.0, "−3.514"),
        (7.9e-31, 6.0, "8e−31"),
        (2.06e12, 6.0, "2e12"),
        (0.0, 6.0, "0.000"),
        (12.345, 500.0, "12.35"),
        (float("nan"), 1.0, "—"),
    ],
)
def test_losses_beside_each_other_have_as_many_decimals(
    loss: float, largest: float, text: str
) -> None:
    assert loss_text(loss, largest) == text


def test_no_number_is_shortened_in_its_column(panel: BallsPanel, race: list[Ball]) -> None:
    metrics = QFontMetricsF(LIGHT.font(SMALL))
    gone = [ball._replace(theta=np.array([-605.25]), rate=0.00333) for ball in race]
    far = [ball._replace(theta=np.array([-6052.5])) for ball in race]
    for balls in (race, gone, far, make_balls(STARTS, 0), make_balls(STARTS, 60)):
        panel.show_balls(balls)
        spans = panel.list.painter.spans
        for row in panel.model.rows:
            texts = {
                Column.START: row.start,
                Column.NOW: row.now,
                Column.LOSS: row.loss,
                Column.ARRIVED: row.arrived,
            }
            for column, text in texts.items():
                assert metrics.horizontalAdvance(text) <= spans[column].width + 1, text
