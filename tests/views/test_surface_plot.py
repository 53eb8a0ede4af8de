"""The loss as a surface: what is seen, and what dragging, clicking, the wheel and keys do."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gdsim.engine.directions import PATH, PlaneChoice
from gdsim.engine.functions import Minimum
from gdsim.scenario import library
from gdsim.scenario.build import build
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import FunctionFacts
from gdsim.views.surface.camera import BOTTOM, Camera
from gdsim.views.surface.mesh import COARSE, FINE
from gdsim.views.surface.surface_plot import SurfacePlot
from gdsim.views.theme import DARK, LIGHT
from gdsim.views.view import Ball
from tests.views.conftest import make_shown
from tests.views.landscape_case import plane_at
from tests.views.surface_case import ball_on, himmelblau, plane_of, saddle

LEFT = Qt.MouseButton.LeftButton
FIRST = Camera()


def three_balls() -> list[Ball]:
    return [
        ball_on(himmelblau, (-1.0, -3.0), 0.008, 20),
        ball_on(himmelblau, (0.5, -0.5), 0.008, 20, 0),
        ball_on(himmelblau, (4.6, 4.4), 0.003, 20, 1),
    ]


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[SurfacePlot]:
    plot = SurfacePlot(LIGHT)
    qtbot.addWidget(plot)
    qtbot.addWidget(plot.corner())
    plot.resize(590, 310)
    plot.show_plane(plane_of(himmelblau))
    plot.show_balls(three_balls())
    with qtbot.waitActive(plot):
        plot.show()
        plot.activateWindow()
    plot.setFocus()
    yield plot
    QToolTip.hideText()


@pytest.fixture
def said(plot: SurfacePlot) -> list[object]:
    said: list[object] = []
    plot.ball_requested.connect(said.append)
    plot.picture_requested.connect(lambda: said.append("picture"))
    return said


def pixel_of(plot: SurfacePlot, place: int) -> QPoint:
    """Return where a ball is seen."""
    track = next(line.track for line in plot.picture.tracks if line.track.ball.place == place)
    x, y = plot.lens.to_pixels(track.present[np.newaxis])[0]
    return QPoint(round(x), round(y))


def drag(plot: SurfacePlot, way: QPoint, *, release: bool = True) -> None:
    begin = QPoint(300, 40)
    QTest.mousePress(plot.viewport(), LEFT, pos=begin)
    QTest.mouseMove(plot.viewport(), begin + way / 2)
    QTest.mouseMove(plot.viewport(), begin + way)
    if release:
        QTest.mouseRelease(plot.viewport(), LEFT, pos=begin + way)


def roll(plot: SurfacePlot, notches: int) -> None:
    at = QPointF(200.0, 150.0)
    event = QWheelEvent(
        at,
        plot.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)


def test_what_is_seen_follows_the_mouse_and_nothing_is_said(
    plot: SurfacePlot, said: list[object]
) -> None:
    front = np.array([[0.0, -1.0, 0.0]])
    before = plot.lens.to_pixels(front)[0]
    drag(plot, QPoint(40, 20))
    after = plot.lens.to_pixels(front)[0]
    assert after[0] > before[0] + 10.0
    assert (plot.camera.yaw, plot.camera.pitch) == (FIRST.yaw - 18.0, FIRST.pitch + 7.0)
    assert said == []


def test_a_drag_has_a_closed_hand_and_what_can_be_dragged_an_open_one(plot: SurfacePlot) -> None:
    QTest.mouseMove(plot.viewport(), QPoint(60, 30))
    assert plot.viewport().cursor().shape() is Qt.CursorShape.OpenHandCursor
    drag(plot, QPoint(40, 0), release=False)
    assert plot.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor
    QTest.mouseRelease(plot.viewport(), LEFT, pos=QPoint(340, 40))
    assert plot.viewport().cursor().shape() is Qt.CursorShape.OpenHandCursor


def test_escape_in_the_middle_of_a_drag_turns_it_back(plot: SurfacePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Return)
    drag(plot, QPoint(60, 0), release=False)
    assert plot.camera != FIRST
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.mouseMove(plot.viewport(), QPoint(100, 100))
    assert plot.camera == FIRST


def test_the_wheel_zooms_and_a_double_click_brings_the_first_view_back(plot: SurfacePlot) -> None:
    scale = plot.lens.scale
    roll(plot, 2)
    assert plot.lens.scale == pytest.approx(scale * 1.15**2)
    drag(plot, QPoint(40, 20))
    QTest.mouseDClick(plot.viewport(), LEFT, pos=QPoint(300, 40))
    assert plot.camera == FIRST
    roll(plot, -1)
    assert plot.lens.scale == pytest.approx(scale / 1.15)


def test_keys_turn_it_only_while_it_is_held(plot: SurfacePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.camera == FIRST
    QTest.keyClick(plot, Qt.Key.Key_Return)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    QTest.keyClick(plot, Qt.Key.Key_Down)
    assert plot.camera == FIRST._replace(yaw=FIRST.yaw - 4.0, pitch=FIRST.pitch + 4.0)
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert plot.camera.yaw == FIRST.yaw + 36.0
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.camera.zoom == pytest.approx(1.15)
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert plot.camera == FIRST
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.camera == FIRST


def test_the_caption_says_what_can_be_done(plot: SurfacePlot) -> None:
    said: list[tuple[str, str]] = []
    plot.heading_changed.connect(lambda title, caption: said.append((title, caption)))
    QTest.mouseClick(plot.viewport(), LEFT, pos=QPoint(60, 30))  # takes hold
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert [caption for _title, caption in said] == [
        "arrow keys turn · + − zoom · 0 first view · Esc lets go",
        "drag turns it · the wheel zooms",
    ]


def test_losing_the_focus_lets_go(plot: SurfacePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.is_held
    plot.clearFocus()
    assert not plot.is_held


def test_a_click_on_another_ball_asks_for_it(plot: SurfacePlot, said: list[object]) -> None:
    for place in (1, -1):
        QTest.mouseClick(plot.viewport(), LEFT, pos=pixel_of(plot, place))
    assert said == [1]  # the current one is that already
    assert plot.camera == FIRST


def test_a_drag_that_begins_on_another_ball_turns(plot: SurfacePlot, said: list[object]) -> None:
    begin = pixel_of(plot, 1)
    QTest.mouseMove(plot.viewport(), begin)
    assert plot.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mousePress(plot.viewport(), LEFT, pos=begin)
    QTest.mouseMove(plot.viewport(), begin + QPoint(30, 0))
    QTest.mouseRelease(plot.viewport(), LEFT, pos=begin + QPoint(30, 0))
    assert said == []
    assert plot.camera != FIRST


def test_it_is_coarse_while_it_turns_and_fine_within_150_ms_of_rest(
    plot: SurfacePlot, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not plot.is_turning)
    drag(plot, QPoint(40, 20))
    assert plot.picture.mesh is not None
    assert len(plot.picture.mesh.places) == COARSE
    qtbot.waitUntil(lambda: not plot.is_turning, timeout=150)
    assert len(plot.picture.mesh.places) == FINE


def test_nothing_turns_by_itself(plot: SurfacePlot, qtbot: QtBot) -> None:
    drag(plot, QPoint(80, 0))
    camera = plot.camera
    qtbot.wait(120)
    assert plot.camera == camera


def test_from_above_each_place_has_the_color_of_its_loss(plot: SurfacePlot) -> None:
    """Read the picture's pixels: the lowest places are bluer than the highest."""
    plot.show_balls([])
    plot.look_from(Camera(0.0, 90.0))
    image = QImage.fromData(plot.png_bytes(1.0))

    def at(x: float, y: float) -> QColor:
        px, py = plot.lens.to_pixels(np.array([[x / 5.0, y / 5.0, 0.5]]))[0]
        return image.pixelColor(round(px), round(py))

    low, high = at(3.0, 2.0), at(4.9, 4.9)
    assert low.blue() > low.red()
    assert high.red() > 2 * high.blue()
    assert at(5.4, 0.0) == LIGHT.color("card")


