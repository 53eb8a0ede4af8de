r"""What the parts of a network are called in formulas: a place -> ``a_{1}^{(2)}``, "a1^(2)"."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from gdsim.engine.losses import Loss
from gdsim.engine.network import Network
from gdsim.scenario.quantities import MINUS
from gdsim.text import _


class Symbol(NamedTuple):
    """The same in LaTeX and in plain text."""

    latex: str
    plain: str


LOSS = Symbol("L", "L")
ROW = Symbol("L_i", "Lᵢ")
"""The loss of one row."""
RATE = Symbol(r"\eta", "η")

_INNER: Mapping[str, Symbol] = MappingProxyType(
    {
        "sigmoid": Symbol("{a}(1-{a})", "{a} (1 − {a})"),
        "tanh": Symbol("(1-{a}^2)", "(1 − {a}²)"),
        "tanh^": Symbol("(1-({a})^2)", "(1 − ({a})²)"),
    }
)
"""Derivatives that are written with the activation itself, and such that has an exponent."""

_SLOPES: Mapping[str, Symbol] = MappingProxyType(
    {
        "sse": Symbol("2({a}-{y})", "2 ({a} − {y})"),
        "mse": Symbol("2({a}-{y})", "2 ({a} − {y})"),
        "half_sse": Symbol("({a}-{y})", "({a} − {y})"),
        "half_mse": Symbol("({a}-{y})", "({a} − {y})"),
        "sum_abs": Symbol(r"\operatorname{{sign}}({a}-{y})", "sign({a} − {y})"),
        "mae": Symbol(r"\operatorname{{sign}}({a}-{y})", "sign({a} − {y})"),
        "binary_cross_entropy": Symbol("({a}-{y})", "({a} − {y})"),
        "cross_entropy": Symbol("({a}-{y})", "({a} − {y})"),
    }
)
"""The derivative of a row's loss by its answer, for the losses whose formula is known here."""


def parameter(name: str) -> Symbol:
    """Return the symbol of "w3"."""
    return Symbol(f"{name[0]}_{{{name[1:]}}}", name)


def partial(of: Symbol, by: Symbol) -> Symbol:
    """Return the partial derivative of one thing by another."""
    return Symbol(
        rf"\frac{{\partial {of.latex}}}{{\partial {by.latex}}}", f"∂{of.plain}/∂{by.plain}"
    )


def unit(network: Network, layer: int, number: int, letter: str = "a") -> Symbol:
    """Return the symbol of a unit's activation, or of its z or δ; layer -1 are the inputs."""
    if layer < 0:
        return Symbol(f"x_{{{number + 1}}}", f"x{number + 1}")
    if letter == "a" and layer == len(network.layers) - 1:
        return _output(network, number, Symbol(r"\hat{y}", "ŷ"))
    latex, plain = (r"\delta", "δ") if letter == "δ" else (letter, letter)
    if len(network.layers) <= 2:
        if layer == len(network.layers) - 1:
            return _output(network, number, Symbol(latex, plain))
        return Symbol(f"{latex}_{{{number + 1}}}", f"{plain}{number + 1}")
    above = layer + 1
    return Symbol(f"{latex}_{{{number + 1}}}^{{({above})}}", f"{plain}{number + 1}^({above})")


def _output(network: Network, number: int, symbol: Symbol) -> Symbol:
    """Return a symbol with the output's number, if there are several."""
    if network.n_outputs == 1:
        return symbol
    return Symbol(f"{symbol.latex}_{{{number + 1}}}", f"{symbol.plain}{number + 1}")


def activation_slope(network: Network, layer: int, number: int) -> Symbol:
    """Return the derivative of a unit's activation by its sum."""
    name, a = network.layers[layer].activation.name, unit(network, layer, number)
    known = _INNER.get(f"{name}^" if "^" in a.latex else name, _INNER.get(name))
    if known is not None:
        return _filled(known, a=a)
    z = unit(network, layer, number, "z")
    words = name.replace("_", " ")
    return Symbol(rf"\text{{{words}}}'({z.latex})", f"{words}'({z.plain})")


def loss_slope(network: Network, loss: Loss, output: int) -> Symbol:
    """Return the derivative of a row's loss by an answer."""
    a = unit(network, len(network.layers) - 1, output)
    known = _SLOPES.get(loss.name)
    if known is None:
        return partial(ROW, a)
    return _filled(known, a=a, y=_output(network, output, Symbol("y", "y")))


def loss_slope_caption(loss: Loss) -> str:
    """Return what that derivative is, in words."""
    if loss.goes_with is not None:
        return _("probability {minus} truth").format(minus=MINUS)
    return _("slope of the loss")


def _filled(pattern: Symbol, **symbols: Symbol) -> Symbol:
    return Symbol(
        pattern.latex.format(**{key: symbol.latex for key, symbol in symbols.items()}),
        pattern.plain.format(**{key: symbol.plain for key, symbol in symbols.items()}),
    )
