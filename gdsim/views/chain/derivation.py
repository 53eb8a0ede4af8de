"""How a gradient's part comes about, line by line: Subject, Snapshot -> Derivation."""

from math import isfinite, nan
from typing import NamedTuple

from gdsim.engine.chains import Chain, RowChain
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.arithmetic import of_epoch
from gdsim.scenario.quantities import MINUS, TIMES, bare, short, signed
from gdsim.scenario.step_texts import step_texts
from gdsim.scenario.subject import Subject
from gdsim.scenario.unit_names import unit_name
from gdsim.text import _
from gdsim.views.chain import symbols
from gdsim.views.chain.equation import Equation, Term
from gdsim.views.chain.symbols import LOSS, ROW, Symbol

MOST_PATHS = 3
"""So many terms of a sum over paths are written out."""
PLAIN = "gradient_descent"


class Derivation(NamedTuple):
    """All that the panel says.

    Attributes
    ----------
    name : str
        Of the parameter.
    row : Equation
        One row's slope by the chain rule.
    row_note : str
        What stands below it: the sum over paths written out, or why there are no numbers.
    rows : Equation
        The sum over all rows, and the penalty.
    rows_note : str
        This row's share of it.
    update : Equation
        Empty where the parameter does not move.
    update_note : str
        What the sign means, in words.
    """

    name: str
    row: Equation
    row_note: str
    rows: Equation
    rows_note: str
    update: Equation
    update_note: str


def derive(subject: Subject, snapshot: Snapshot, chain: Chain) -> Derivation:
    """Return all that is to be said about ``chain``, which belongs to ``snapshot``."""
    objective = subject.experiment.objective
    assert isinstance(objective, NetworkObjective)
    name = subject.names[chain.parameter]
    symbol = symbols.parameter(name)
    return Derivation(
        name,
        _row_equation(subject, objective, chain, symbol),
        _row_note(subject, objective.network, snapshot, chain),
        _rows_equation(objective, snapshot, chain, symbol),
        _rows_note(chain),
        _update_equation(snapshot, chain, symbol),
        _update_note(snapshot, chain, name),
    )


def _row_equation(
    subject: Subject, objective: NetworkObjective, chain: Chain, symbol: Symbol
) -> Equation:
    row, place = None if chain.is_cut else chain.row, chain.place
    left = symbols.partial(ROW, symbol)
    caption = _("one row") if row is None else _("row {row}").format(row=f"{row.row + 1:,}")
    terms = [Term("", left, nan if row is None else row.slope, caption)]
    network = objective.network
    terms += _delta_terms(objective, row, chain)
    if place.source is None:
        terms.append(Term(TIMES, Symbol("1", "1"), 1.0, _("for a bias")))
    else:
        below = symbols.unit(network, place.layer - 1, place.source)
        if place.layer == 0:
            caption = _("input {name}").format(name=subject.inputs[place.source].label)
        else:
            caption = unit_name(subject, place.layer, place.source)
        terms.append(Term(TIMES, below, nan if row is None else row.multiplied, caption))
    terms[1] = terms[1]._replace(operator="=")
    return tuple(terms)


def _delta_terms(objective: NetworkObjective, row: RowChain | None, chain: Chain) -> list[Term]:
    """Return the factors of the delta of the parameter's unit."""
    network, place = objective.network, chain.place
    last = len(network.layers) - 1
    if place.layer == last:
        return _output_terms(objective, row, place.unit)
    above = network.weight_index[place.layer + 1][:, place.unit]
    terms = []
    if len(above) == 1:
        weight = symbols.parameter(network.names[above[0]])
        if place.layer + 1 == last:
            terms += _output_terms(objective, row, 0)
        else:
            delta = symbols.unit(network, place.layer + 1, 0, "δ")
            value = nan if row is None else float(row.layers[place.layer + 1].deltas[0])
            terms.append(Term(TIMES, delta, value, _("delta of the unit above")))
        onward = float(chain.weights_above[0])
        terms.append(Term(TIMES, weight, onward if row else nan, _("weight")))
    else:
        paths = Symbol(r"\sum_{k} w_k\,\delta_k", "Σₖ wₖ δₖ")
        value = nan if row is None else _paths_sum(chain, row)
        caption = _("sum over {n} paths").format(n=len(above))
        terms.append(Term(TIMES, paths, value, caption))
    return terms + _bend(network, place.layer, place.unit, row)


