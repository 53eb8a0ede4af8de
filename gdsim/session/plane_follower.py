"""The plane of losses that is looked at, as jobs of the worker: coarse first, then fine.

snapshot_changed --what is wanted?--> Order --portions of work--> coarse LossPlane --> fine one
"""

from collections.abc import Generator
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import Signal, Slot

from gdsim.engine.planes import PLANE_POINTS, WORK, LossPlane
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.session.followers import Follower
from gdsim.session.plane_orders import (
    Order,
    PairOrder,
    Ranges,
    bounds_of,
    directions_order,
    is_along_directions,
    pair_of,
)
from gdsim.session.session import Session
from gdsim.session.viewpoint import Viewpoint
from gdsim.session.worker import Job

COARSE_POINTS = 21
FINE_POINTS = 101
FINEST_POINTS = 201
"""Of a plane whose losses cost next to nothing, such as a function's: narrow valleys stay whole."""
FEWEST = 11
QUICK = 2_500_000
"""Losses times rows times parameters that take the worker less than 8 ms."""
AT_ONCE = 5 * QUICK
"""A fine plane that costs no more needs no coarse one before it."""
WHILE_MOVING = 10 * QUICK
"""What a plane may cost while the run plays."""
MOST_WORK = 200 * QUICK
"""A plane that would cost more has fewer points."""
PORTION = 8
"""Looks at the clock in one request: about 10 ms; then whoever else asks has its turn."""

Steps = Generator[None, None, LossPlane | None]


class Portion(NamedTuple):
    """What a part of the work has brought.

    Attributes
    ----------
    steps : generator
        The work it was a part of.
    plane : LossPlane or None
    is_done : bool
        Whether there is no more to do.
    """

    steps: Steps
    plane: LossPlane | None
    is_done: bool


