"""What holds of a session whenever all is at rest."""

import numpy as np

from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend
from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.scenario.build import build
from gdsim.session.run import Run
from gdsim.session.runner import RunState
from gdsim.session.session import Session


def headless(run: Run) -> np.ndarray:
    """Return the loss and the parameters, (1 + n, epochs), of the same run without a session."""
    experiment = build(run.scenario).experiment
    epochs = descend(experiment, experiment.start)
    collector = Collector(epochs, 0, len(experiment.start.theta), lambda: 0.0)
    block = collector.take(run.history.n_epochs, 1.0)
    return np.vstack([block.losses, block.thetas.T])


def check(session: Session) -> None:
    """Assert what holds whenever all is at rest."""
    run, runner, snapshot = session.run, session.runner, session.snapshot
    assert snapshot is not None
    assert runner.position == session.selection.epoch <= run.newest
    assert session.selection.run == run.number
    chosen = session.selection
    look = snapshot.look
    assert (look.parameter, look.row, look.inputs) == chosen[2:5]
    at_end = run.has_ended and runner.position == run.newest
    assert (runner.state is RunState.ENDED) == at_end
    for held in (run, session.ghost):
        if held is None or not held.history.n_epochs:
            continue
        assert held is run or held.number != run.number
        columns = [LOSS, *range(PARAMETERS, PARAMETERS + len(held.subject.names))]
        epochs, values = held.history.points(columns, held.newest, 1 << 30)
        whole = headless(held)
        assert np.ascontiguousarray(whole[:, epochs.astype(int)]).tobytes() == values.tobytes()
        if held is run:
            assert whole[1:, snapshot.epoch].tobytes() == snapshot.theta.tobytes()
