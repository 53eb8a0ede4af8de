"""What stands on the curve now: subject, snapshot, balls and the hand -> dot, paths, balls."""

from typing import TYPE_CHECKING

import numpy as np

from gdsim.engine.snapshot import Slice, Snapshot
from gdsim.scenario.balls import CURRENT
from gdsim.scenario.subject import Subject
from gdsim.views.plotting.hand import Hand
from gdsim.views.slice import slice_words as words
from gdsim.views.slice.ball_paths import sampled_path, whole_path
from gdsim.views.slice.on_curve import OnCurve, balls_on_curve, lone_ball
from gdsim.views.slice.slice_shape import Dot, dot_of, height_at, moved_dot
from gdsim.views.view import Ball

if TYPE_CHECKING:
    from gdsim.engine.history import History

ARRIVED = 2e-3
"""A ball whose next step is smaller than this part of the range has come to where it is."""


class CurveMoment:
    """What is shown, as it has come from outside.

    Parameters
    ----------
    hand : Hand
        Where it has put the current ball wins over the snapshot.

    Attributes
    ----------
    subject, snapshot, part : Subject, Snapshot, Slice or None
    history : History or None
        Of the current run.
    balls : tuple of Ball
        The current one first; empty for a run that goes alone.
    """

    def __init__(self, hand: Hand) -> None:
        self._hand = hand
        self.subject: Subject | None = None
        self.snapshot: Snapshot | None = None
        self.part: Slice | None = None
        self.history: History | None = None
        self.balls: tuple[Ball, ...] = ()
        self._settled: Snapshot | None = None  # the last one that the hand did not ask for
        self._moved: tuple[tuple[float, int, int], Dot] | None = None  # where the hand has put it

    def set_subject(self, subject: Subject) -> None:
        """Prepare for another scenario."""
        self.subject, self.part, self.history = subject, None, None
        self.snapshot = self._settled = None
        self.balls = ()

    def leads_elsewhere(self, snapshot: Snapshot) -> bool:
        """Whether a snapshot is of another parameter than the one that is shown."""
        before = self.snapshot
        return before is not None and before.look.parameter != snapshot.look.parameter

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take this moment; while the hand is busy the curve stays."""
        if self.leads_elsewhere(snapshot):
            self.part = None
        self.snapshot = snapshot
        if snapshot.slice is not None and not self._hand.is_busy:
            self.part = snapshot.slice  # else it is the same curve: only its parameter moves
        self._hand.settle()
        if not self._hand.is_busy:
            self._settled = snapshot

    def take_back(self) -> None:
        """Show again what was before the hand moved."""
        self.snapshot = self._settled

    @property
    def parameter(self) -> int:
        """The position of the parameter along the curve."""
        return 0 if self.snapshot is None else self.snapshot.look.parameter

    @property
    def name(self) -> str:
        """The parameter's name, "" while nothing is shown."""
        if self.subject is None or self.snapshot is None:
            return ""
        return self.subject.names[self.parameter]

    @property
    def is_function(self) -> bool:
        """Whether the loss is a function of one variable."""
        subject = self.subject
        return subject is not None and subject.function is not None and len(subject.names) == 1

    @property
    def is_cut(self) -> bool:
        """Whether the parameter has no curve."""
        if self.subject is None or self.snapshot is None:
            return False
        return bool(self.subject.experiment.objective.cut[self.parameter])

    @property
    def is_ready(self) -> bool:
        """Whether there is a curve with a ball on it."""
        return self.snapshot is not None and self.part is not None and not self.is_cut

    @property
    def is_free(self) -> bool:
        """Whether descent moves the parameter."""
        return self.snapshot is not None and bool(self.snapshot.settings.free[self.parameter])

    @property
    def is_one_curve(self) -> bool:
        """Whether the curve is the same at every epoch."""
        return self.subject is not None and len(self.subject.names) == 1

    @property
    def formula(self) -> str:
        """The formula of a function of one variable, "" for anything else."""
        if self.subject is None or self.subject.function is None or not self.is_function:
            return ""
        objective = self.subject.experiment.objective
        return words.formula_of(objective, self.subject.function.title)

    def dot(self) -> Dot:
        """Return the current ball with its slope and step; there must be a curve."""
        assert self.snapshot is not None
        value, part = self._hand.value, self.part
        if value is None or part is None:
            return dot_of(self.snapshot)
        key = (value, id(part), id(self.snapshot))
        if self._moved is None or self._moved[0] != key:
            self._moved = key, moved_dot(value, part, self.snapshot)
        return self._moved[1]

    def minimum(self) -> int | None:
        """Return which minimum the current ball has come to and stays at, if any."""
        ball = self._current()
        if ball is None or self._hand.value is not None or self.part is None:
            return None
        step, extent = self.dot().step, self.part.values[-1] - self.part.values[0]
        return ball.minimum if abs(step) <= ARRIVED * extent else None

    def n_elsewhere(self) -> int:
        """Return how many balls lie on curves of their own."""
        if self.snapshot is None:
            return 0
        others = [ball for ball in self.balls if ball.place != CURRENT]
        theta, parameter = self.snapshot.theta, self.parameter
        here = balls_on_curve(others, theta, parameter, sampled_path)
        return sum(not ball.is_hidden for ball in others) - len(here)

    def on_curve(self, carried: tuple[int, float] | None) -> list[OnCurve]:
        """Return the balls on the curve, the current one first; there must be a curve.

        Parameters
        ----------
        carried : (place, value) or None
            Where the mouse has put one that is not the current one.
        """
        assert self.snapshot is not None
        path_of = whole_path if self.is_one_curve else sampled_path
        others = [ball for ball in self.balls if ball.place != CURRENT]
        found = balls_on_curve(others, self.snapshot.theta, self.parameter, path_of)
        if carried is not None and self.part is not None:
            place, value = carried
            height = height_at(self.part, value)
            found = [
                one._replace(value=value, loss=height) if one.ball.place == place else one
                for one in found
            ]
        return [self._current_on_curve(), *found]

    def _current(self) -> Ball | None:
        return next((ball for ball in self.balls if ball.place == CURRENT), None)

    def _current_on_curve(self) -> OnCurve:
        """Return the current ball where the hand or the snapshot says that it is."""
        snapshot = self.snapshot
        assert snapshot is not None
        dot, present = self.dot(), self.dot()
        if self._hand.value is not None and self._settled is not None:
            present = dot_of(self._settled)
        ball = self._current() or lone_ball(snapshot.theta, snapshot.loss)
        path = np.array([[present.value, present.loss]])
        if self.history is not None and snapshot.epoch:
            path_of = whole_path if self.is_one_curve else sampled_path
            path = np.vstack([path_of(self.history, self.parameter, snapshot.epoch - 1), path])
        first = path[0]
        return OnCurve(ball, dot.value, dot.loss, path, (float(first[0]), float(first[1])))
