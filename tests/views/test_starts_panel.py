"""The panel of many starts: what is set and pressed, curves and paths, the run at the mouse."""

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gdsim.scenario.crop import Crop
from gdsim.scenario.starts import GRID, NEW_START, NORMAL, UNIFORM, StartsSettings
from gdsim.views.restarts.many_runs_plot import ManyRunsPlot
from gdsim.views.restarts.starts_histogram import StartsHistogram
from gdsim.views.restarts.starts_panel import CURVES, PATHS, StartsPanel
from gdsim.views.restarts.starts_table import StartsTable
from gdsim.views.theme import DARK, LIGHT
from tests.views.restarts_case import make_crop, subject_of

Key = Qt.Key


def make(qtbot: QtBot, name: str = "xor", crop: Crop | None = None) -> StartsPanel:
    panel = StartsPanel(LIGHT)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.corner())
    panel.resize(712, 326)
    panel.set_subject(subject_of(name))
    panel.show()
    qtbot.waitExposed(panel)
    if crop is not None:
        panel.show_harvest(crop)
    return panel


def emitted(panel: QWidget, *names: str) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []
    for name in names:
        getattr(panel, name).connect(lambda *args, name=name: seen.append((name, *args)))
    return seen


GESTURES = (
    "starts_requested",
    "starts_cancelled",
    "start_opened",
    "start_pointed",
    "starts_marked",
    "starts_best_kept",
    "csv_requested",
    "picture_requested",
)


@pytest.mark.parametrize("view_class", [StartsPanel, StartsHistogram, StartsTable])
@pytest.mark.parametrize("name", ["xor", "many_wells", "himmelblau"])
def test_what_is_shown_emits_nothing(qtbot: QtBot, view_class: Any, name: str) -> None:
    view = view_class(LIGHT)
    qtbot.addWidget(view)
    qtbot.addWidget(view.corner())
    view.show()
    seen = emitted(view, *(gesture for gesture in GESTURES if hasattr(view, gesture)))
    crop = make_crop(name)
    view.set_subject(crop.subject)
    view.show_harvest(crop._replace(results=None, outcomes=None, is_running=True))
    view.show_harvest(crop)
    marked = crop._replace(marked=np.arange(30) < 4, pointed=2, opened=3)
    view.show_harvest(marked)
    view.restyle(DARK)
    view.show_harvest(marked._replace(is_outdated=True))
    view.show_harvest(None)
    assert seen == []


def test_at_first_it_says_what_to_press_and_the_button_trains(qtbot: QtBot) -> None:
    panel = make(qtbot)
    seen = emitted(panel, "starts_requested")
    first, second = panel.curves.messages
    assert first.isVisible()
    assert second.isVisible()
    button = panel.controls.train_button
    assert button.text() == "Train 100 times"
    assert button.text() in second.text
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    ((_name, settings),) = seen
    assert settings == StartsSettings(100, NEW_START, -1.0, 1.0, 1.0, 3, 100)


def test_presets_and_fields_say_how_many_and_how_far(qtbot: QtBot) -> None:
    panel = make(qtbot)
    controls = panel.controls
    qtbot.mouseClick(controls.presets[1000], Qt.MouseButton.LeftButton)
    assert controls.settings.n == 1000
    assert controls.train_button.text() == "Train 1,000 times"
    assert controls.presets[1000].isChecked()
    type_into(qtbot, controls.fields["n"], "250")
    assert not any(button.isChecked() for button in controls.presets.values())
    type_into(qtbot, controls.fields["epochs"], "1,500")
    type_into(qtbot, controls.fields["first_seed"], "42")
    qtbot.keyClick(controls.fields["first_seed"], Key.Key_Up)
    settings = controls.settings
    assert (settings.n, settings.epochs, settings.first_seed) == (250, 1500, 43)
    type_into(qtbot, controls.fields["n"], "5000")
    assert controls.settings.n == 1000
    assert controls.fields["n"].text() == "1,000"
    type_into(qtbot, controls.fields["n"], "7.5")  # no whole number
    assert controls.settings.n == 1000


def type_into(qtbot: QtBot, field: QWidget, text: str) -> None:
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Key.Key_Return)