def test_the_hover_reads_the_vertex_under_the_mouse(plot: SurfacePlot) -> None:
    plot.look_from(Camera(0.0, 90.0))
    x, y = plot.lens.to_pixels(np.array([[0.6, 0.4, 0.5]]))[0]  # (3, 2), a minimum
    QTest.mouseMove(plot.viewport(), QPoint(round(x), round(y)))
    assert plot.readout.isVisible()
    assert plot.readout.text == "x 3.00 · y 2.00 · loss about 0"
    QTest.mouseMove(plot.viewport(), QPoint(3, 3))
    assert not plot.readout.isVisible()


def test_where_hills_cover_each_other_the_hover_reads_the_near_one(plot: SurfacePlot) -> None:
    plot.look_from(Camera(0.0, 20.0))
    mesh = plot.shown.fine
    assert mesh is not None
    vertices = mesh.vertices
    seen, nearness = plot.camera.project(vertices)
    front = int(np.flatnonzero(vertices[:, 1] == -1.0)[30])
    same = np.hypot(*(seen - seen[front]).T) < 0.05
    assert np.ptp(nearness[same]) > 0.3  # something behind is seen there too
    x, y = plot.lens.to_pixels(vertices[front : front + 1])[0]
    QTest.mouseMove(plot.viewport(), QPoint(round(x), round(y)))
    assert " · y −5.00" in plot.readout.text or " · y −4.8" in plot.readout.text


