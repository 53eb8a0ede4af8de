"""Data and fit: what stands on the plot, what it says, what it emits."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from gdsim.engine.descent import replay
from gdsim.engine.snapshot import Fit, Look, Snapshot, take_snapshot
from gdsim.scenario.build import build
from gdsim.scenario.quantities import MINUS
from gdsim.scenario.spec import DatasetSpec, LayerSpec, NetworkSpec, Scenario, Split
from gdsim.scenario.subject import Subject
from gdsim.views.data.data_map import finer, level_line
from gdsim.views.data.data_plot import DataPlot
from gdsim.views.plotting.data_points import MAX_ROWS, count_beyond, modes, to_see
from gdsim.views.theme import DARK, LIGHT


class Case(NamedTuple):
    """A plot that shows a subject's epoch 5."""

    plot: DataPlot
    subject: Subject
    snapshot: Snapshot


def make_snapshot(subject: Subject, epoch: int = 5, **look: Any) -> Snapshot:
    *_, state = replay(subject.experiment, subject.experiment.start, epoch)
    assert state is not None
    job = take_snapshot(subject.experiment, subject.samples, 0, state, Look(**look))
    while True:
        try:
            next(job)
        except StopIteration as done:
            snapshot: Snapshot = done.value
            return snapshot


def make_subject(
    name: str, n: int = 60, loss: str = "mse", last: str = "identity", split: Split | None = None
) -> Subject:
    dataset = DatasetSpec(source="generated", name=name, n=n, split=split)
    layers = (LayerSpec(units=3, activation="tanh"), LayerSpec(units=1, activation=last))
    return build(Scenario(objective=NetworkSpec(dataset=dataset, layers=layers, loss=loss)))


def make_case(qtbot: Any, subject: Subject, snapshot: Snapshot) -> Case:
    plot = DataPlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(260, 190)
    plot.set_subject(subject)
    plot.show_snapshot(snapshot)
    plot.show()
    return Case(plot, subject, snapshot)


@pytest.fixture
def houses(qtbot: Any, shown: Any) -> Case:
    """The houses network, row 1 selected."""
    return make_case(qtbot, shown.subject, shown.snapshot(5))


@pytest.fixture
def moons(qtbot: Any) -> Case:
    """Two moons, a fifth of them held out."""
    subject = make_subject("two_moons", 60, "binary_cross_entropy", "sigmoid", Split())
    return make_case(qtbot, subject, make_snapshot(subject, with_fit=True))


def choose(plot: DataPlot, text: str) -> None:
    """Choose from the menu of the corner."""
    actions = {action.text(): action for action in plot.corner().menu().actions()}
    actions[text].trigger()


def emitted(plot: DataPlot) -> list[int]:
    log: list[int] = []
    plot.row_requested.connect(log.append)
    return log


def dot_of(case: Case, row: int) -> QPoint:
    """The pixel of a row's truth over the house area."""
    assert case.subject.samples is not None
    data = case.subject.samples.dataset
    place = case.plot.frame.to_pixels(data.inputs[row, 2], data.targets[row, 0])
    return place.toPoint()


def lonely_row(case: Case) -> int:
    """The house with the largest area, which has no neighbours on the plot."""
    assert case.subject.samples is not None
    return int(case.subject.samples.dataset.inputs[:, 2].argmax())


def test_it_begins_with_the_input_that_tells_most(houses: Case) -> None:
    assert houses.plot.corner().text() == "by house area ▾"
    assert [action.text() for action in houses.plot.corner().menu().actions()][-1] == (
        "prediction against truth"
    )


def test_two_inputs_begin_with_the_map(moons: Case) -> None:
    assert moons.plot.corner().text() == "map ▾"


def test_the_caption_is_the_typical_error_in_dollars(houses: Case) -> None:
    assert houses.plot.title == "Data and fit"
    assert houses.plot.caption == "typical error $55,412"
    assert houses.plot.accessibleDescription().startswith("101 rows, typical error $55,412. row 1")


def test_the_caption_of_classes_is_the_share_that_is_right(moons: Case) -> None:
    assert "% right" in moons.plot.caption


def test_pointing_at_a_dot_tells_its_row(houses: Case) -> None:
    tip = houses.plot.tip_at(QPointF(dot_of(houses, lonely_row(houses))))
    assert tip.startswith(f"row {lonely_row(houses) + 1} · house ")
    assert "predicted $" in tip


