"""Every activity as data: which panels are open, and for which scenarios it is meant.

A new activity is one row of ``activities``; a new panel is a view, its row in ``panel_infos`` and
its place in an activity.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from gdsim.app.panel_infos import PanelInfo, panel
from gdsim.scenario.functions import variables_in
from gdsim.scenario.spec import FunctionSpec, GuessesSpec, NetworkSpec, Scenario
from gdsim.scenario.yes_no import asks_yes_or_no
from gdsim.text import _

NETWORK = "network"
"""The activity that the program begins with."""


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
    has_run : bool
        Whether it shows the run of the document, and so needs transport, timeline and story.
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
    has_run: bool = True


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


def has_one_variable(scenario: Scenario) -> bool:
    """Whether the loss is a function of one variable."""
    spec = scenario.objective
    return isinstance(spec, FunctionSpec) and len(variables_in(spec)) == 1


def has_two_directions(scenario: Scenario) -> bool:
    """Whether the loss can be mapped: a network's, or a function of two variables."""
    spec = scenario.objective
    if isinstance(spec, FunctionSpec):
        return len(variables_in(spec)) == 2
    return isinstance(spec, NetworkSpec)


def draws_starts(scenario: Scenario) -> bool:
    """Whether other starts can be drawn: a network's, or a function's."""
    return isinstance(scenario.objective, NetworkSpec | FunctionSpec)


def has_guesses(scenario: Scenario) -> bool:
    """Whether the parameters are guesses, one for each point."""
    return isinstance(scenario.objective, GuessesSpec)


def has_anything(_scenario: Scenario) -> bool:
    """Fit everything."""
    return True


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
                panel("guesses", 0, 640, 0),
                panel("differences", 0, 540, 1),
                panel("errors", 1, 790, 2),
                panel("curves", 1, 390, 1),
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
                panel("line", 0, 420, 0),
                panel("slope_loss", 0, 385, 1),
                panel("contour", 0, 375, 2),
                panel("closed_form", 1, 785, 2),
                panel("curves", 1, 395, 1),
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
                panel("network", 0, 610, 0),
                panel("slice", 0, 560, 1),
                panel("table", 1, 540, 0),
                panel("data", 1, 300, 2),
                panel("curves", 1, 342, 1),
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
                panel("chain", 0, 600, 1),
                panel("network", 0, 570, 0),
                panel("table", 1, 640, 0),
                panel("zigzag", 1, 530, 2),
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
                panel("network", 0, 610, 0),
                panel("tries", 0, 560, 1),
                panel("slice", 1, 600, 1),
                panel("try_all", 1, 580, 2),
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
                panel("threshold", 0, 1180, 0),
                panel("network", 1, 480, 0),
                panel("data", 1, 350, 2),
                panel("curves", 1, 350, 1),
            ),
            (355, 265),
            "yes_or_no",
        ),
        Activity(
            "ball",
            _("Roll a ball"),
            "ball",
            _("Ball"),
            _("Drag balls along a curve and let them roll: the start decides where they end."),
            has_one_variable,
            (
                panel("slice", 0, 1180, 0),
                panel("function", 1, 350, 2),
                panel("balls", 1, 420, 1),
                panel("curves", 1, 410, 1),
            ),
            (345, 275),
            "two_wells",
        ),
        Activity(
            "valleys",
            _("Valleys and surfaces"),
            "valleys",
            _("Valleys"),
            _("See the loss over two parameters as a map and as a surface, with the ways down."),
            has_two_directions,
            (
                panel("contour", 0, 590, 0),
                panel("surface", 0, 590, 2),
                panel("function", 1, 345, 2),
                panel("balls", 1, 425, 1),
                panel("curves", 1, 410, 1),
            ),
            (360, 260),
            "himmelblau",
        ),
        Activity(
            "starts",
            _("Many starts"),
            "starts",
            _("Starts"),
            _("Train from many random starts at once, and see how often the best is found."),
            draws_starts,
            (
                panel("starts", 0, 720, 0),
                panel("starts_histogram", 0, 460, 2),
                panel("starts_table", 1, 720, 1),
                panel("curves", 1, 460, 1),
            ),
            (370, 250),
            "many_starts",
        ),
        Activity(
            "game",
            _("You against descent"),
            "game",
            _("Game"),
            _("Find the lowest place of a hidden curve with ten looks; then descent tries."),
            has_anything,
            (panel("game", 0, 1180, 0),),
            (620, 0),
            "houses",
            has_run=False,
        ),
        Activity(
            "runs",
            _("Compare runs"),
            "runs",
            _("Runs"),
            _("Go back, change one thing, keep both futures and lay them over each other."),
            has_anything,
            (
                panel("compare", 0, 700, 0),
                panel("runs", 0, 490, 2),
                panel("curves", 1, 560, 1),
                panel("table", 1, 600, 2),
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