def test_l_and_the_switch_count_heights_in_powers_of_ten(plot: SurfacePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_L)
    assert plot.log_button.isChecked()
    assert plot.shown.scale is not None
    assert plot.shown.scale.is_log
    assert plot.note.text.startswith("level below a loss of ")
    plot.log_button.click()
    assert not plot.shown.scale.is_log
    assert plot.note.text == ""


def test_negative_losses_have_no_powers_of_ten(plot: SurfacePlot) -> None:
    plot.show_plane(plane_of(saddle))
    assert not plot.log_button.isEnabled()
    QTest.keyClick(plot, Qt.Key.Key_L)
    assert plot.shown.scale is not None
    assert not plot.shown.scale.is_log


def test_holes_and_a_cut_top_are_said(plot: SurfacePlot) -> None:
    def steep(x: Any, y: Any) -> Any:
        return np.where(x < -4.0, np.nan, x * x + y * y + np.exp(10.0 * np.clip(x, 0.0, 5.0)))

    plot.show_plane(plane_of(steep))
    assert plot.shown.scale is not None
    assert plot.shown.scale.high < 10_000.0
    cut, holes = plot.note.text.split(" · ")
    assert cut.startswith("cut off above a loss of ")
    assert holes == "open where the loss is not a number"
    assert plot.png_bytes()


@pytest.mark.parametrize("loss", [np.nan, np.inf, 1e200, 0.0, -3.0, 1e-300])
def test_a_plane_of_one_loss_is_flat_or_said_not_to_be_there(
    plot: SurfacePlot, loss: float
) -> None:
    plot.show_plane(plane_of(lambda x, _y: np.full_like(x, loss)))
    assert plot.png_bytes()
    has_none = not abs(loss) < 1e150
    assert plot.message.isVisible() is has_none
    assert plot.picture.isVisible() is not has_none


def test_a_coarse_plane_is_a_surface_too(plot: SurfacePlot) -> None:
    plot.show_plane(plane_of(himmelblau, n=21))
    assert plot.shown.fine is not None
    x = np.array([0.6])
    assert plot.shown.fine.height_at(x, np.array([0.4])) == pytest.approx(BOTTOM, abs=0.01)


def test_a_ball_off_the_plane_is_not_drawn_but_told(plot: SurfacePlot) -> None:
    ball = ball_on(himmelblau, (4.0, 4.0), 0.0, 1)
    plot.show_balls([ball._replace(theta=np.array([7.0, 4.0]), loss=99.0)])
    assert not plot.picture.tracks[0].track.is_here
    assert "ball 1 has left the surface: x 7.000" in plot.accessibleDescription()
    assert plot.note.text == "ball 1 has left"
    plot.show_balls([ball._replace(theta=np.array([np.nan, np.inf]), loss=np.nan)])
    assert plot.png_bytes()


