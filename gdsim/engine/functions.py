"""Functions to descend on without any data: name -> formula, bounds, minima, what it teaches.

The formula is an expression as a person would type it, so that built-in and typed functions go the
same way. A new function is one row of the table.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

Bounds: TypeAlias = tuple[tuple[float, float], ...]
"""(lowest, highest) of each variable."""


class Minimum(NamedTuple):
    """A place from which every small step leads up.

    Attributes
    ----------
    place : tuple of float
        A value of each variable.
    value : float
    is_global : bool
        Whether nothing in the bounds is lower.
    """

    place: tuple[float, ...]
    value: float
    is_global: bool = True


class Constant(NamedTuple):
    """A number in a formula that can be turned like a knob.

    Attributes
    ----------
    name : str
        As it stands in the formula.
    default, lowest, highest : float
    text : str
        What it is.
    """

    name: str
    default: float
    lowest: float
    highest: float
    text: str


class Function(NamedTuple):
    """A function with a name.

    Attributes
    ----------
    name, title, expression : str
    variables : tuple of str
        One or two.
    bounds : Bounds
        Where one looks at it first.
    minima : tuple of Minimum
        The known ones in the bounds, the lowest first; of many the lowest alone.
    teaches : str
        What is to be seen on it, in one line.
    source : str
        Where formula and minima stand.
    rate : float
        A learning rate at which that is seen.
    constants : tuple of Constant
    """

    name: str
    title: str
    expression: str
    variables: tuple[str, ...]
    bounds: Bounds
    minima: tuple[Minimum, ...]
    teaches: str
    source: str
    rate: float
    constants: tuple[Constant, ...] = ()


def _curve(
    name: str,
    title: str,
    expression: str,
    bounds: tuple[float, float],
    minima: tuple[tuple[float, float], ...],
    rate: float,
    teaches: str,
    source: str,
) -> Function:
    """Return a function of x with its minima (x, value), the lowest first."""
    lowest = minima[0][1]
    found = tuple(Minimum((x,), value, value == lowest) for x, value in minima)
    return Function(name, title, expression, ("x",), (bounds,), found, teaches, source, rate)


def _landscape(
    name: str,
    title: str,
    expression: str,
    bounds: tuple[float, float] | Bounds,
    minima: tuple[tuple[float, float, float], ...],
    rate: float,
    teaches: str,
    source: str,
    constants: tuple[Constant, ...] = (),
) -> Function:
    """Return a function of x and y with its minima (x, y, value), the lowest first."""
    both = bounds if isinstance(bounds[0], tuple) else (bounds, bounds)
    found = tuple(Minimum((x, y), value, value == minima[0][2]) for x, y, value in minima)
    return Function(
        name, title, expression, ("x", "y"), both, found, teaches, source, rate, constants
    )


_CALCULUS = "by hand: where the derivative is 0"
_SURVEY = "Jamil and Yang, A literature survey of benchmark functions, 2013"

_TABLE = (
    _curve(
        "bowl", "Bowl", "x^2", (-3.0, 3.0), ((0.0, 0.0),),
        0.1,
        "The slope shrinks on the way down, and so does every step.",
        _CALCULUS,
    ),
    _curve(
        "steep_bowl", "Steep bowl", "8x^2", (-3.0, 3.0), ((0.0, 0.0),),
        0.11,
        "A rate that suits a gentle bowl throws the ball out of a steep one.",
        _CALCULUS,
    ),
    _curve(
        "two_wells", "Two wells", "x^4 - 3x^2 + x", (-2.5, 2.5),
        ((-1.3008395659415772, -3.51390503893479), (1.1309011226299859, -1.0702301817761541)),
        0.04,
        "Where a ball starts decides which well it ends in.",
        "by hand: the roots of 4x³ − 6x + 1",
    ),
    _curve(
        "many_wells", "Many wells", "x^2/10 + sin(3x)", (-6.0, 6.0),
        (
            (-0.5122140283561128, -0.9731804794973067),
            (1.53658988014775, -0.7586284086132371),
            (-2.5608069380735436, -0.3295462859357773),
            (3.5847518173037196, 0.31402091965919043),
            (-4.608298882423006, 1.1720033155244853),
            (5.631303162965094, 2.2443028149427553),
        ),
        0.05,
        "Descent stops in the nearest well; only many starts find the lowest.",
        "in the manner of Rastrigin, 1974; the roots of x/5 + 3·cos 3x",
    ),
    _curve(
        "plateau", "Plateau", "tanh(x)^2", (-5.0, 5.0), ((0.0, 0.0),),
        0.5,
        "Far out the slope vanishes, and the ball hardly moves, though it is far from done.",
        "LeCun, Bottou, Orr and Müller, Efficient BackProp, 1998, on flat ends of tanh",
    ),
    _curve(
        "cliff", "Cliff", "x^2/10 + exp(4(x - 2))", (-4.0, 2.8),
        ((-0.006536115893487135, 0.0003310778757716663),),
        0.2,
        "On the wall the slope explodes, and one step throws the ball far across.",
        "in the manner of Pascanu, Mikolov and Bengio, 2013; the root of x/5 + 4·exp(4x − 8)",
    ),
    _curve(
        "inflection", "Level step", "x^4/4 - x^3", (-1.5, 4.2), ((3.0, -6.75),),
        0.05,
        "A slope of 0 is no proof of a minimum: from the left every ball gets stuck half way.",
        "by hand: the roots of x³ − 3x²",
    ),
    _curve(
        "absolute_value", "Kink", "|x|", (-3.0, 3.0), ((0.0, 0.0),),
        0.4,
        "The slope does not shrink, so the ball hops over the kink for ever.",
        "by hand: the slope is −1 or 1",
    ),
    _landscape(
        "sphere", "Round bowl", "x^2 + y^2", (-3.0, 3.0), ((0.0, 0.0, 0.0),),
        0.1,
        "Everywhere the gradient points straight away from the lowest place.",
        "De Jong, 1975, function 1",
    ),
    _landscape(
        "stretched_bowl", "Stretched bowl", "(x^2 + k*y^2)/2", (-3.0, 3.0), ((0.0, 0.0, 0.0),),
        0.09,
        "The steep side limits the rate, and the gentle side then takes for ever.",
        "Cauchy, 1847; Nocedal and Wright, Numerical Optimization, 2006, chapter 3",
        (Constant("k", 20.0, 1.0, 200.0, "condition number"),),
    ),
    _landscape(
        "rosenbrock", "Rosenbrock's valley", "(1 - x)^2 + 100(y - x^2)^2",
        ((-2.0, 2.0), (-1.0, 3.0)), ((1.0, 1.0, 0.0),),
        0.001,
        "The valley is found at once; following its bend takes thousands of steps.",
        "Rosenbrock, 1960",
    ),
    _landscape(
        "himmelblau", "Himmelblau's four valleys", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        (-5.0, 5.0),
        (
            (3.0, 2.0, 0.0),
            (-2.805118086952745, 3.131312518250573, 0.0),
            (-3.779310253377747, -3.283185991286170, 0.0),
            (3.584428340330492, -1.848126526964404, 0.0),
        ),
        0.01,
        "Four places are lowest, and the start alone decides among them.",
        "Himmelblau, Applied Nonlinear Programming, 1972",
    ),
    _landscape(
        "rastrigin", "Rastrigin's egg box",
        "20 + x^2 + y^2 - 10cos(2pi*x) - 10cos(2pi*y)", (-5.12, 5.12), ((0.0, 0.0, 0.0),),
        0.002,
        "A hundred hollows and one that is lowest: descent takes the nearest.",
        "Rastrigin, 1974",
    ),
    _landscape(
        "ackley", "Ackley's funnel",
        "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi*x) + cos(2pi*y))/2) + 20 + e",
        (-5.0, 5.0), ((0.0, 0.0, 0.0),),
        0.02,
        "A funnel full of dents, so small steps stop early and large ones roll on.",
        "Ackley, 1987",
    ),
    _landscape(
        "beale", "Beale's corner",
        "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        (-4.5, 4.5), ((3.0, 0.5, 0.0),),
        0.01,
        "Almost flat in the middle and steep in the corners: no single rate suits both.",
        "Beale, 1958",
    ),
    _landscape(
        "booth", "Booth's bowl", "(x + 2y - 7)^2 + (2x + y - 5)^2", (-10.0, 10.0),
        ((1.0, 3.0, 0.0),),
        0.05,
        "A bowl askew: each variable's slope depends on the other.",
        _SURVEY,
    ),
    _landscape(
        "matyas", "Matyas's trough", "0.26(x^2 + y^2) - 0.48x*y", (-10.0, 10.0),
        ((0.0, 0.0, 0.0),),
        0.9,
        "A long trough askew: quickly down its sides, slowly along it.",
        _SURVEY,
    ),
    _landscape(
        "saddle", "Saddle", "x^2 - y^2", (-2.0, 2.0), (),
        0.1,
        "Down in one direction is up in the other; on the ridge the ball seems done.",
        "by hand: the curvatures are 2 and −2",
    ),
    _landscape(
        "monkey_saddle", "Monkey saddle", "x^3 - 3x*y^2", (-2.0, 2.0), (),
        0.05,
        "Three ways down and three up, and in the middle no curvature at all.",
        "Hilbert and Cohn-Vossen, Anschauliche Geometrie, 1932",
    ),
    _landscape(
        "well_in_a_plain", "Well in a plain", "1 - exp(-(x^2 + y^2)/2)", (-5.0, 5.0),
        ((0.0, 0.0, 0.0),),
        0.5,
        "Around the well all is level: a ball that starts out there hardly moves.",
        "in the manner of Easom, 1990",
    ),
    _landscape(
        "three_hump_camel", "Three-hump camel", "2x^2 - 1.05x^4 + x^6/6 + x*y + y^2",
        (-2.2, 2.2),
        (
            (0.0, 0.0, 0.0),
            (1.7475523458302893, -0.8737761729151446, 0.29863844223686),
            (-1.7475523458302893, 0.8737761729151446, 0.29863844223686),
        ),
        0.05,
        "Three hollows, of which the middle one is lowest.",
        _SURVEY,
    ),
)  # fmt: skip

FUNCTIONS: Mapping[str, Function] = MappingProxyType({row.name: row for row in _TABLE})
"""name -> function, those of one variable first."""
