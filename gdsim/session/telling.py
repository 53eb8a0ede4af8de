"""What one part of an epoch does, in a sentence with its numbers: Snapshot, Phase -> Story."""

from gdsim.engine.chains import penalty_slope
from gdsim.engine.history import History
from gdsim.engine.network import Network
from gdsim.engine.objective import NetworkObjective
from gdsim.engine.phases import Part, Phase, phases
from gdsim.engine.snapshot import NetworkValues, Snapshot
from gdsim.scenario.arithmetic import of_epoch
from gdsim.scenario.divergence import divergence
from gdsim.scenario.flat_points import place_text
from gdsim.scenario.quantities import MINUS, TIMES, loss_text, short, world
from gdsim.scenario.step_texts import StepTexts, step_texts
from gdsim.scenario.subject import Subject
from gdsim.scenario.unit_names import unit_name
from gdsim.session.story import Story
from gdsim.text import _

MOST_TERMS = 4
"""Of a sum that is written out; of longer ones the first two."""


def tell_phase(subject: Subject, snapshot: Snapshot, phase: Phase, history: History) -> Story:
    """Return the story of one part of the epoch of ``snapshot``.

    Parameters
    ----------
    subject : Subject
    snapshot : Snapshot
    phase : Phase
    history : History
        Of its run.
    """
    network, values = subject.network, snapshot.network
    n_layers = len(network.layers) if network is not None else 0
    if phase.part is Part.UPDATE:
        sentence = _update(subject, snapshot, history)
    elif network is None or values is None or not phase.layer <= n_layers:
        sentence = _without_layers(subject, snapshot, phase)
    elif phase.part is Part.FORWARD:
        sentence = _forward(subject, snapshot, phase, network, values)
    elif phase.part is Part.LOSS:
        sentence = _loss(subject, snapshot, values)
    else:
        sentence = _backward(subject, snapshot, phase, network, values)
    return Story(sentence, _aside(snapshot, phase, n_layers))


def _aside(snapshot: Snapshot, phase: Phase, n_layers: int) -> str:
    order = phases(n_layers)
    number = order.index(phase) + 1 if phase in order else 1
    text = _(
        "Part {number} of {n} of epoch {epoch}. Next part: period key or F9. Part before: comma "
        "key or Shift+F9. Whole epoch: Esc."
    )
    return text.format(number=number, n=len(order), epoch=f"{snapshot.epoch:,}")


def _place(network: Network, parameter: int) -> tuple[int, int, int | None]:
    """Return where a parameter stands: layer from 1, unit, and its input, None for a bias."""
    for layer, (weights, biases) in enumerate(
        zip(network.weight_index, network.bias_index, strict=True), start=1
    ):
        for unit, positions in enumerate(weights.tolist()):
            if parameter in positions:
                return layer, unit, positions.index(parameter)
        if parameter in biases:
            return layer, biases.tolist().index(parameter), None
    raise ValueError(f"The network has no parameter {parameter}.")


def _forward(
    subject: Subject, snapshot: Snapshot, phase: Phase, network: Network, values: NetworkValues
) -> str:
    """Return how one unit comes to its number: the selected parameter's, or the first."""
    at = _place(network, snapshot.look.parameter)
    unit = at[1] if at[0] == phase.layer else 0
    layer = network.layers[phase.layer - 1]
    here = values.layers[phase.layer - 1]
    z, a = float(here.pre_activations[unit]), float(here.activations[unit])
    name = layer.activation.name
    result = ""
    if name != "identity":
        result = _("; its {activation} is {value}").format(
            activation=name.replace("_", " "), value=short(a)
        )
    if phase.layer == len(network.layers):
        result += _answer(subject, values, unit)
    return _("Forward, layer {layer}: {unit} adds up {terms} = {sum}{result}.").format(
        layer=phase.layer,
        unit=unit_name(subject, phase.layer, unit),
        terms=_terms(snapshot, network, values, phase.layer, unit),
        sum=short(z),
        result=result,
    )