def _paths_sum(chain: Chain, row: RowChain) -> float:
    return float(sum(chain.weights_above * row.layers[chain.place.layer + 1].deltas))


def _output_terms(objective: NetworkObjective, row: RowChain | None, output: int) -> list[Term]:
    """Return the factors of the delta of an output."""
    network, loss = objective.network, objective.loss_function
    value = nan if row is None else float(row.slopes[output])
    symbol = symbols.loss_slope(network, loss, output)
    terms = [Term(TIMES, symbol, value, symbols.loss_slope_caption(loss))]
    if loss.goes_with is None:
        terms += _bend(network, len(network.layers) - 1, output, row)
    return terms


def _bend(network: Network, layer: int, unit: int, row: RowChain | None) -> list[Term]:
    """Return the derivative of the activation; it is left out where it is 1 everywhere."""
    activation = network.layers[layer].activation.name
    if activation == "identity":
        return []
    value = nan if row is None else float(row.layers[layer].derivatives[unit])
    caption = _("slope of {activation}").format(activation=activation.replace("_", " "))
    return [Term(TIMES, symbols.activation_slope(network, layer, unit), value, caption)]


def _row_note(subject: Subject, network: Network, snapshot: Snapshot, chain: Chain) -> str:
    if chain.is_cut:
        return ""
    if chain.row is None:
        return _(
            "Typed inputs have no true answer, so they have no loss and no slope. Choose a row."
        )
    if len(chain.weights_above) < 2:
        return ""
    layer = chain.place.layer + 1
    deltas = chain.row.layers[layer].deltas
    terms: list[str] = []
    for k, weight in enumerate(chain.weights_above[:MOST_PATHS].tolist()):
        product = f"{_factor(weight)} {TIMES} {_factor(float(deltas[k]))}"
        terms.append(product if not terms else f"+ {product}")
    if len(chain.weights_above) > MOST_PATHS:
        terms.append("+ …")
    return _("The sum: {terms} = {sum}. Each δ is a slope by the sum of a unit above.").format(
        terms=" ".join(terms), sum=short(_paths_sum(chain, chain.row))
    )


def _factor(value: float) -> str:
    text = short(value, 3)
    return f"({text})" if text.startswith(MINUS) else text


def _rows_equation(
    objective: NetworkObjective, snapshot: Snapshot, chain: Chain, symbol: Symbol
) -> Equation:
    gradient = symbols.partial(LOSS, symbol)
    epoch = _("at epoch {epoch}").format(epoch=f"{snapshot.epoch:,}")
    inner = symbols.partial(ROW, symbol)
    total = Symbol(rf"\sum_{{i}} {inner.latex}", f"Σᵢ {inner.plain}")
    rows = f"{chain.n_rows:,}"
    terms = [
        Term("", gradient, chain.by_chain, epoch, "gradient"),
        Term("=", total, chain.total, _("sum over {n} rows").format(n=rows)),
    ]
    if objective.loss_function.is_mean:
        divisor = Term("÷", Symbol("n", "n"), float(chain.divisor), _("rows: a mean"))
        terms.append(divisor)
    if objective.penalty is not None and chain.place.source is not None:
        penalty = objective.penalty[0]
        form = {
            "l2": Symbol(rf"\lambda\,{symbol.latex}", f"λ {symbol.plain}"),
            "l1": Symbol(
                rf"\lambda\operatorname{{sign}}({symbol.latex})", f"λ sign({symbol.plain})"
            ),
        }.get(penalty.name, Symbol("P'", "P'"))
        caption = _("penalty {name}").format(name=penalty.name.upper())
        terms.append(Term("+", form, chain.penalty, caption))
    return tuple(terms)


