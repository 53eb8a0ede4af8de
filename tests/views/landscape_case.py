"""Pictures of a run for the views of landscapes, as the session's followers take them."""

from typing import Any

import numpy as np

from gdsim.engine.history import PARAMETERS
from gdsim.engine.paths import GradientPath, take_path
from gdsim.engine.planes import LossPlane, take_plane
from gdsim.engine.steps import finish

W1, B1 = 0, 3
RANGE = (-2.0, 3.0)


def path_of(shown: Any) -> GradientPath:
    """Return the gradients along all epochs."""
    n = len(shown.subject.names)
    epochs, values = shown.history.points(range(PARAMETERS, PARAMETERS + n), 25, 300)
    objective = shown.subject.experiment.objective.twin()
    free = np.ones((len(epochs), n), dtype=bool)
    return finish(take_path(objective, epochs, values.T.copy(), free))


def plane_at(shown: Any, epoch: int, pair: tuple[int, int]) -> LossPlane:
    """Return the plane through an epoch."""
    objective = shown.subject.experiment.objective.twin()
    theta = shown.snapshot(epoch).theta
    return finish(take_plane(objective, theta, pair, RANGE, RANGE))
