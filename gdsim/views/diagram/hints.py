"""What the diagram says about one thing: tooltips, and the sentence that a screen reader hears."""

from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.edits import MAX_HIDDEN_LAYERS, MAX_UNITS
from gdsim.scenario.quantities import full
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.diagram import words
from gdsim.views.diagram.stages import Stage
from gdsim.views.diagram.targets import (
    OWN_VALUES,
    Kind,
    Target,
    Walk,
)


def forbidden(walk: Walk) -> frozenset[Target]:
    """Return the actions that the limits of the diagram forbid."""
    layers = walk.network.layers
    found = {
        Target(Kind.ADD_UNIT, i) for i, layer in enumerate(layers[:-1]) if layer.units >= MAX_UNITS
    }
    if len(layers) - 1 >= MAX_HIDDEN_LAYERS:
        found.add(Target(Kind.ADD_LAYER, len(layers) - 1))
    return frozenset(found)


def sentence(subject: Subject, snapshot: Snapshot, walk: Walk, target: Target) -> str:
    """Return what a thing is and in what state, for a screen reader."""
    values = snapshot.network
    if values is None or not walk.exists(target):
        return ""
    if target.kind is Kind.PARAMETER:
        i = target.first
        name = words.parameter_name(subject, subject.names[i], walk.places[i])
        state = words.parameter_state(
            float(snapshot.theta[i]),
            is_free=bool(snapshot.settings.free[i]),
            is_cut=bool(subject.experiment.objective.cut[i]),
        )
        return _("{name}, {state}").format(name=name, state=state)
    if target.kind is Kind.UNIT:
        name = words.node_name(subject, target)
        state = words.node_state(subject, values, target)
        return _("{name}, {state}").format(name=name, state=state)
    return _action(target, walk)


def tooltip(
    subject: Subject,
    snapshot: Snapshot,
    walk: Walk,
    target: Target,
    stage: Stage | None = None,
) -> str:
    """Return what a thing is, with all its digits, and what a hand can do with it.

    In one part of the epoch, also what is done with it there.
    """
    if target.kind not in (Kind.PARAMETER, Kind.UNIT):
        return _action(target, walk)
    lines = [sentence(subject, snapshot, walk, target)]
    if target.kind is Kind.PARAMETER:
        is_cut = bool(subject.experiment.objective.cut[target.first])
        name = words.parameter_name(subject, subject.names[target.first], walk.places[target.first])
        lines = [name, full(float(snapshot.theta[target.first]))]
        detail = stage.detail(target.first) if stage is not None else ""
        if detail:
            lines.append(detail)
        if is_cut:
            lines.append(_("Cut: it counts as 0. Press X to restore it."))
        else:
            if not snapshot.settings.free[target.first]:
                lines.append(_("Frozen: learning leaves it alone."))
            lines.append(_("Click to select it, click again to type, drag up or down to turn it."))
    elif not target.first:
        lines.append(_("Click to type your own value; the output answers."))
    else:
        lines.append(_("Click to see its sum, and to change its layer."))
    return "\n".join(lines)


def _action(target: Target, walk: Walk) -> str:
    is_forbidden = target in forbidden(walk)
    if target == OWN_VALUES:
        return _("Shows the row of the data again instead of the values that you typed.")
    if target.kind is Kind.ADD_UNIT:
        if is_forbidden:
            return _("A layer has at most {n} units here.").format(n=MAX_UNITS)
        return _("Adds a unit to this layer; the weights of the others stay.")
    if is_forbidden:
        return _("A network has at most {n} hidden layers here.").format(n=MAX_HIDDEN_LAYERS)
    return _("Adds a hidden layer before the output.")
