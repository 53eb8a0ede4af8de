"""Anything that a person could do, after anything, leaves a sound session."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import History
from gdsim.scenario import edits
from gdsim.scenario.library import builtin_path, read, scenario_names
from gdsim.scenario.spec import FunctionSpec, NetworkSpec, PenaltySpec, Scenario, Split
from gdsim.session.session import Session
from tests.session.conftest import Open, settle
from tests.session.soundness import check


def edit(session: Session, pick: random.Random) -> Scenario:
    """Return one of all edits, at random."""
    scenario, epoch = session.scenario, session.selection.epoch
    n_inputs, spec = len(session.subject.inputs), scenario.objective
    layers = spec.layers if isinstance(spec, NetworkSpec) else ()
    name, layer = pick.choice(session.subject.names), pick.randrange(max(1, len(layers)))
    flag = pick.random() < 0.5
    choices: list[Callable[[], Scenario]] = [
        lambda: edits.set_learning_rate(scenario, pick.choice([0.001, 0.1, 0.3, 1e3]), epoch),
        lambda: edits.set_batch_size(scenario, pick.choice([None, 1, 7, 50]), epoch),
        lambda: edits.set_parameters(scenario, {name: pick.choice([0.0, -2.0, 1e200])}, epoch),
        lambda: edits.set_frozen(scenario, name, flag, epoch),
        lambda: edits.set_cut(scenario, name, flag),
        lambda: edits.set_goal(scenario, pick.choice([1, 5, 100, 1000])),
        lambda: edits.set_shuffle(scenario, flag),
        lambda: edits.set_penalty(scenario, PenaltySpec("l2", 0.1) if flag else None),
        lambda: edits.set_initializer(scenario, pick.choice(["zeros", "he", "uniform"])),
        lambda: edits.new_start(scenario),
        lambda: edits.same_start(scenario),
    ]
    if not isinstance(spec, FunctionSpec):
        loss = pick.choice(["mse", "sse", "mae", "cross_entropy"])
        choices.append(lambda: edits.set_loss(scenario, loss))
        choices.append(lambda: edits.set_standardize(scenario, flag))
        choices.append(lambda: edits.set_split(scenario, Split() if flag else None))
    if layers:
        choices.append(lambda: edits.set_bias(scenario, layer, flag, n_inputs))
        kind = pick.choice(["identity", "tanh", "relu"])
        choices.append(lambda: edits.set_activation(scenario, layer, kind))
    if 0 < len(layers) < 5:
        choices.append(lambda: edits.add_layer(scenario, layer, n_inputs))
    if layer < len(layers) - 1:
        choices.append(lambda: edits.add_unit(scenario, layer, n_inputs))
        choices.append(lambda: edits.remove_unit(scenario, layer, 0, n_inputs))
        choices.append(lambda: edits.remove_layer(scenario, layer, n_inputs))
    return pick.choice(choices)()


def act(session: Session, pick: random.Random) -> None:
    """Do one thing a person could do."""
    runner, stack = session.runner, session.undo_stack
    n_rows = len(session.subject.samples.dataset.inputs) if session.subject.samples else 1
    actions: list[Callable[[], object]] = [
        *[runner.play, runner.pause, stack.undo, stack.redo] * 2,
        lambda: runner.step(pick.choice([1, 2, 25, 300])),
        *[lambda: session.select(epoch=pick.randint(-3, session.run.newest + 9))] * 3,
        *[lambda: session.apply(edit(session, pick), "edit", pick.choice([None, "one"]))] * 5,
        *[lambda: session.preview(edit(session, pick))] * 2,
        lambda: session.preview(None),
        lambda: session.select(row=pick.randrange(n_rows)),
        lambda: session.select(parameter=pick.randrange(len(session.subject.names))),
        lambda: session.select(inputs=tuple(1.0 for _q in session.subject.inputs)),
        *[lambda: runner.set_speed(pick.choice([None, None, 1.0, 20.0, 200.0]))] * 2,
    ]
    if pick.random() < 0.02:
        actions = [lambda: session.open(read(builtin_path(pick.choice(scenario_names()))))]
    pick.choice(actions)()
    if session.run.newest > 4000:
        runner.pause()


@pytest.mark.parametrize(("seed", "buckets"), [(1, None), (2, 64), (3, None)])
def test_anything_after_anything_leaves_a_sound_session(
    open_session: Open,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    buckets: int | None,
) -> None:
    if buckets is not None:
        monkeypatch.setattr(History.__init__, "__defaults__", (buckets,))
    pick = random.Random(seed)
    session = open_session(pick.choice(scenario_names()))
    session.snapshot_changed.connect(lambda snapshot: shown.add((snapshot.run, session.run.number)))
    shown: set[tuple[int, int]] = set()
    for number in range(400):
        act(session, pick)
        if pick.random() < 0.7:
            QTest.qWait(pick.choice([0, 0, 1, 1, 3, 12]))
        if number % 20 == 19:
            session.runner.pause()
            session.preview(None)
            settle(qtbot, session)
            check(session)
    session.undo_stack.setIndex(0)
    settle(qtbot, session)
    check(session)
    assert all(run == current for run, current in shown)
