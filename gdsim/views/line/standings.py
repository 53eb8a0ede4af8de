"""Where descent stands and where the minimum is, in raw and in standardized units side by side."""

from typing import NamedTuple

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.closed_form import ClosedForm, ClosedForms
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.views.line.line_shape import LineModel


class Now(NamedTuple):
    """What descent has: parameters (n_parameters,) and loss."""

    theta: Array
    loss: float


class Side(NamedTuple):
    """One of the two units.

    Attributes
    ----------
    form : ClosedForm
    is_used : bool
        Whether the run computes in these units.
    now : Now or None
        None where the run's line cannot be said in these units, or nothing is shown yet.
    """

    form: ClosedForm
    is_used: bool
    now: Now | None

    @property
    def gap(self) -> float:
        """How far the loss is above the least one, NaN where there is none."""
        return float("nan") if self.now is None else max(0.0, self.now.loss - self.form.loss)


class Standing(NamedTuple):
    """Both sides, and what the next step obeys.

    Attributes
    ----------
    raw, standardized : Side
    rate : float
    is_plain : bool
        Whether the step is plain gradient descent over all rows, of which the limits tell.
    """

    raw: Side
    standardized: Side
    rate: float
    is_plain: bool


def standing(
    subject: Subject, model: LineModel, forms: ClosedForms, snapshot: Snapshot | None
) -> Standing:
    """Return where the run of ``subject`` stands."""
    used = Side(forms.as_computed, True, None)
    scale = float(forms.targets.scale[0]) ** 2  # a loss in raw units over one in standardized ones
    scaled = model._replace(
        x_offset=float(forms.inputs.offset[0]),
        x_scale=float(forms.inputs.scale[0]),
        y_offset=float(forms.targets.offset[0]),
        y_scale=float(forms.targets.scale[0]),
    )
    plain = model._replace(x_offset=0.0, x_scale=1.0, y_offset=0.0, y_scale=1.0)
    there = other = None
    if snapshot is not None:
        there = Now(snapshot.theta, snapshot.data_loss)
        if model.bias is not None:
            to, factor = (scaled, 1.0 / scale) if model.is_raw else (plain, scale)
            other = Now(translated(snapshot.theta, model, to), snapshot.data_loss * factor)
    used = used._replace(now=there)
    raw, standardized = (
        (used, Side(forms.standardized, False, other))
        if model.is_raw
        else (Side(forms.raw, False, other), used)
    )
    settings = subject.experiment.settings if snapshot is None else snapshot.settings
    is_plain = settings.optimizer.name == "gradient_descent" and settings.batches.is_full
    return Standing(raw, standardized, settings.rate, is_plain)


def translated(theta: Array, model: LineModel, to: LineModel) -> Array:
    """Return the parameters of the same line in other units."""
    line = model.line(theta)
    other = np.array(theta)
    other[to.weight] = to.weight_of(line.slope)
    if to.bias is not None:
        other[to.bias] = to.bias_with(line.intercept, other)
    return other