def _terms(
    snapshot: Snapshot, network: Network, values: NetworkValues, layer: int, unit: int
) -> str:
    """Return a unit's sum with its numbers, shortened where it is long."""
    below = values.layers[layer - 2].activations if layer > 1 else values.inputs
    weights = snapshot.theta[network.weight_index[layer - 1][unit]]
    products = [
        f"{short(float(a))} {TIMES} {short(float(w))}" for a, w in zip(below, weights, strict=True)
    ]
    biases = snapshot.theta[network.bias_index[layer - 1][unit : unit + 1]].tolist()
    ends = [short(bias) for bias in biases]
    if len(products) > MOST_TERMS:
        more = _("{n} more").format(n=len(products) - 2)
        products = [*products[:2], more]
    return " + ".join([*products, *ends]).replace(f"+ {MINUS}", f"{MINUS} ")


def _answer(subject: Subject, values: NetworkValues, unit: int) -> str:
    """Return what the output says in the world's units, for a quantity."""
    objective = subject.experiment.objective
    if not isinstance(objective, NetworkObjective) or not objective.loss_function.is_regression:
        return ""
    said = world(float(values.answer[unit]), subject.targets[unit])
    if said == short(float(values.layers[-1].activations[unit])):
        return ""
    return _(", which means {value}").format(value=said)


def _loss(subject: Subject, snapshot: Snapshot, values: NetworkValues) -> str:
    outputs = values.layers[-1].activations
    rows = _rows(subject)
    if snapshot.penalty:
        rows = _("{rows}, with the penalty {penalty},").format(
            rows=rows, penalty=short(snapshot.penalty)
        )
    if values.targets is None:
        return _("Loss: {rows} is {loss}.").format(rows=rows, loss=loss_text(snapshot.loss))
    if len(outputs) == 1:
        miss = _("the output is {output} where {truth} is true").format(
            output=short(float(outputs[0])), truth=short(float(values.targets[0]))
        )
    else:
        miss = _("the outputs miss what is true")
    text = _("Loss: in row {row} {miss}, which costs {loss}. {rows} is {total}.")
    return text.format(
        row=f"{values.row + 1:,}",
        miss=miss,
        loss=short(values.loss),
        rows=rows[:1].upper() + rows[1:],
        total=loss_text(snapshot.loss),
    )


def _rows(subject: Subject) -> str:
    """Return what the loss is of the rows: "the mean over all 101 rows"."""
    objective = subject.experiment.objective
    is_mean = isinstance(objective, NetworkObjective) and objective.loss_function.is_mean
    what = _("the mean over all {n} rows") if is_mean else _("the sum over all {n} rows")
    return what.format(n=f"{objective.n_rows:,}")


def _backward(
    subject: Subject, snapshot: Snapshot, phase: Phase, network: Network, values: NetworkValues
) -> str:
    """Return how one partial derivative of a layer comes about: the selected, or the first."""
    parameter = snapshot.look.parameter
    layer, unit, source = _place(network, parameter)
    if layer != phase.layer:
        parameter = int(network.weight_index[phase.layer - 1][0, 0])
        layer, unit, source = _place(network, parameter)
    name = subject.names[parameter]
    slope = float(values.layers[layer - 1].slopes[unit])
    share = _(", which is its part for {name}, too").format(name=name)
    if source is not None:
        below = values.layers[layer - 2].activations if layer > 1 else values.inputs
        carried = float(below[source])
        share = _("; times {carried} that makes {share} for {name}").format(
            carried=short(carried), share=short(slope * carried), name=name
        )
    rows, objective = _rows(subject), subject.experiment.objective
    assert isinstance(objective, NetworkObjective)
    penalty = penalty_slope(objective, snapshot.theta, parameter)
    if penalty:
        rows = _("{rows}, with {penalty} from the penalty,").format(
            rows=rows, penalty=short(penalty)
        )
    return _(
        "Backward, layer {layer}: in row {row} the slope at {unit} is {slope}{share}. {rows} is "
        "{gradient}."
    ).format(
        layer=layer,
        row=f"{values.row + 1:,}",
        unit=unit_name(subject, layer, unit),
        slope=short(slope),
        share=share,
        rows=rows[:1].upper() + rows[1:],
        gradient=short(float(snapshot.gradient[parameter])),
    )


