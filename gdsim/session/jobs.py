"""Work that views ask for, as generators: they yield often, and return their answer."""

from collections.abc import Generator

from gdsim.engine.descent import State, replay
from gdsim.engine.snapshot import Look, Snapshot, take_snapshot
from gdsim.scenario.subject import Subject


def snapshot_at(
    subject: Subject, run: int, keyframe: State, epoch: int, look: Look
) -> Generator[None, None, Snapshot]:
    """Replay from ``keyframe`` to ``epoch``; return the Snapshot there."""
    state = keyframe
    for found in replay(subject.experiment, keyframe, epoch):
        if found is None:
            yield
        else:
            state = found
    return (yield from take_snapshot(subject.experiment, subject.samples, run, state, look))