def _rows_note(chain: Chain) -> str:
    row = chain.row
    if chain.is_cut or row is None:
        return ""
    number = f"{row.row + 1:,}"
    if not row.is_training:
        return _("Row {row} is held out for testing, so it adds nothing to this sum.").format(
            row=number
        )
    if chain.divisor == 1:
        return _("Row {row} adds its {slope} to the sum.").format(
            row=number, slope=signed(short(row.slope))
        )
    return _("Row {row} adds {slope} ÷ {n} = {share} to the gradient.").format(
        row=number, slope=short(row.slope), n=f"{chain.divisor:,}", share=short(row.share)
    )


def _update_equation(snapshot: Snapshot, chain: Chain, symbol: Symbol) -> Equation:
    gradient = symbols.partial(LOSS, symbol)
    i, settings = chain.parameter, snapshot.settings
    if chain.is_cut or not settings.free[i]:
        return ()
    texts = step_texts(of_epoch(snapshot), i)
    new = Symbol(rf"{symbol.latex}^{{\,\text{{new}}}}", _("new {name}").format(name=symbol.plain))
    terms = [
        Term("", new, float(snapshot.new[i]), _("after the step"), text=texts.new),
        Term("=", symbol, chain.value, _("now"), text=texts.current),
    ]
    if settings.optimizer.name == PLAIN and snapshot.n_updates == 1:
        terms += [
            Term(MINUS, symbols.RATE, settings.rate, _("learning rate"), text=texts.rate),
            Term(TIMES, gradient, chain.by_engine, _("gradient"), "gradient", texts.gradient),
        ]
    else:
        step = Symbol(rf"\Delta {symbol.latex}", f"Δ{symbol.plain}")
        moved, caption = float(snapshot.delta[i]), _step_caption(snapshot)
        terms.append(Term("+", step, moved, caption, text=bare(texts.step)))
    return tuple(terms)


def _step_caption(snapshot: Snapshot) -> str:
    if snapshot.n_updates > 1:
        return _("step of {n} updates").format(n=f"{snapshot.n_updates:,}")
    return _("step by {method}").format(method=_method(snapshot))


def _method(snapshot: Snapshot) -> str:
    return snapshot.settings.optimizer.name.replace("_", " ")


def _update_note(snapshot: Snapshot, chain: Chain, name: str) -> str:
    i, gradient = chain.parameter, chain.by_engine
    step = float(snapshot.delta[i])
    if chain.is_cut:
        return _("{name} is cut: it counts as 0 and has no derivative.").format(name=name)
    if not snapshot.settings.free[i]:
        return _("{name} is frozen: it has a slope, but no step follows.").format(name=name)
    if not isfinite(gradient) or not isfinite(step):
        return ""
    if gradient == 0.0:
        slope = _("Gradient 0: here the loss is flat along {name}").format(name=name)
    elif gradient < 0.0:
        slope = _("Negative gradient: a larger {name} means less loss").format(name=name)
    else:
        slope = _("Positive gradient: a smaller {name} means less loss").format(name=name)
    return f"{slope}{_movement(snapshot, step, gradient, name)}"


def _movement(snapshot: Snapshot, step: float, gradient: float, name: str) -> str:
    """Return the second half of the sentence: what the step makes of the slope."""
    size = short(abs(step))
    if step == 0.0:
        return _(", so {name} stays.").format(name=name)
    way = _("rises") if step > 0.0 else _("falls")
    if step * gradient < 0.0 and snapshot.n_updates == 1:
        return _(", so {name} {way} by {size}.").format(name=name, way=way, size=size)
    if snapshot.n_updates > 1:
        return _(". In {n} updates, each on a batch of rows, {name} {way} by {size}.").format(
            n=f"{snapshot.n_updates:,}", name=name, way=way, size=size
        )
    return _(". What {method} remembers wins: {name} {way} by {size}.").format(
        method=_method(snapshot), name=name, way=way, size=size
    )