def test_the_description_says_the_view_the_losses_and_every_ball(plot: SurfacePlot) -> None:
    plot.look_from(Camera(40.0, 25.0))
    text = plot.accessibleDescription()
    assert "Seen from 40" in text
    assert "25 degrees above the floor." in text
    assert "The loss goes from 0 to 890.0." in text
    assert text.index("ball 1 is at x −3.7") < text.index("ball 2") < text.index("ball 3")


def test_hidden_balls_are_left_out_and_the_current_one_is_on_top(plot: SurfacePlot) -> None:
    first, second, third = three_balls()
    plot.show_balls([first, second._replace(is_hidden=True), third])
    assert [line.track.ball.place for line in plot.picture.tracks] == [1, -1]


def test_a_snapshot_moves_the_current_ball(plot: SurfacePlot, shown: Any) -> None:
    moment = shown.snapshot(0)
    state = moment.state._replace(theta=np.array([1.0, 2.0]))
    plot.show_snapshot(moment._replace(state=state))
    assert plot.picture.tracks[-1].track.place == (1.0, 2.0)
    assert "ball 1 is at x 1.000, y 2.000, loss" in plot.accessibleDescription()


def test_tips_tell_balls_and_minima_in_words(plot: SurfacePlot, shown: Any) -> None:
    facts = FunctionFacts(
        "Himmelblau", ((-5, 5), (-5, 5)), (Minimum((3.0, 2.0), 0.0, True),), "", ()
    )
    plot.set_subject(shown.subject._replace(function=facts))
    plot.show_plane(plane_of(himmelblau))
    plot.show_balls(three_balls())
    plot.look_from(FIRST.turned(0.0, 20.0))
    at = QPointF(*plot.lens.to_pixels(np.array([[0.6, 0.4, 0.0]]))[0])
    assert plot.tip_at(at) == "The lowest minimum: x 3.000, y 2.000, loss 0."
    tip = plot.tip_at(QPointF(pixel_of(plot, 0)))
    assert tip.startswith("ball 2\nx = ")
    assert tip.endswith("Click makes this ball the current one.")
    assert "Click" not in plot.tip_at(QPointF(pixel_of(plot, -1)))


def test_a_network_s_plane_has_the_names_of_its_parameters(plot: SurfacePlot, shown: Any) -> None:
    plot.set_subject(shown.subject)
    assert plot.message.text == "The surface shows here as soon as its losses are known."
    plot.show_plane(plane_at(shown, 5, (2, 6)))
    assert plot.picture.scenery is not None
    assert plot.picture.scenery.labels == (shown.subject.names[2], shown.subject.names[6])
    assert not plot.message.isVisible()
    theta = shown.snapshot(5).theta
    ball = Ball(-1, 0, "ball 1", "run 0", shown.history, 5, theta, 1.0, theta, 0.05)
    plot.show_balls([ball])
    assert plot.picture.tracks[0].track.place == (theta[2], theta[6])


def test_one_parameter_makes_no_surface(plot: SurfacePlot) -> None:
    plot.set_subject(make_shown(1, ((1, "identity", False),)).subject)
    assert plot.message.text == "A surface needs two parameters; here is only w1."
    roll(plot, 1)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert plot.camera == FIRST
    assert not plot.is_held


def test_over_the_same_landscape_the_surface_stays_while_settings_change(
    plot: SurfacePlot, shown: Any
) -> None:
    subject = shown.subject
    plot.set_subject(subject)
    plot.show_plane(plane_of(himmelblau))
    plot.set_subject(subject._replace(scenario=type(subject.scenario)(
        objective=subject.scenario.objective, epochs=9)))  # fmt: skip
    assert plot.picture.isVisible()
    assert plot.picture.tracks == ()


def test_pictures_are_fine_and_the_vectors_have_every_quad(plot: SurfacePlot) -> None:
    drag(plot, QPoint(40, 20))
    image = QImage.fromData(plot.png_bytes(2.0))
    assert (image.width(), image.height()) == (1180, 620)
    assert not plot.is_turning
    svg = plot.svg_bytes().decode()
    assert svg.count("<path") + svg.count("<polygon") > (FINE - 1) ** 2
    assert "<image" not in svg
    lines = plot.csv_text().splitlines()
    assert lines[0] == "what,x,y,loss"
    assert lines[1] == "surface,-5.0,-5.0,250.0"
    assert len(lines) == 1 + 101 * 101 + 3
    assert lines[-1].startswith('"ball 3",')


