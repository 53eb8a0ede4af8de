"""What is said of a line: numbers -> readouts, captions, tips."""

from gdsim.engine.closed_form import SQUARED, r_squared
from gdsim.engine.network_values import NetworkValues
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.quantities import Quantity, short, world
from gdsim.scenario.spec import FunctionSpec
from gdsim.scenario.subject import Subject
from gdsim.text import _
from gdsim.views.line.line_hand import Handle
from gdsim.views.line.line_shape import Line, LineModel
from gdsim.views.plotting.data_points import Mode, row_sentence


def no_line() -> str:
    """Return what stands in the place of a line."""
    return _("A line needs one input, one target and a single unit without activation.")


def caption(subject: Subject, snapshot: Snapshot, *, is_short: bool = False) -> str:
    """Return how good the line is: R² and the typical error; only the first of them if short."""
    if snapshot.network is None:
        return ""
    error = world(snapshot.network.typical_error, subject.targets[0])
    parts = [_("typical error {error}").format(error=error)]
    share = explained(subject, snapshot)
    if share == share:
        parts.insert(0, _("R² {share}").format(share=short(share, 3)))
    return " · ".join(parts[:1] if is_short else parts)


def explained(subject: Subject, snapshot: Snapshot) -> float:
    """Return R² over the training rows; NaN for a loss that is not of squares."""
    spec = subject.scenario.objective
    if isinstance(spec, FunctionSpec) or spec.loss not in SQUARED:
        return float("nan")
    return r_squared(snapshot.data_loss, subject.average_loss)


def readout(subject: Subject, model: LineModel, handle: Handle, line: Line) -> str:
    """Return what a held handle changes, with its number."""
    target, column = subject.targets[0], subject.inputs[0]
    if handle is Handle.TURN:
        return _("slope {slope} per {unit}").format(
            slope=world(line.slope, target), unit=one(column)
        )
    height = world(line.at(model.pivot), target)
    if model.is_raw:
        return _("intercept {height}").format(height=height)
    return _("height {height} at the average").format(height=height)


def handle_tip(subject: Subject, model: LineModel, handle: Handle) -> str:
    """Return what a handle does and what it changes."""
    names = subject.names
    if handle is Handle.SHIFT and model.bias is not None:
        return _("Drag up or down to shift the line; changes {name}, its intercept.").format(
            name=names[model.bias]
        )
    text = _("Drag up or down to turn the line about {place}; changes {name}, its slope.")
    place = f"{subject.inputs[0].label} = {world(model.pivot, subject.inputs[0])}"
    return text.format(place=place, name=names[model.weight])


def row_tip(subject: Subject, row: int, network: NetworkValues) -> str:
    """Return a row in words."""
    return row_sentence(subject, Mode("input"), row, network)


def description(subject: Subject, snapshot: Snapshot, line: Line) -> str:
    """Return the line in a sentence, for screen readers."""
    target, column = subject.targets[0], subject.inputs[0]
    sentence = _(
        "{target} is {intercept} plus {slope} per {unit}; {quality}. "
        "Up and Down turn the line; then Left and Right choose what they move."
    )
    return sentence.format(
        target=target.label,
        intercept=world(line.intercept, target),
        slope=world(line.slope, target),
        unit=one(column),
        quality=caption(subject, snapshot),
    )


def one(of: Quantity) -> str:
    """Return what one step of an input is called: "ft²", "bedroom"."""
    if of.unit:
        return of.unit
    words = of.label.split()
    ends_in_s = words[-1].endswith("s") and not words[-1].endswith("ss") and len(words[-1]) > 3
    return of.label[:-1] if ends_in_s else of.label
