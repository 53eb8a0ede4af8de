"""Every activity, and so every one that will be added, keeps the promises of the table."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gdsim import resources
from gdsim.app.activities import Activity, activities
from gdsim.scenario import library
from gdsim.session.pace import TURNS
from gdsim.views.theme import LIGHT
from tests.app.conftest import OpenWindow
from tests.session.conftest import settle

ALL = activities()


def test_keys_are_used_once() -> None:
    assert len({activity.key for activity in ALL}) == len(ALL)


@pytest.mark.parametrize("activity", ALL, ids=lambda a: a.key)
def test_an_activity_has_at_most_five_panels_the_main_one_foremost(activity: Activity) -> None:
    """The main panel is the first and widest of the upper row, which is the higher one."""
    main, *others = activity.panels
    assert len(others) <= 4
    above, below = activity.heights
    assert main.row == 0
    assert above > below
    assert all(panel.width <= main.width for panel in others if panel.row == 0)
    assert len({panel.key for panel in activity.panels}) == len(activity.panels)


@pytest.mark.parametrize("activity", ALL, ids=lambda a: a.key)
def test_its_example_fits_and_its_icon_is_there(activity: Activity) -> None:
    scenario = library.read(library.builtin_path(activity.example)).scenario
    assert activity.fits(scenario)
    assert Path(resources.path("icons", f"{activity.icon}.svg")).is_file()


@pytest.mark.parametrize("activity", ALL, ids=lambda a: a.key)
def test_its_panels_share_the_frames_at_full_speed(activity: Activity) -> None:
    assert {panel.turn for panel in activity.panels} <= set(range(TURNS))


@pytest.mark.parametrize("activity", ALL, ids=lambda a: a.key)
def test_every_panel_is_a_view_that_shows_and_says_its_heading(
    activity: Activity, qtbot: QtBot
) -> None:
    for panel in activity.panels:
        view = panel.make_view(LIGHT)
        qtbot.addWidget(view)
        for name in ("restyle", "corner", "heading_changed"):
            assert hasattr(view, name), (panel.key, name)
        shows = ("show_snapshot", "show_all_runs")  # a list of runs shows no moment
        assert any(hasattr(view, name) for name in shows), panel.key


@pytest.mark.parametrize("name", library.scenario_names())
def test_every_example_can_be_shown_and_stepped(
    open_window: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window = open_window(name)
    for _i in range(3):
        window.action("step").trigger()
        settle(qtbot, window.session)
    assert window.session.selection.epoch == 3
    window.action("back").trigger()
    settle(qtbot, window.session)
    assert window.session.selection.epoch == 2


@pytest.mark.parametrize("activity", ALL, ids=lambda a: a.key)
def test_every_title_fits_its_panel(
    open_window: OpenWindow, qtbot: QtBot, activity: Activity
) -> None:
    window = open_window(activity.example)
    window.switch.go_to(activity.key)
    window.action("step").trigger()
    settle(qtbot, window.session)
    for panel in window.stack.panels.values():
        assert panel.bar.title == panel.bar.accessibleName()