class PlaneFollower(Follower):
    """The loss over a plane around the selected moment; ``latest`` is a LossPlane.

    A plane of two parameters serves as long as only these move, in their ranges. So dragging both
    on it costs nothing, and with no others it is taken once a run. One along other directions lies
    through the newest epoch; while the run plays it serves until the run leaves its ranges.

    Signals
    -------
    progressed(part)
        How much of the fine plane is done, from 0 to 1.
    """

    key = "plane"
    progressed = Signal(float)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._viewpoint = Viewpoint()
        self._objective = session.subject.experiment.objective
        self._order: Order | None = None  # the newest one
        self._run = 0  # the number of the run that it was for
        self._steps: Steps | None = None  # the work on it, if it is under way
        self._points = self._n_done = 0
        self._n_portions = 1.0
        self._is_vain = False  # whether there is no such plane
        self.connections += [
            session.subject_changed.connect(self._on_subject),
            session.runner.rested.connect(self._ask),
        ]

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what takes the plane for a moment, of the kind that is looked at."""
        order = self._order_for(snapshot)
        if order is None:
            return None
        n = self._points_for(snapshot, order)
        has = self._points_of_what_meets(order)
        if n == 0 or has >= n:
            return None
        finest = finest_points(order.cost)
        if has < COARSE_POINTS < n == finest and n * n * order.cost > AT_ONCE:
            n = COARSE_POINTS
        return self._begin(order, n)

    def _order_for(self, snapshot: Snapshot) -> Order | None:
        """Return the plane that is wanted now; None for none, or for the one there is."""
        run, choice = self.session.run, snapshot.look.plane
        is_preview = snapshot is not self.session.snapshot
        if not is_along_directions(run.subject, choice):
            return self._of_pair(snapshot, is_preview=is_preview)
        plane: LossPlane | None = self.latest
        ranges = None
        if plane is not None and plane.choice == choice and self._run == run.number:
            ranges = plane.ranges
            if is_preview or (self.session.runner.is_moving and _is_within(plane, snapshot)):
                return None
        return directions_order(run, choice, snapshot.settings.free, ranges)

    def _of_pair(self, snapshot: Snapshot, *, is_preview: bool) -> PairOrder | None:
        subject = self.session.subject
        pair = pair_of(subject, snapshot)
        if pair is None or not np.isfinite(snapshot.theta).all():
            return None
        ranges = self._ranges(pair, snapshot, is_preview=is_preview)
        if ranges is None:
            return None
        return PairOrder(subject.experiment.objective, snapshot.theta, pair, ranges)

    def _ranges(
        self, pair: tuple[int, int], snapshot: Snapshot, *, is_preview: bool
    ) -> Ranges | None:
        """Return the ranges of two parameters; a drag does not change them."""
        run = self.session.run
        if run.subject.function is not None:
            return bounds_of(run, pair, snapshot)
        if not is_preview:
            for parameter in pair:
                self._viewpoint.follow(run, parameter, snapshot)
        x_range, y_range = (self._viewpoint.range_of(parameter) for parameter in pair)
        return None if x_range is None or y_range is None else (x_range, y_range)

    def _points_for(self, snapshot: Snapshot, order: Order) -> int:
        """Return how many values of each axis are wanted at this moment; 0 for no plane."""
        if snapshot is not self.session.snapshot:  # a drag
            is_cheap = PLANE_POINTS**2 * order.cost <= QUICK
            return PLANE_POINTS if is_cheap else 0
        if self.session.runner.is_moving:
            return plane_points(order.cost, WHILE_MOVING, PLANE_POINTS)
        return finest_points(order.cost)

    def _points_of_what_meets(self, order: Order) -> int:
        """Return how fine the plane is, or will be, that already meets an order."""
        if self._order is not None and order.is_same(self._order):
            if self._steps is not None:
                return self._points
            if self._is_vain:
                return FINEST_POINTS
        plane: LossPlane | None = self.latest
        return len(plane.losses) if plane is not None and order.is_met(plane) else 0

    def _begin(self, order: Order, n: int) -> Job:
        self._order, self._points, self._run = order, n, self.session.run.number
        steps = order.take(n)
        self._steps, self._n_done = steps, 0
        self._n_portions = max(1.0, n * n * order.objective.n_rows / (WORK * PORTION))
        return _portion(steps)

    @Slot(str, object)
    def _on_answered(self, key: str, answer: Any) -> None:
        """Take what a portion has brought, unless another plane is wanted by now; go on."""
        steps = self._steps
        if key != self.key or steps is None or answer.steps is not steps:
            return
        if not answer.is_done:
            self._n_done += 1
            self.progressed.emit(min(0.99, self._n_done / self._n_portions))
            self.session.runner.request(self.key, _portion(steps))
            return
        self._steps, self._is_out, self._is_vain = None, False, answer.plane is None
        self.progressed.emit(1.0)
        if answer.plane is not None:
            super()._on_answered(key, answer.plane)
        if not self.session.runner.is_moving:
            self._ask()  # for a finer one, if that was a coarse one

    @Slot(str)
    def _on_failed(self, message: str) -> None:
        """Ask anew at the next occasion; what may still come is not waited for."""
        self._is_out, self._steps = False, None

    @Slot(object)
    def _on_subject(self, subject: Subject) -> None:
        """Begin anew, unless it is the same loss, as with another goal."""
        if subject.experiment.objective is not self._objective:
            self._objective = subject.experiment.objective
            self._viewpoint.forget_ranges()
            self.latest, self._order, self._steps = None, None, None
        elif self.latest is not None:
            self.changed.emit(self.latest)  # views have forgotten it

    @Slot()
    def _on_runs(self) -> None:
        """Keep the plane: of two parameters it is the same for every run over one objective."""
        self._shown, self._is_out, self._steps = None, False, None


def plane_points(cost: int, most_work: float, finest: int) -> int:
    """Return how many values of each axis a plane has, for rows times parameters."""
    return int(max(FEWEST, min(finest, (most_work / max(1, cost)) ** 0.5)))


def finest_points(cost: int) -> int:
    """Return how many values of each axis a plane has at rest, for rows times parameters."""
    if FINEST_POINTS**2 * cost <= QUICK:
        return FINEST_POINTS
    return plane_points(cost, MOST_WORK, FINE_POINTS)


def _portion(steps: Steps) -> Generator[None, None, Portion]:
    """Carry out a part of the work."""
    for _turn in range(PORTION):
        try:
            next(steps)
        except StopIteration as ended:
            return Portion(steps, ended.value, True)
        yield
    return Portion(steps, None, False)


def _is_within(plane: LossPlane, snapshot: Snapshot) -> bool:
    """Whether the place of a moment lies in the ranges of a plane."""
    return all(
        low <= float(value) <= high
        for value, (low, high) in zip(plane.place_of(snapshot.theta), plane.ranges, strict=True)
    )