def test_the_menu_looks_from_above_and_saves(plot: SurfacePlot, said: list[object]) -> None:
    by_text = {action.text(): action for action in plot.menu.actions()}
    by_text["From above"].trigger()
    assert (plot.camera.yaw, plot.camera.pitch) == (0.0, 90.0)
    by_text["First view"].trigger()
    assert plot.camera == FIRST
    by_text["Save picture as…"].trigger()
    assert said == ["picture"]


def test_the_dark_theme_has_dark_ground_and_the_same_surface(plot: SurfacePlot) -> None:
    plot.restyle(DARK)
    image = QImage.fromData(plot.png_bytes(1.0))
    assert image.pixelColor(5, 5) == DARK.color("card")
    assert image.copy(QRect(200, 60, 100, 80)).pixelColor(50, 40) != DARK.color("card")


@pytest.mark.parametrize("size", [(1, 1), (80, 70), (2000, 60), (90, 900)])
def test_any_size_is_painted(plot: SurfacePlot, size: tuple[int, int]) -> None:
    plot.setMinimumSize(1, 1)
    plot.resize(*size)
    assert plot.png_bytes(1.0) is not None


@pytest.mark.parametrize("name", ["set_subject", "show_plane", "show_balls", "show_snapshot"])
def test_showing_says_nothing(plot: SurfacePlot, said: list[object], shown: Any, name: str) -> None:
    values: dict[str, Any] = {
        "set_subject": shown.subject,
        "show_plane": plane_at(shown, 5, (0, 3)),
        "show_balls": three_balls(),
        "show_snapshot": shown.snapshot(5),
    }
    getattr(plot, name)(values[name])
    assert said == []


def test_a_ball_alone_has_no_mark_as_on_the_contour(plot: SurfacePlot) -> None:
    plot.show_balls(three_balls()[:1])
    (lines,) = plot.picture.tracks
    assert (lines.track.ball.mark, lines.track.ball.color) == (-1, "text")
    plot.show_balls(three_balls())
    assert [lines.track.ball.mark for lines in plot.picture.tracks] == [2, 1, 0]


def test_where_a_run_is_too_short_for_its_own_directions_no_other_plane_is_shown(
    plot: SurfacePlot, shown: Any
) -> None:
    plot.set_subject(shown.subject)
    plot.show_plane(plane_at(shown, 0, (0, 3)))
    plot.show_balls([ball_on(himmelblau, (0.0, 0.0), 0.0, 0)])
    moment = shown.snapshot(0)
    plot.show_snapshot(moment)
    assert plot.picture.isVisible()
    plot.show_snapshot(moment._replace(look=moment.look._replace(plane=PlaneChoice(PATH))))
    assert not plot.picture.isVisible()
    assert plot.message.text == "The run's own directions show after its first two epochs."
    plot.show_snapshot(moment)
    assert plot.picture.isVisible()
    assert plot.message.text == ""


def test_the_surface_stays_until_the_next_one_comes_while_a_constant_changes(
    plot: SurfacePlot,
) -> None:
    scenario = library.read(library.builtin_path("stretched_bowl")).scenario
    assert isinstance(scenario.objective, FunctionSpec)
    plot.set_subject(build(scenario))
    plot.show_plane(plane_of(saddle))
    stretched = replace(scenario.objective, constants={"k": 5.0})
    plot.set_subject(build(replace(scenario, objective=stretched)))
    assert plot.shown.plane is not None
    assert plot.message.text == ""


def test_the_switch_says_why_a_saddle_has_no_powers_of_ten(plot: SurfacePlot) -> None:
    assert "powers of ten, so that small losses show" in plot.log_button.toolTip()
    plot.show_plane(plane_of(saddle))
    assert not plot.log_button.isEnabled()
    assert "below 0" in plot.log_button.toolTip()
