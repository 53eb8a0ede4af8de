"""What is looked at besides the selection: Run, Snapshot, needs of the views -> Look."""

from math import isfinite

import numpy as np

from gdsim.engine.arrays import Array
from gdsim.engine.history import PARAMETERS
from gdsim.engine.snapshot import Look, Snapshot
from gdsim.scenario.ranges import Range, grown_bounds, slice_range
from gdsim.session.run import Run
from gdsim.session.selection import Selection


class Viewpoint:
    """Chooses what the next snapshot holds.

    Attributes
    ----------
    needs : frozenset of str
        What the views that are seen want of a snapshot besides what each one holds.
    sliced : int or None
        Along which parameter the loss is shown now.
    """

    def __init__(self) -> None:
        self.needs: frozenset[str] = frozenset()
        self.sliced: int | None = None
        self._ranges: dict[int, tuple[float, float]] = {}

    def forget_ranges(self) -> None:
        """Begin anew, as for another document."""
        self._ranges.clear()

    def follow(self, run: Run, parameter: int, snapshot: Snapshot | None) -> None:
        """Let the range of the slice cover where the parameter is, was, will be and is best.

        That of a function is its bounds, grown as far as makes sense.
        """
        value, new = _values(run, parameter, snapshot)
        low, high = value, value
        if run.history.n_epochs:
            low, high = run.history.extent(PARAMETERS + parameter)
        facts = run.subject.function
        if facts is not None:
            seen = [v for v in (value, low, high, new) if isfinite(v)]
            bounds = facts.bounds[parameter]
            self._ranges[parameter] = grown_bounds(bounds, min(seen), max(seen))
            return
        best = run.subject.best_theta
        goal = value if best is None else float(best[parameter])
        self._ranges[parameter] = slice_range(
            self._ranges.get(parameter),
            value,
            min(low, new, goal),
            max(high, new, goal),
            run.subject.reach(parameter),
        )

    def look(self, selection: Selection) -> Look:
        """Return what a snapshot of the selection is to hold."""
        i = selection.parameter
        extent, pair, plane = self._ranges.get(i), selection.pair, selection.plane
        return Look(i, selection.row, selection.inputs, extent, True, self.needs, pair, plane)

    def range_of(self, parameter: int) -> Range | None:
        """Return the range of a parameter that was followed, if it was."""
        return self._ranges.get(parameter)

    def note_slice(self, snapshot: Snapshot) -> None:
        """Note which slice is shown now, where ``snapshot`` brings one."""
        if snapshot.slice is not None:
            self.sliced = snapshot.slice.parameter

    def is_sliced(self, parameter: int, before: Array, after: Array) -> bool:
        """Whether the slice that is shown runs through both of two thetas."""
        moved = np.flatnonzero(after != before)
        return self.sliced == parameter and set(moved) <= {parameter}


def _values(run: Run, parameter: int, snapshot: Snapshot | None) -> tuple[float, float]:
    """Return a parameter's value at the selected moment, and the one that comes after it."""
    if snapshot is None or snapshot.run != run.number:
        value = float(run.subject.experiment.start.theta[parameter])
        return value, value
    value, new = float(snapshot.theta[parameter]), float(snapshot.new[parameter])
    return value, new if isfinite(new) else value