def _without_layers(subject: Subject, snapshot: Snapshot, phase: Phase) -> str:
    i = snapshot.look.parameter
    name, value = subject.names[i], short(float(snapshot.theta[i]))
    if phase.part is Part.FORWARD and subject.targets:
        said = world(float(snapshot.theta[i]), subject.targets[0])
        return _(
            "Forward: nothing is added up; {name} itself is the answer for its point, {value}."
        ).format(name=name, value=said)
    if subject.function is not None and phase.part is not Part.BACKWARD:
        return _on_function(subject, snapshot, phase)
    if phase.part is Part.FORWARD:
        return _("Forward: {name} is the answer itself, {value}.").format(name=name, value=value)
    if phase.part is Part.LOSS:
        n = subject.experiment.objective.n_rows
        return _("Loss: over all {n} points it is {loss}.").format(
            n=f"{n:,}", loss=loss_text(snapshot.loss)
        )
    return _("Backward: the partial derivative of the loss by {name} is {gradient}.").format(
        name=name, gradient=short(float(snapshot.gradient[i]))
    )


def _on_function(subject: Subject, snapshot: Snapshot, phase: Phase) -> str:
    """Return where the ball is, or how high."""
    if phase.part is Part.LOSS:
        return _("Loss: the function's value is the loss itself, {loss}; no data come in.").format(
            loss=loss_text(snapshot.loss)
        )
    return _("Forward: at {place} the function is {loss}.").format(
        place=place_text(subject, snapshot.theta.tolist()), loss=loss_text(snapshot.loss)
    )


def _update(subject: Subject, snapshot: Snapshot, history: History) -> str:
    """Return what the update does to the selected parameter, with the digits that change."""
    i, epoch = snapshot.look.parameter, snapshot.epoch
    if history.stop is not None and epoch >= history.n_epochs - 1:
        return divergence(subject, history.stop)
    name, before, after = subject.names[i], float(snapshot.theta[i]), float(snapshot.new[i])
    if subject.experiment.objective.cut[i]:
        return _("Update: {name} is cut, so it stays 0.").format(name=name)
    if not snapshot.settings.free[i]:
        return _("Update: {name} is frozen, so it stays {value}.").format(
            name=name, value=short(before)
        )
    if before == after:
        return _("Update: the step of {name} is 0, so it stays {value}.").format(
            name=name, value=short(before)
        )
    texts = step_texts(of_epoch(snapshot), i)
    if snapshot.n_updates > 1:
        return _(
            "Update: {n} updates, one for each batch of rows, take {name} from {before} to {after}."
        ).format(n=f"{snapshot.n_updates:,}", name=name, before=texts.current, after=texts.new)
    way = _("rises") if after > before else _("falls")
    return _("Update: {name} {way} from {before} to {after}, {how}.").format(
        name=name, way=way, before=texts.current, after=texts.new, how=_how(snapshot, texts)
    )


def _how(snapshot: Snapshot, texts: StepTexts) -> str:
    """Return where the step comes from."""
    if snapshot.settings.optimizer.name != "gradient_descent":
        return _("a step of {step}").format(step=texts.step)
    is_negative = texts.gradient.startswith(MINUS)
    return _("since {before} {sign} {rate} {times} {size} = {after}").format(
        before=texts.current,
        sign="+" if is_negative else MINUS,
        rate=texts.rate,
        times=TIMES,
        size=texts.gradient.removeprefix(MINUS),
        after=texts.new,
    )
