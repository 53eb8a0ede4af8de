"""Every activity as data: which panels are open, and for which scenarios it is meant.

A new activity is one row here; a new panel is a view and one row in an activity.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gdsim.scenario.spec import GuessesSpec, NetworkSpec, Scenario
from gdsim.scenario.yes_no import asks_yes_or_no
from gdsim.text import _
from gdsim.views.chain.chain_panel import ChainPanel
from gdsim.views.counts.threshold_panel import ThresholdPanel
from gdsim.views.counts.try_all_panel import TryAllPanel
from gdsim.views.curves.learning_curves import LearningCurves
from gdsim.views.data.data_plot import DataPlot
from gdsim.views.diagram.diagram import NetworkDiagram
from gdsim.views.guesses.difference_table import DifferenceTable
from gdsim.views.guesses.error_forms import ErrorForms
from gdsim.views.guesses.guess_plot import GuessPlot
from gdsim.views.landscape.contour_plot import ContourPlot
from gdsim.views.landscape.slope_loss import SlopeLoss
from gdsim.views.landscape.zigzag import ZigZag
from gdsim.views.line.closed_form_panel import ClosedFormPanel
from gdsim.views.line.line_panel import LinePanel
from gdsim.views.runs.compare_plot import ComparePlot
from gdsim.views.runs.runs_panel import RunsPanel
from gdsim.views.slice.slice_plot import SlicePlot
from gdsim.views.table.epoch_table import EpochTable
from gdsim.views.theme import Theme
from gdsim.views.tries.tries_panel import TriesPanel

NETWORK = "network"
"""The activity that the program begins with."""


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
    word : str
        What stands under its icon on the rail.
    line : str
        What one does there, in one line.
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
    word: str
    line: str
    fits: Callable[[Scenario], bool]
    panels: tuple[PanelInfo, ...]
    heights: tuple[int, int]
    example: str


def has_network(scenario: Scenario) -> bool:
    """Whether the loss is that of a network."""
    return isinstance(scenario.objective, NetworkSpec)


def is_line(scenario: Scenario) -> bool:
    """Whether the network is a straight line: one input, one target, nothing in between."""
    spec = scenario.objective
    if not isinstance(spec, NetworkSpec) or len(spec.layers) != 1:
        return False
    (layer,), n_inputs = spec.layers, len(spec.dataset.inputs or ())
    return (layer.units, layer.activation, n_inputs) == (1, "identity", 1)


def has_guesses(scenario: Scenario) -> bool:
    """Whether the parameters are guesses, one for each point."""
    return isinstance(scenario.objective, GuessesSpec)


def has_anything(_scenario: Scenario) -> bool:
    """Fit everything."""
    return True


def activities() -> tuple[Activity, ...]:
    """Return all activities, in the order of the rail."""
    return (
        Activity(
            "guess",
            _("Guess and error"),
            "guess",
            _("Guess"),
            _("Drag guesses towards the truth; see each error, its square and their sum."),
            has_guesses,
            (
                PanelInfo("guesses", _("Guesses and truth"), GuessPlot, 0, 640, 0),
                PanelInfo("differences", _("Step by step"), DifferenceTable, 0, 540, 1),
                PanelInfo("errors", _("Why square?"), ErrorForms, 1, 790, 2),
                PanelInfo("curves", _("Loss and parameters by epoch"), LearningCurves, 1, 390, 1),
            ),
            (350, 270),
            "guess_and_error",
        ),
        Activity(
            "slope",
            _("One slope"),
            "slope",
            _("One slope"),
            _("Turn a line through data; its loss, point by point, becomes a parabola."),
            is_line,
            (
                PanelInfo("line", _("Data and line"), LinePanel, 0, 470, 0),
                PanelInfo("slope_loss", _("Loss over the slope"), SlopeLoss, 0, 340, 1),
                PanelInfo(
                    "closed_form", _("The best line, worked out"), ClosedFormPanel, 0, 385, 2
                ),
                PanelInfo("contour", _("Loss over slope and intercept"), ContourPlot, 1, 600, 2),
                PanelInfo("curves", _("Loss and parameters by epoch"), LearningCurves, 1, 600, 1),
            ),
            (400, 210),
            "slope_and_intercept",
        ),
        Activity(
            "network",
            _("The network"),
            "network",
            _("Network"),
            _("Watch a small network learn, epoch by epoch, and touch every number of it."),
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
        Activity(
            "by_hand",
            _("Check it by hand"),
            "by-hand",
            _("By hand"),
            _("Follow one number through an update: forward, loss, chain rule, new value."),
            has_network,
            (
                PanelInfo("chain", _("The chain rule"), ChainPanel, 0, 600, 1),
                PanelInfo("network", _("The network"), NetworkDiagram, 0, 570, 0),
                PanelInfo("table", _("Number by number"), EpochTable, 1, 640, 0),
                PanelInfo("zigzag", _("Zig-zag"), ZigZag, 1, 530, 2),
            ),
            (405, 225),
            "houses",
        ),
        Activity(
            "you_first",
            _("You first"),
            "you-first",
            _("You first"),
            _("Turn the weights by hand for the lowest loss; then let descent try."),
            has_network,
            (
                PanelInfo("network", _("The network"), NetworkDiagram, 0, 610, 0),
                PanelInfo("tries", _("Your tries and descent's"), TriesPanel, 0, 560, 1),
                PanelInfo("slice", _("Loss over one parameter"), SlicePlot, 1, 600, 1),
                PanelInfo("try_all", _("Why not try them all?"), TryAllPanel, 1, 580, 2),
            ),
            (320, 300),
            "houses",
        ),
        Activity(
            "yes_no",
            _("Right and wrong"),
            "yes-no",
            _("Yes or no"),
            _("Drag the threshold of a yes-or-no answer and count what is right and wrong."),
            asks_yes_or_no,
            (
                PanelInfo("threshold", _("Right and wrong"), ThresholdPanel, 0, 1180, 0),
                PanelInfo("network", _("The network"), NetworkDiagram, 1, 480, 0),
                PanelInfo("data", _("Data and fit"), DataPlot, 1, 350, 2),
                PanelInfo("curves", _("Loss and parameters by epoch"), LearningCurves, 1, 350, 1),
            ),
            (355, 265),
            "yes_or_no",
        ),
        Activity(
            "runs",
            _("Compare runs"),
            "runs",
            _("Runs"),
            _("Go back, change one thing, keep both futures and lay them over each other."),
            has_anything,
            (
                PanelInfo("compare", _("Loss of every run"), ComparePlot, 0, 700, 0),
                PanelInfo("runs", _("Runs"), RunsPanel, 0, 490, 2),
                PanelInfo("curves", _("Loss and parameters by epoch"), LearningCurves, 1, 560, 1),
                PanelInfo("table", _("Number by number"), EpochTable, 1, 600, 2),
            ),
            (380, 240),
            "houses",
        ),
    )


def activity(key: str) -> Activity:
    """Return the activity ``key``."""
    return next(found for found in activities() if found.key == key)


def fitting(scenario: Scenario, current: str) -> Activity:
    """Return the activity that is to show ``scenario``.

    It is the one that the scenario names, else the current one, else the first, that fits.
    """
    table = activities()
    wanted = [found for key in (scenario.activity, current) for found in table if found.key == key]
    return next(found for found in (*wanted, *table) if found.fits(scenario))