def test_a_distribution_brings_the_fields_of_its_numbers(qtbot: QtBot) -> None:
    panel = make(qtbot)
    controls = panel.controls
    assert [name for name in ("low", "deviation") if controls.fields[name].isVisible()] == []
    choose(controls.distribution, UNIFORM)
    assert controls.fields["low"].isVisible()
    assert controls.fields["high"].isVisible()
    type_into(qtbot, controls.fields["low"], "-3")
    assert controls.settings.low == -3.0
    type_into(qtbot, controls.fields["high"], "-4")  # below the lowest: not taken
    assert controls.settings.high == 1.0
    choose(controls.distribution, NORMAL)
    assert controls.fields["deviation"].isVisible()
    assert not controls.fields["low"].isVisible()
    assert panel.controls.minimumSizeHint().width() <= 712


def choose(box: Any, name: str) -> None:
    index = box.findData(name)
    assert index >= 0
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_a_grid_has_no_seeds(qtbot: QtBot) -> None:
    panel = make(qtbot, "himmelblau")
    assert panel.controls.fields["first_seed"].isVisible()
    choose(panel.controls.distribution, GRID)
    assert not panel.controls.fields["first_seed"].isVisible()


def test_while_it_runs_there_is_cancel_and_how_far_it_is(qtbot: QtBot) -> None:
    panel = make(qtbot)
    crop = make_crop()
    assert crop.results is not None
    part = crop.results._replace(epoch=15)
    panel.show_harvest(crop._replace(results=part, is_running=True, seconds_left=7.4))
    assert panel.caption == "epoch 15 of 60 · about 7 s left"
    assert not panel.controls.train_button.isVisible()
    seen = emitted(panel, "starts_cancelled")
    qtbot.mouseClick(panel.controls.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel, Key.Key_Escape)
    assert len(seen) == 2
    panel.show_harvest(crop)
    assert panel.controls.train_button.isVisible()
    assert "seeds 1 to 30" in panel.caption
    panel.show_harvest(crop._replace(is_outdated=True))
    assert "train again" in panel.caption


def test_the_curve_at_the_mouse_is_named_and_a_click_opens_it(qtbot: QtBot) -> None:
    crop = make_crop()
    panel = make(qtbot, crop=crop)
    plot, results = panel.curves, crop.results
    assert results is not None
    worst = int(results.order[-1])
    place = on_curve(plot, crop, worst)
    seen = emitted(panel, "start_pointed", "start_opened")
    qtbot.mouseMove(plot.viewport(), place)
    assert seen == [("start_pointed", worst)]
    assert plot.readout.isVisible()
    assert f"seed {crop.seeds[worst]}" in plot.readout.text
    assert plot._named.isVisible()  # noqa: SLF001
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seen[-1] == ("start_opened", worst)
    corner = QPoint(int(plot.frame.area.right()) - 4, int(plot.frame.area.top()) + 4)
    qtbot.mouseMove(plot.viewport(), corner)
    assert seen[-1] == ("start_pointed", -1)
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=corner)
    assert seen[-1] == ("start_pointed", -1)


def on_curve(plot: ManyRunsPlot, crop: Crop, run: int) -> QPoint:
    """Return a place on the curve of a run, late on its way, where it is alone."""
    results = crop.results
    assert results is not None
    place = plot.frame.to_pixels(float(results.shown_epochs[-6]), float(results.curves[run, -6]))
    return place.toPoint()


def test_keys_go_through_the_runs_from_the_best_and_open_one(qtbot: QtBot) -> None:
    crop = make_crop()
    panel = make(qtbot, crop=crop)
    assert crop.results is not None
    order = crop.results.order.tolist()
    seen = emitted(panel, "start_pointed", "start_opened")
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Return):
        qtbot.keyClick(panel.curves, key)
    assert seen == [
        ("start_pointed", order[0]),
        ("start_pointed", order[1]),
        ("start_pointed", order[2]),
        ("start_pointed", order[1]),
        ("start_opened", order[1]),
    ]
    qtbot.keyClick(panel.curves, Key.Key_Escape)
    assert panel.curves.pointed == -1