def test_the_sentence_of_a_row_has_the_units_of_the_world(houses: Case) -> None:
    description = houses.plot.accessibleDescription()
    assert description.endswith(
        f"row 1 · house 1,656 ft² · price $215,000 · predicted $208,628 · off by {MINUS}$6,372"
    )


def test_a_click_asks_for_the_row_of_the_dot(qtbot: Any, houses: Case) -> None:
    log = emitted(houses.plot)
    row = lonely_row(houses)
    qtbot.mouseClick(
        houses.plot.viewport(), Qt.MouseButton.LeftButton, pos=dot_of(houses, row) + QPoint(5, 5)
    )
    assert log == [row]


def test_a_click_far_from_all_dots_asks_for_nothing(qtbot: Any, houses: Case) -> None:
    log = emitted(houses.plot)
    area = houses.plot.frame.area
    corner = QPoint(round(area.left()) + 3, round(area.top()) + 3)
    qtbot.mouseClick(houses.plot.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert log == []


def test_the_mouse_becomes_a_hand_over_a_dot(qtbot: Any, houses: Case) -> None:
    viewport = houses.plot.viewport()
    qtbot.mouseMove(viewport, dot_of(houses, lonely_row(houses)))
    assert viewport.cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(viewport, QPoint(3, 3))
    assert viewport.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_held_by_enter_the_arrow_keys_walk_from_left_to_right(qtbot: Any, houses: Case) -> None:
    assert houses.subject.samples is not None
    areas = houses.subject.samples.dataset.inputs[:, 2]
    log = emitted(houses.plot)
    houses.plot.setFocus()
    qtbot.waitUntil(houses.plot.hasFocus)
    qtbot.keyClick(houses.plot, Qt.Key.Key_Right)
    assert log == []  # not held: the window steps the epochs
    qtbot.keyClick(houses.plot, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        qtbot.keyClick(houses.plot, key)
    qtbot.keyClick(houses.plot, Qt.Key.Key_Escape)
    qtbot.keyClick(houses.plot, Qt.Key.Key_Right)
    assert len(log) == 4
    assert areas[0] <= areas[log[0]] <= areas[log[1]]
    assert log[2] == log[0]
    assert areas[log[3]] == areas.max()


def test_the_ring_stands_on_the_selected_row(houses: Case, shown: Any) -> None:
    for row in (0, 40):
        houses.plot.show_snapshot(shown.snapshot(5, row=row))
        ring = houses.plot.picture.marks.ring_at
        assert ring is not None
        assert (ring.toPoint() - dot_of(houses, row)).manhattanLength() <= 1


def test_every_row_is_a_dot_and_a_line_to_its_prediction(houses: Case) -> None:
    picture = houses.plot.picture
    assert len(picture.truth.getData()[0]) == 101
    assert len(picture.said.getData()[0]) == 101
    x, y = picture.errors.getData()
    assert len(x) == 303
    assert houses.snapshot.network is not None
    np.testing.assert_allclose(y[1::3], houses.snapshot.network.predictions[0])


def test_held_out_rows_are_hollow_dots_of_their_own(qtbot: Any) -> None:
    subject = make_subject("sine", 60, split=Split(test=0.2))
    case = make_case(qtbot, subject, make_snapshot(subject))
    picture = case.plot.picture
    assert len(picture.truth.getData()[0]) == 48
    assert len(picture.truth_test.getData()[0]) == 12
    assert subject.samples is not None
    tip = case.plot.tip_at(
        case.plot.frame.to_pixels(
            subject.samples.dataset.inputs[subject.samples.test[0], 0],
            subject.samples.dataset.targets[subject.samples.test[0], 0],
        )
    )
    assert "held out" in tip


def test_one_input_has_a_curve_instead_of_predicted_dots(qtbot: Any) -> None:
    subject = make_subject("sine")
    case = make_case(qtbot, subject, make_snapshot(subject, with_fit=True))
    picture = case.plot.picture
    assert picture.curve.isVisible()
    assert not picture.said.isVisible()


def test_many_rows_are_thinned_evenly_and_the_caption_says_so(qtbot: Any) -> None:
    subject = make_subject("line", 20_000)
    case = make_case(qtbot, subject, make_snapshot(subject, 1, row=7))
    assert case.plot.caption.endswith("1,000 of 20,000 rows")
    picture = case.plot.picture
    assert len(picture.truth.getData()[0]) == MAX_ROWS
    assert not picture.errors.isVisible()
    assert picture.marks.ring_at is not None


def test_the_vertical_axis_stays_while_the_predictions_stay_within(
    houses: Case, shown: Any
) -> None:
    before = houses.plot.frame.y_range
    for epoch in (0, 10, 25):
        houses.plot.show_snapshot(shown.snapshot(epoch))
        assert houses.plot.frame.y_range == before


@pytest.mark.parametrize("worst", [np.nan, np.inf, 1e308, -1e30])
def test_wild_predictions_leave_a_sound_plot_and_are_counted(houses: Case, worst: float) -> None:
    network = houses.snapshot.network
    assert network is not None
    predictions = network.predictions.copy()
    predictions[0, :12] = worst
    houses.plot.show_snapshot(
        houses.snapshot._replace(network=network._replace(predictions=predictions))
    )
    assert houses.plot.caption.endswith("12 predictions beyond the edge")
    low, high = houses.plot.frame.y_range
    assert -3e6 < low < high < 3e6
    houses.plot.grab()


def test_the_menu_changes_what_is_shown_and_no_row(houses: Case) -> None:
    log = emitted(houses.plot)
    choose(houses.plot, "prediction against truth")
    assert houses.plot.corner().text() == "against truth ▾"
    assert houses.plot.axes.x_label == "truth"
    choose(houses.plot, "by bedrooms")
    assert houses.plot.axes.x_label == "bedrooms"
    assert log == []


def test_typed_inputs_have_an_answer_and_no_truth(houses: Case, shown: Any) -> None:
    houses.plot.show_snapshot(shown.snapshot(5, inputs=(3.0, 9000.0, 2000.0)))
    ring = houses.plot.picture.marks.ring_at
    assert ring is not None
    assert round(houses.plot.frame.x_at(ring.x())) == 2000
    assert "row" not in houses.plot.accessibleDescription().replace("rows", "")


def test_the_map_is_coloured_by_the_prediction(moons: Case) -> None:
    image = moons.plot.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(60, 240, 9) for y in range(30, 130, 9)}
    assert len(colors) > 20
    assert moons.plot.axes.x_label == "x1"


def test_the_line_at_one_half_lies_where_the_prediction_is_one_half() -> None:
    axis = np.linspace(-1.0, 1.0, 21)
    x, y = np.meshgrid(axis, axis, indexing="ij")
    fit = Fit((axis, axis), (0.5 + x + 0.3 * y)[np.newaxis])
    line_x, line_y = level_line(fit, 0.5)
    inside = np.isfinite(line_y)
    np.testing.assert_allclose(line_x[inside] + 0.3 * line_y[inside], 0.0, atol=1e-12)
    assert np.ptp(line_y[inside]) == 2.0


def test_a_finer_map_keeps_the_values_that_were_computed() -> None:
    values = np.arange(12.0).reshape(3, 4) ** 2
    np.testing.assert_array_equal(finer(values, 4)[::4, ::4], values)


def test_the_axis_follows_predictions_but_not_without_bound() -> None:
    assert to_see((0.0, 1.0), np.array([0.2, 1.5])) == (0.0, 1.5)
    assert to_see((0.0, 1.0), np.array([np.nan, 1e9])) == (0.0, 4.0)
    assert count_beyond((0.0, 1.0), np.array([0.5, np.nan, 9.0, -np.inf])) == 3


def test_the_csv_has_every_row_with_its_prediction(houses: Case) -> None:
    header, first, *others = houses.plot.csv_text().splitlines()
    assert header == "row,bedrooms,lot_sqft,house_sqft,price_usd,predicted_price_usd"
    assert first.startswith("1,3,31770,1656,215000,20862")
    assert len(others) == 100


def test_without_data_there_is_nothing_to_show(qtbot: Any, shown: Any) -> None:
    subject = shown.subject._replace(samples=None)
    assert modes(subject) == []
    case = make_case(qtbot, subject, shown.snapshot(5)._replace(network=None))
    assert case.plot.caption == ""
    case.plot.grab()


@pytest.mark.parametrize(
    "call",
    [
        lambda case: case.plot.set_subject(case.subject),
        lambda case: case.plot.show_snapshot(case.snapshot),
        lambda case: case.plot.restyle(DARK),
    ],
)
def test_showing_emits_no_gesture(houses: Case, call: Callable[[Case], None]) -> None:
    log = emitted(houses.plot)
    call(houses)
    houses.plot.grab()
    assert log == []


def test_the_line_at_one_half_lies_over_the_map_and_under_the_rows(moons: Case) -> None:
    picture = moons.plot.picture
    assert picture.map.image.zValue() < picture.half.zValue() < picture.map.dots.zValue()
