"""Every activity as data: which panels are open, and for which scenarios it is meant.

A new activity is one row of ``activities``; a new panel is a view, its row in ``_views`` and its
place in an activity.
"""

from collections.abc import Callable
from functools import cache
from pkgutil import resolve_name
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gdsim.scenario.spec import GuessesSpec, NetworkSpec, Scenario
from gdsim.scenario.yes_no import asks_yes_or_no
from gdsim.text import _
from gdsim.views.theme import Theme

NETWORK = "network"
"""The activity that the program begins with."""


class PanelInfo(NamedTuple):
    """One panel of an activity.

    Attributes
    ----------
    key : str
    title : str
        For the View menu.
    view : str
        ``module:Class`` in ``gdsim.views``. It is imported and made when the panel is first shown,
        so that the program need not load every activity before it can begin.
    row : int
        0 above, 1 below.
    width : int
        Its share of that row.
    turn : int
        At full speed a third of the panels is drawn each frame: in which frame of three.
    """

    key: str
    title: str
    view: str
    row: int
    width: int
    turn: int

    def make_view(self, theme: Theme) -> QWidget:
        """Return a new view."""
        view: QWidget = resolve_name(f"gdsim.views.{self.view}")(theme)
        return view


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


@cache
def _views() -> dict[str, tuple[str, str]]:
    """Return the title and the place of every view that a panel can hold."""
    return {
        "chain": (_("The chain rule"), "chain.chain_panel:ChainPanel"),
        "threshold": (_("Right and wrong"), "counts.threshold_panel:ThresholdPanel"),
        "try_all": (_("Why not try them all?"), "counts.try_all_panel:TryAllPanel"),
        "curves": (_("Loss and parameters by epoch"), "curves.learning_curves:LearningCurves"),
        "data": (_("Data and fit"), "data.data_plot:DataPlot"),
        "network": (_("The network"), "diagram.diagram:NetworkDiagram"),
        "differences": (_("Step by step"), "guesses.difference_table:DifferenceTable"),
        "errors": (_("Why square?"), "guesses.error_forms:ErrorForms"),
        "guesses": (_("Guesses and truth"), "guesses.guess_plot:GuessPlot"),
        "contour": (_("Loss over slope and intercept"), "landscape.contour_plot:ContourPlot"),
        "slope_loss": (_("Loss over the slope"), "landscape.slope_loss:SlopeLoss"),
        "zigzag": (_("Zig-zag"), "landscape.zigzag:ZigZag"),
        "closed_form": (
            _("The lowest point, worked out"),
            "line.closed_form_panel:ClosedFormPanel",
        ),
        "line": (_("The line"), "line.line_panel:LinePanel"),
        "compare": (_("Runs compared"), "runs.compare_plot:ComparePlot"),
        "runs": (_("Runs"), "runs.runs_panel:RunsPanel"),
        "slice": (_("Loss over one parameter"), "slice.slice_plot:SlicePlot"),
        "table": (_("Number by number"), "table.epoch_table:EpochTable"),
        "tries": (_("Your tries and descent's"), "tries.tries_panel:TriesPanel"),
    }


def _panel(key: str, row: int, width: int, turn: int) -> PanelInfo:
    title, view = _views()[key]
    return PanelInfo(key, title, view, row, width, turn)


@cache
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
                _panel("guesses", 0, 640, 0),
                _panel("differences", 0, 540, 1),
                _panel("errors", 1, 790, 2),
                _panel("curves", 1, 390, 1),
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
                _panel("line", 0, 420, 0),
                _panel("slope_loss", 0, 385, 1),
                _panel("contour", 0, 375, 2),
                _panel("closed_form", 1, 785, 2),
                _panel("curves", 1, 395, 1),
            ),
            (314, 296),
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
                _panel("network", 0, 610, 0),
                _panel("slice", 0, 560, 1),
                _panel("table", 1, 540, 0),
                _panel("data", 1, 300, 2),
                _panel("curves", 1, 342, 1),
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
                _panel("chain", 0, 600, 1),
                _panel("network", 0, 570, 0),
                _panel("table", 1, 640, 0),
                _panel("zigzag", 1, 530, 2),
            ),
            (378, 252),
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
                _panel("network", 0, 610, 0),
                _panel("tries", 0, 560, 1),
                _panel("slice", 1, 600, 1),
                _panel("try_all", 1, 580, 2),
            ),
            (318, 250),
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
                _panel("threshold", 0, 1180, 0),
                _panel("network", 1, 480, 0),
                _panel("data", 1, 350, 2),
                _panel("curves", 1, 350, 1),
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
                _panel("compare", 0, 700, 0),
                _panel("runs", 0, 490, 2),
                _panel("curves", 1, 560, 1),
                _panel("table", 1, 600, 2),
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