def test_the_best_and_the_current_run_are_named_at_their_ends(qtbot: QtBot) -> None:
    crop = make_crop()
    assert crop.results is not None
    panel = make(qtbot, crop=crop._replace(opened=int(crop.results.order[5])))
    assert panel.curves.ends.texts == [f"best: seed {crop.seeds[crop.results.best]}", "this run"]
    assert "best" in panel.curves.accessibleDescription()


def test_runs_that_are_picked_out_stand_out_and_esc_shows_all(qtbot: QtBot) -> None:
    crop = make_crop()
    marked = np.zeros(30, dtype=bool)
    marked[[3, 4]] = True
    panel = make(qtbot, crop=crop._replace(marked=marked))
    assert "2 of 30 picked out" in panel.caption
    layers = panel.curves.bundle._layers  # noqa: SLF001
    assert [len(layer.x) for layer in layers] == [28, 2]
    assert layers[1].color.lightness() < layers[0].color.lightness()
    seen = emitted(panel, "starts_marked")
    qtbot.keyClick(panel, Key.Key_Escape)
    assert seen == [("starts_marked", ())]


def test_moving_the_mouse_does_not_draw_the_bundle_again(qtbot: QtBot) -> None:
    crop = make_crop()
    panel = make(qtbot, crop=crop)
    panel.grab()
    before = panel.curves.bundle._pixmap  # noqa: SLF001
    assert before is not None
    panel.show_harvest(crop._replace(pointed=4))
    panel.grab()
    assert panel.curves.bundle._pixmap is before  # noqa: SLF001
    panel.restyle(DARK)
    panel.grab()
    assert panel.curves.bundle._pixmap is not before  # noqa: SLF001


def test_the_key_l_counts_in_powers_of_ten(qtbot: QtBot) -> None:
    panel = make(qtbot, crop=make_crop())
    qtbot.keyClick(panel, Key.Key_L)
    assert panel.curves.frame.is_log
    assert panel.log_button.isChecked()
    low, high = panel.curves.frame.y_range
    assert -3.0 < low < high < 2.0


@pytest.mark.parametrize("name", ["many_wells", "himmelblau"])
def test_a_function_begins_with_paths_and_says_the_share_at_each_minimum(
    qtbot: QtBot, name: str
) -> None:
    crop = make_crop(name)
    panel = make(qtbot, name, crop)
    assert panel.mode == PATHS
    assert crop.outcomes is not None
    shown = [label.text for label in panel.paths.labels if label.isVisible()]
    assert len(shown) == len(crop.outcomes.groups)
    shares = [100.0 * group.n / 30 for group in crop.outcomes.groups]
    assert [round(float(text.split("%")[0].split(",")[-1])) for text in shown] == [
        pytest.approx(share, abs=0.6) for share in shares
    ]
    panel.mode_buttons[CURVES].click()
    assert panel.mode == CURVES
    assert panel.curves.isVisible()


def test_a_path_is_opened_by_a_click_on_its_start_or_end(qtbot: QtBot) -> None:
    crop = make_crop("himmelblau")
    panel = make(qtbot, "himmelblau", crop)
    assert crop.results is not None
    x, y = crop.results.starts[8]
    place = panel.paths.frame.to_pixels(float(x), float(y)).toPoint()
    seen = emitted(panel, "start_opened")
    qtbot.mouseClick(panel.paths.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seen == [("start_opened", 8)]


def test_a_network_of_many_parameters_has_no_paths(qtbot: QtBot) -> None:
    panel = make(qtbot, "houses")
    assert panel.mode == CURVES
    assert not panel.mode_buttons[PATHS].isVisibleTo(panel.corner())


def test_many_lines_are_rough_until_nothing_new_comes(qtbot: QtBot) -> None:
    crop = make_crop(n=250, epochs=10)
    panel = make(qtbot, crop=crop._replace(is_running=True))
    assert panel.curves.bundle.is_rough
    panel.show_harvest(crop)
    qtbot.waitUntil(lambda: not panel.curves.bundle.is_rough, timeout=2000)
    assert not make(qtbot, crop=make_crop()).curves.bundle.is_rough
