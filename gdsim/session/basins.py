"""Where each start leads, which follows the function and the learning rate: Snapshot -> Basins."""

from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import Slot

from gdsim.engine.arrays import Array
from gdsim.engine.basins import take_basins
from gdsim.engine.functions import Bounds
from gdsim.engine.objective import Objective
from gdsim.engine.snapshot import Snapshot
from gdsim.scenario.subject import Subject
from gdsim.session.followers import Follower
from gdsim.session.session import Session
from gdsim.session.worker import Job

CURVE_STARTS = 256
PLANE_STARTS = 41
"""For each of the two variables."""
EPOCHS = 500


class _Asked(NamedTuple):
    """What decides a picture; no theta, so that a ball may move as it likes."""

    objective: Objective
    method: tuple[str, tuple[tuple[str, float], ...]]
    rate: float
    free: tuple[bool, ...]
    extents: Bounds


class BasinsFollower(Follower):
    """Which minimum of a function each start leads to; ``latest`` is a Basins.

    The rate may be that of a drag. Of drags only the newest counts: while one picture is on its
    way no other is asked for, and when it has come, the newest is.
    """

    key = "basins"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: _Asked | None = None
        self._extent: tuple[float, float] | None = None  # the curve's; a drag may leave it out
        self.connections.append(session.subject_changed.connect(self._on_subject))

    def job(self, snapshot: Snapshot) -> Job | None:
        """Return what takes the picture at the settings of a moment, unless it is known."""
        subject = self.session.subject
        facts = subject.function
        if facts is None or self._is_out:
            return None
        asked = self._asked_at(subject, facts.bounds, snapshot)
        if asked == self._asked:
            return None
        self._asked = asked
        settings = snapshot.settings
        return take_basins(
            asked.objective,
            settings.optimizer,
            settings.rate,
            facts.minima,
            starts_in(asked.extents),
            EPOCHS,
            settings.free,
        )

    def _asked_at(self, subject: Subject, bounds: Bounds, snapshot: Snapshot) -> _Asked:
        """Return what decides the picture of a moment: along the curve as far as it is shown."""
        look, settings, method = snapshot.look, snapshot.settings, subject.scenario.optimizer
        self._extent = look.slice_range or self._extent
        is_curve = len(bounds) == 1 and self._extent is not None
        return _Asked(
            subject.experiment.objective,
            # An optimizer is made anew with every preview; what it was made from is not.
            (method.name, tuple(method.numbers.items())),
            settings.rate,
            tuple(settings.free.tolist()),
            (self._extent,) if is_curve and self._extent else bounds,
        )

    @Slot(object)
    def _on_subject(self, subject: Subject) -> None:
        objective = subject.experiment.objective
        if self._asked is None or self._asked.objective is not objective:
            self.latest, self._asked, self._extent = None, None, None

    @Slot()
    def _on_runs(self) -> None:
        """Keep the picture: another start or epoch changes nothing of it."""
        if self._is_out:
            self._asked = None  # the opening of a run has dropped what was asked for
        self._shown, self._is_out = None, False

    @Slot(str, object)
    def _on_answered(self, key: str, picture: Any) -> None:
        super()._on_answered(key, picture)
        if key == self.key and not self._pause.isActive():
            self._ask()


def starts_in(extents: Bounds) -> Array:
    """Return starts (n, n_variables) all over these extents, the first variable's fastest."""
    n = CURVE_STARTS if len(extents) == 1 else PLANE_STARTS
    axes = np.meshgrid(*(np.linspace(low, high, n) for low, high in extents))
    return np.stack([axis.ravel() for axis in axes], axis=1)
