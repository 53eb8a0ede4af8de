"""What was computed of a run, saved with its scenario: History -> a compact tree, and back.

Keyframes and buckets are thinned to fit; what is left is exact. A recording is a cache: one that
does not fit its scenario in every respect is refused in a sentence, and computed anew.
"""

import base64
import binascii
import hashlib
import json
from math import isfinite
from typing import Annotated, Any, NoReturn

import msgspec
import numpy as np
from msgspec import Meta
from msgspec.structs import replace

from gdsim.engine.arrays import Array, Memory, read_only
from gdsim.engine.descent import State, Stop, StopReason
from gdsim.engine.history import FIRST, PARAMETERS, TEST_LOSS, History
from gdsim.scenario.codec import to_tree
from gdsim.scenario.errors import ScenarioError
from gdsim.scenario.spec import Scenario
from gdsim.scenario.subject import Subject
from gdsim.scenario.validation import convert
from gdsim.text import _

VERSION = 1
MOST_FLOATS = 96_000
"""768 kB, which are a megabyte of text."""
KEYFRAME_SHARE = 0.4
MOST_TEXT = 4 * (8 * MOST_FLOATS // 3 + 1)
ALL_ROWS, ONE_ROW = 4, 1
"""Rows of a bucket: first, lowest, highest, last; where each holds one epoch they are the same."""

Size = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Small = Annotated[int, Meta(ge=1, le=MOST_FLOATS)]


class StopSpec(msgspec.Struct, frozen=True):
    """Where the run ended; ``growth`` is None for infinite."""

    reason: str
    epoch: Annotated[int, Meta(ge=0)]
    parameter: Annotated[int, Meta(ge=0)]
    growth: float | None


class Recording(msgspec.Struct, frozen=True):
    """The tree in the file: sizes, and all numbers as little-endian float64 in base64.

    They are, one after another: the buckets (rows, columns, buckets), the keyframes' epochs, and
    each keyframe's theta and memory.
    """

    version: int
    run: str
    epochs: Size
    width: Size
    parameters: Small
    rows: int
    keyframes: Small
    memory: Annotated[int, Meta(ge=0, le=MOST_FLOATS)]
    stop: StopSpec | None
    digest: str
    data: Annotated[str, Meta(max_length=MOST_TEXT)]


def record(subject: Subject, history: History) -> dict[str, Any] | None:
    """Return what is saved of a run; None if there is nothing, or not even its outline fits."""
    n_columns = history.n_parameters + PARAMETERS
    if not len(history.keyframes):
        return None
    memory = _n_numbers(history.keyframes.states[0].memory)
    per_state = 1 + history.n_parameters + memory
    n_keyframes = int(KEYFRAME_SHARE * MOST_FLOATS) // per_state
    left = MOST_FLOATS - min(n_keyframes, len(history.keyframes)) * per_state
    n_buckets = left // n_columns
    if history.width > 1 or history.n_buckets > n_buckets:
        n_buckets = left // (ALL_ROWS * n_columns)
    if n_keyframes < 2 or n_buckets < 64:
        return None
    part = history.thinned(n_buckets, n_keyframes - 1)
    rows = ONE_ROW if part.width == 1 else ALL_ROWS
    states = part.keyframes.states
    data = np.concatenate(
        [
            part.buckets[:rows].ravel(),
            [float(state.epoch) for state in states],
            *(_numbers(state) for state in states),
        ]
    )
    raw = data.astype("<f8").tobytes()
    recording = Recording(
        VERSION,
        run_digest(subject.scenario),
        part.n_epochs,
        part.width,
        part.n_parameters,
        rows,
        len(states),
        memory,
        _stop_spec(part.stop),
        "",
        base64.b64encode(raw).decode("ascii"),
    )
    tree: dict[str, Any] = msgspec.to_builtins(replace(recording, digest=_digest(recording)))
    return tree


def recall(tree: Any, subject: Subject) -> History:
    """Return the history that ``tree`` holds; its numbers are still to be checked by a replay.

    Raises
    ------
    ScenarioError
        If it is no recording of this run: one sentence.
    """
    try:
        recording = convert(tree, Recording)
    except ScenarioError as error:
        raise ScenarioError(_without(_("it is damaged"))) from error
    if recording.version != VERSION:
        _refuse(_("another version of gdsim wrote it"))
    if recording.digest != _digest(recording):
        _refuse(_("it is damaged"))
    if recording.run != run_digest(subject.scenario):
        _refuse(_("it is of another run"))
    _check_sizes(recording, subject)
    return _history(recording, subject, _floats(recording))


def run_digest(scenario: Scenario) -> str:
    """Return what tells the runs of two scenarios apart: a digest of all that decides one."""
    deciding = replace(scenario, title="", activity=None, epochs=1, companions=())
    text = json.dumps(to_tree(deciding), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(recording: Recording) -> str:
    """Return the digest of everything in a recording but the digest itself."""
    text = json.dumps(msgspec.to_builtins(replace(recording, digest="")), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _check_sizes(recording: Recording, subject: Subject) -> None:
    r = recording
    start = subject.experiment.start
    n_buckets = -(-r.epochs // r.width)
    is_right = (
        r.parameters == len(start.theta)
        and r.memory == _n_numbers(start.memory)
        and r.width & (r.width - 1) == 0
        and r.rows == (ONE_ROW if r.width == 1 else ALL_ROWS)
        and n_buckets <= MOST_FLOATS
        and _n_floats(r) <= MOST_FLOATS
        and len(r.data) == 4 * -(-8 * _n_floats(r) // 3)
    )
    if not is_right:
        _refuse(_("its sizes do not fit"))


def _n_floats(recording: Recording) -> int:
    r = recording
    n_buckets = -(-r.epochs // r.width)
    in_buckets = r.rows * (r.parameters + PARAMETERS) * n_buckets
    return in_buckets + r.keyframes * (1 + r.parameters + r.memory)


def _floats(recording: Recording) -> Array:
    try:
        raw = base64.b64decode(recording.data, validate=True)
    except (binascii.Error, ValueError):
        _refuse(_("it is damaged"))
    if len(raw) != 8 * _n_floats(recording):
        _refuse(_("its sizes do not fit"))
    return np.frombuffer(raw, dtype="<f8").astype(np.float64)


def _history(recording: Recording, subject: Subject, data: Array) -> History:
    r = recording
    n_columns, n_buckets = r.parameters + PARAMETERS, -(-r.epochs // r.width)
    end = r.rows * n_columns * n_buckets
    buckets = data[:end].reshape(r.rows, n_columns, n_buckets)
    epochs, states = data[end : end + r.keyframes], data[end + r.keyframes :]
    must_be = [i for i in range(n_columns) if i != TEST_LOSS or subject.experiment.held_out]
    is_sound = (
        bool(np.isfinite(buckets[:, must_be]).all())
        and bool(np.isfinite(states).all())
        and _are_epochs(epochs, r.epochs)
        and _begins_alike(buckets, subject)
    )
    if not is_sound:
        _refuse(_("its numbers do not fit"))
    return History.restored(
        r.epochs,
        r.width,
        np.repeat(buckets, ALL_ROWS, axis=0) if r.rows == ONE_ROW else buckets,
        _states(epochs, states.reshape(r.keyframes, -1), subject),
        _stop(r.stop, r.parameters, r.epochs),
    )


def _are_epochs(epochs: Array, n_epochs: int) -> bool:
    """Whether these are whole numbers that rise from 0 and stay below ``n_epochs``."""
    if not np.isfinite(epochs).all() or epochs[0] != 0.0 or epochs[-1] >= n_epochs:
        return False
    return bool((np.diff(epochs) > 0.0).all() and (epochs == np.floor(epochs)).all())


def _begins_alike(buckets: Array, subject: Subject) -> bool:
    """Whether the recorded start has the bits of the scenario's."""
    return buckets[FIRST, PARAMETERS:, 0].tobytes() == subject.experiment.start.theta.tobytes()


def _states(epochs: Array, numbers: Array, subject: Subject) -> list[State]:
    experiment, n = subject.experiment, len(subject.names)
    states = []
    for epoch, row in zip(epochs.astype(int).tolist(), numbers, strict=True):
        theta = read_only(row[:n].copy())
        like = experiment.settings_at(epoch).optimizer.init(theta)
        states.append(State(epoch, theta, _memory(row[n:], like)))
    return states


def _numbers(state: State) -> Array:
    parts = [np.asarray(part, dtype=float).ravel() for part in state.memory]
    return np.concatenate([state.theta, *parts])


def _n_numbers(memory: Memory) -> int:
    return sum(np.size(part) for part in memory)


def _memory(numbers: Array, like: Memory) -> Memory:
    """Return ``numbers`` as an optimizer's memory of the shape and types of ``like``."""
    parts: list[Any] = []
    for part in like:
        here, numbers = numbers[: np.size(part)], numbers[np.size(part) :]
        is_array = isinstance(part, np.ndarray)
        parts.append(here.reshape(part.shape).copy() if is_array else type(part)(here[0]))
    make = getattr(like, "_make", tuple)
    found: Memory = make(parts)
    return found


def _stop_spec(stop: Stop | None) -> StopSpec | None:
    if stop is None:
        return None
    growth = stop.growth if isfinite(stop.growth) else None
    return StopSpec(stop.reason.value, stop.epoch, stop.parameter, growth)


def _stop(spec: StopSpec | None, n_parameters: int, n_epochs: int) -> Stop | None:
    if spec is None:
        return None
    known = {reason.value: reason for reason in StopReason}
    if spec.reason not in known or spec.parameter >= n_parameters or spec.epoch != n_epochs:
        _refuse(_("its numbers do not fit"))
    growth = np.inf if spec.growth is None else spec.growth
    return Stop(known[spec.reason], spec.epoch, spec.parameter, growth)


def _without(why: str) -> str:
    return _("The recorded run in the file is not used because {why}; it is computed anew.").format(
        why=why
    )


def _refuse(why: str) -> NoReturn:
    raise ScenarioError(_without(why))
