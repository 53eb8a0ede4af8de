"""A recorded run is read back bit by bit, and anything that does not fit is refused in a word."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdsim.engine.collector import Collector
from gdsim.engine.descent import State, descend, replay
from gdsim.engine.history import LOSS, PARAMETERS, History
from gdsim.scenario import edits, recording
from gdsim.scenario.build import build
from gdsim.scenario.codec import Document, decode, encode
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.library import builtin_path, read
from gdsim.scenario.recording import recall, record
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject
from gdsim.scenario.validation import convert

HOUSES = read(builtin_path("houses")).scenario
CHANGED = edits.set_parameters(
    edits.set_batch_size(edits.set_learning_rate(HOUSES, 0.1, 5), 50, 9), {"w3": 0.4}, 14
)


def run(scenario: Scenario, n: int) -> tuple[Subject, History]:
    subject = build(scenario)
    history = History(len(subject.names))
    epochs = descend(subject.experiment, subject.experiment.start)
    collector = Collector(epochs, 0, len(subject.names), _ticking())
    while history.n_epochs <= n and history.stop is None:
        history.append(collector.take(n + 1 - history.n_epochs, 1e9))
    return subject, history


def _ticking() -> Callable[[], float]:
    """Return a clock by which every third epoch is a keyframe."""
    ticks = iter(range(10**9))
    return lambda: next(ticks) * 0.003


def tree_of(subject: Subject, history: History) -> dict[str, Any]:
    """Return what comes back from a file."""
    tree = record(subject, history)
    assert tree is not None
    text = encode(Document(subject.scenario, recording=tree))
    found: dict[str, Any] = decode(text, "a.json").recording
    return found


def state_at(subject: Subject, history: History, epoch: int) -> State:
    *_updates, state = replay(subject.experiment, history.keyframe(epoch), epoch)
    assert state is not None
    return state


@pytest.mark.parametrize("size", [None, 1, 7, 50, 546])
def test_every_epoch_of_a_recalled_run_has_the_bits_of_the_first_time(size: int | None) -> None:
    scenario = edits.set_learning_rate(edits.set_batch_size(HOUSES, size, 0), 0.001, 0)
    scenario = edits.set_parameters(edits.set_learning_rate(scenario, 0.002, 3), {"w3": 0.4}, 5)
    subject, history = run(scenario, 8)
    again = recall(tree_of(subject, history), build(scenario))
    assert again.n_epochs == 9
    for epoch in range(9):
        state, twin = state_at(subject, history, epoch), state_at(subject, again, epoch)
        assert state.theta.tobytes() == twin.theta.tobytes()
        assert again.value(LOSS, epoch) == history.value(LOSS, epoch)


def test_a_long_run_is_thinned_to_a_megabyte_and_stays_exact() -> None:
    subject, history = run(CHANGED, 9000)
    tree = tree_of(subject, history)
    assert len(json.dumps(tree)) < 1_100_000
    again = recall(tree, build(CHANGED))
    assert again.n_epochs == 9001
    assert again.width > 1
    for column in (LOSS, PARAMETERS + 2):
        assert again.extent(column) == history.extent(column)
    for epoch in (0, 1, 13, 14, 15, 4321, 8999, 9000):
        state, twin = state_at(subject, history, epoch), state_at(subject, again, epoch)
        assert state.theta.tobytes() == twin.theta.tobytes()


def test_a_run_that_diverged_is_recalled_with_its_end() -> None:
    subject, history = run(edits.set_learning_rate(HOUSES, 9.0, 0), 5000)
    assert history.stop is not None
    again = recall(tree_of(subject, history), subject)
    assert again.stop == history.stop


def test_the_document_is_the_same_with_and_without_a_recording() -> None:
    subject, history = run(HOUSES, 5)
    tree = tree_of(subject, history)
    document = decode(encode(Document(HOUSES, recording=tree)), "a.json")
    assert document.scenario == HOUSES
    assert not document.notes
    assert "recording" not in json.loads(encode(Document(document.scenario, document.unknown)))


def test_nothing_computed_is_nothing_recorded() -> None:
    assert record(build(HOUSES), History(10)) is None


def test_a_run_too_large_for_a_megabyte_is_not_recorded() -> None:
    subject, _history = run(HOUSES, 3)
    wide = History(60_000)
    wide.keyframes.add((State(0, np.zeros(60_000), ()),))
    assert record(subject, wide) is None


def refused(tree: Any, subject: Subject) -> str:
    with pytest.raises(ScenarioError) as refusal:
        recall(tree, subject)
    text = str(refusal.value)
    assert text.startswith("The recorded run in the file is not used because ")
    assert len(text) < 200
    return text


def test_a_recording_of_another_run_is_refused() -> None:
    subject, history = run(HOUSES, 5)
    tree = tree_of(subject, history)
    assert "another run" in refused(tree, build(edits.set_learning_rate(HOUSES, 0.3, 2)))
    assert recall(tree, build(edits.set_goal(edits.set_title(HOUSES, "x"), 9))).n_epochs == 6


SUBJECT, HISTORY = run(HOUSES, 20)
GOOD = tree_of(SUBJECT, HISTORY)


def signed(tree: dict[str, Any]) -> dict[str, Any]:
    """Return a tree whose digest is right, as a hostile hand would write it."""
    found = convert(tree, recording.Recording)
    return {**tree, "digest": recording._digest(found)}  # noqa: SLF001 - what hostile hands know


def floats(values: Any) -> str:
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


def numbers() -> Any:
    return np.frombuffer(base64.b64decode(GOOD["data"]), dtype="<f8").copy()


def with_number(place: int, value: float) -> dict[str, Any]:
    data = numbers()
    data[place] = value
    return signed({**GOOD, "data": floats(data)})


N_IN_BUCKETS = 12 * 21
HOSTILE = {
    "no tree": 7,
    "a list": [GOOD],
    "no data": {k: v for k, v in GOOD.items() if k != "data"},
    "unsigned": {**GOOD, "epochs": 22},
    "another version": signed({**GOOD, "version": 2}),
    "a billion epochs": signed({**GOOD, "epochs": 10**9}),
    "more than a billion": {**GOOD, "epochs": 10**18},
    "wide buckets": signed({**GOOD, "epochs": 10**9, "width": 2**24}),
    "width of 3": signed({**GOOD, "width": 3}),
    "rows that lie": signed({**GOOD, "rows": 4}),
    "no rows": signed({**GOOD, "rows": 0}),
    "negative rows": signed({**GOOD, "rows": -4}),
    "other parameters": signed({**GOOD, "parameters": 11}),
    "a memory": signed({**GOOD, "memory": 3}),
    "more keyframes": signed({**GOOD, "keyframes": GOOD["keyframes"] + 1}),
    "truncated": signed({**GOOD, "data": GOOD["data"][: len(GOOD["data"]) // 8 * 4]}),
    "not base64": signed({**GOOD, "data": "*" + GOOD["data"][1:]}),
    "letters beyond ASCII": signed({**GOOD, "data": "ü" + GOOD["data"][1:]}),
    "huge": {**GOOD, "data": "A" * 30_000_000},
    "NaN in a loss": with_number(0, float("nan")),
    "an infinite parameter": with_number(5 * 21, float("inf")),
    "NaN in a keyframe": with_number(-1, float("nan")),
    "another start": with_number(2 * 21, 0.123),
    "keyframes that do not begin at 0": with_number(N_IN_BUCKETS, 1.0),
    "half a keyframe": with_number(N_IN_BUCKETS + 1, 1.5),
    "keyframes beyond the end": with_number(N_IN_BUCKETS + GOOD["keyframes"] - 1, 1e9),
    "a keyframe that is no number": with_number(N_IN_BUCKETS + 1, float("nan")),
    "keyframes that fall": with_number(N_IN_BUCKETS + 2, 0.0),
    "an end that is none": signed(
        {**GOOD, "stop": {"reason": "tired", "epoch": 21, "parameter": 0, "growth": 1.0}}
    ),
    "an end elsewhere": signed(
        {**GOOD, "stop": {"reason": "diverged", "epoch": 3, "parameter": 0, "growth": 1.0}}
    ),
    "an end by none": signed(
        {**GOOD, "stop": {"reason": "diverged", "epoch": 21, "parameter": 99, "growth": 1.0}}
    ),
}


def test_the_good_one_is_taken() -> None:
    assert recall(signed(GOOD), SUBJECT).n_epochs == 21
    assert signed(GOOD) == GOOD


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_recording_is_refused_at_once(name: str) -> None:
    begin = time.perf_counter()
    refused(HOSTILE[name], SUBJECT)
    assert time.perf_counter() - begin < 0.5


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, len(GOOD["data"]) - 1), letter=st.sampled_from("A/z0=* "))
def test_a_changed_letter_is_noticed(place: int, letter: str) -> None:
    data = GOOD["data"][:place] + letter + GOOD["data"][place + 1 :]
    if data != GOOD["data"]:
        assert "damaged" in refused({**GOOD, "data": data}, SUBJECT)
