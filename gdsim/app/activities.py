"""Every activity as data: which panels are open, and for which scenarios it is meant.

A new activity is one row here; a new panel is a view and one row in an activity.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gdsim.scenario.spec import NetworkSpec, Scenario
from gdsim.text import _
from gdsim.views.curves.learning_curves import LearningCurves
from gdsim.views.data.data_plot import DataPlot
from gdsim.views.diagram.diagram import NetworkDiagram
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.theme import Theme


class PanelInfo(NamedTuple):
    """One panel of an activity.

    Attributes
    ----------
    key : str
    title : str
        For the View menu.
    view : callable
        ``view(theme) -> QWidget``, made when the panel is first shown.
    row : int
        0 above, 1 below.
    width : int
        Its share of that row.
    turn : int
        At full speed a third of the panels is drawn each frame: in which frame of three.
    """

    key: str
    title: str
    view: Callable[[Theme], QWidget]
    row: int
    width: int
    turn: int


class Activity(NamedTuple):
    """One way of looking at a scenario.

    Attributes
    ----------
    key, title, icon : str
    fits : callable
        ``fits(scenario) -> bool``.
    panels : tuple of PanelInfo
        At most five, the main one first.
    heights : tuple of int
        The rows' shares.
    example : str
        The builtin scenario that it opens where nothing fits.
    """

    key: str
    title: str
    icon: str
    fits: Callable[[Scenario], bool]
    panels: tuple[PanelInfo, ...]
    heights: tuple[int, int]
    example: str


def has_network(scenario: Scenario) -> bool:
    """Whether the loss is that of a network."""
    return isinstance(scenario.objective, NetworkSpec)


def activities() -> tuple[Activity, ...]:
    """Return all activities, in the order of the rail."""
    return (
        Activity(
            "network",
            _("The network"),
            "network",
            has_network,
            (
                PanelInfo("network", _("The network"), NetworkDiagram, 0, 610, 0),
                PanelInfo("slice", _("Loss over one parameter"), SlicePlot, 0, 560, 1),
                PanelInfo("table", _("Number by number"), EpochTable, 1, 600, 0),
                PanelInfo("data", _("Data and fit"), DataPlot, 1, 270, 2),
                PanelInfo("curves", _("Loss and parameters by epoch"), LearningCurves, 1, 312, 1),
            ),
            (355, 235),
            "houses",
        ),
    )
