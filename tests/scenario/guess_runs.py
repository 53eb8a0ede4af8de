"""The ready scenarios of guesses, and a run of one of them."""

from gdsim.engine.arrays import Array
from gdsim.engine.collector import Collector
from gdsim.engine.descent import descend
from gdsim.engine.history import Block
from gdsim.scenario.build import build
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.subject import Subject

READY = ("guess_and_error", "errors_cancel", "one_large_error", "bedrooms")


def ready(name: str) -> Subject:
    return build(read(builtin_path(name)).scenario)


def ran(subject: Subject, n_epochs: int) -> Block:
    epochs = descend(subject.experiment, subject.experiment.start)
    collector = Collector(epochs, 0, len(subject.names), lambda: 0.0)
    return collector.take(n_epochs + 1, 1.0)


def truths(subject: Subject) -> Array:
    assert subject.samples is not None
    targets: Array = subject.samples.targets[0]
    return targets
