"""Going through an epoch part by part looks at the run and never changes it."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.history import LOSS, PARAMETERS
from gdsim.engine.phases import Part, Phase, phases
from gdsim.scenario import edits
from gdsim.session.phasing import Phasing
from gdsim.session.session import Session
from tests.session.conftest import Open, settle

FIRST, UPDATE = Phase(Part.FORWARD, 1), Phase(Part.UPDATE)
N_PARTS = len(phases(2))


@pytest.fixture
def session(open_session: Open) -> Session:
    return open_session("houses")


@pytest.fixture
def phasing(session: Session) -> Phasing:
    return Phasing(session)


def step(qtbot: QtBot, session: Session, n_epochs: int) -> None:
    session.runner.step(n_epochs)
    settle(qtbot, session)


def record(session: Session) -> list[bytes]:
    """Return the bits of everything that is recorded of the run."""
    history, n = session.run.history, session.run.newest
    columns = range(PARAMETERS + len(session.subject.names))
    values = [history.series(column, 0, n, 10_000).values.tobytes() for column in columns]
    return [*values, history.keyframe(n).theta.tobytes()]


def test_forth_visits_every_part_of_the_epoch_in_order(session: Session, phasing: Phasing) -> None:
    seen = []
    for _i in range(N_PARTS):
        phasing.forth()
        seen.append(session.selection.phase)
    assert tuple(seen) == phases(2)
    assert session.selection.epoch == 0
    assert session.run.newest == 0


def test_after_the_update_a_step_leads_to_the_first_part_of_the_next_epoch(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    session.select(phase=UPDATE)
    phasing.forth()
    settle(qtbot, session)
    assert (session.selection.epoch, session.selection.phase) == (1, FIRST)
    assert session.run.newest == 1


def test_over_recorded_epochs_it_goes_on_without_computing(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    step(qtbot, session, 3)
    session.select(epoch=1)
    session.select(phase=UPDATE)
    phasing.forth()
    settle(qtbot, session)
    assert (session.selection.epoch, session.selection.phase) == (2, FIRST)
    assert session.run.newest == 3


def test_before_the_first_part_comes_the_update_of_the_epoch_before(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    step(qtbot, session, 2)
    session.select(phase=FIRST)
    phasing.back()
    assert (session.selection.epoch, session.selection.phase) == (1, UPDATE)
    phasing.back()
    assert session.selection.phase == Phase(Part.BACKWARD, 1)
    assert session.run.newest == 2


def test_before_the_first_part_of_all_the_whole_epoch_is_shown(
    session: Session, phasing: Phasing
) -> None:
    phasing.forth()
    phasing.back()
    assert (session.selection.epoch, session.selection.phase) == (0, None)
    phasing.back()
    assert (session.selection.epoch, session.selection.phase) == (0, None)


def test_looking_at_every_part_leaves_every_bit_of_the_run_and_of_the_document(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    step(qtbot, session, 5)
    before, scenario, run = record(session), session.scenario, session.run
    for _i in range(3 * N_PARTS):
        phasing.back()
        settle(qtbot, session)
    for _i in range(3 * N_PARTS - 1):
        phasing.forth()
        settle(qtbot, session)
    assert record(session) == before
    assert session.run is run
    assert session.scenario is scenario
    assert session.undo_stack.count() == 0
    assert session.is_saved


def test_a_step_taken_through_the_parts_has_the_bits_of_any_other_step(
    open_session: Open, qtbot: QtBot
) -> None:
    through, plain = open_session("houses"), open_session("houses")
    phasing = Phasing(through)
    for _i in range(3 * N_PARTS + 1):
        phasing.forth()
        settle(qtbot, through)
    step(qtbot, plain, 3)
    assert through.selection.epoch == 3
    assert record(through) == record(plain)


def test_choosing_another_epoch_ends_the_phase_and_choosing_a_row_or_a_parameter_keeps_it(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    step(qtbot, session, 2)
    phasing.forth()
    session.select(parameter=4)
    session.select(row=7)
    assert session.selection.phase == FIRST
    session.select(epoch=0)
    assert session.selection.phase is None


def test_an_edit_keeps_a_part_that_the_new_network_has_at_the_same_epoch(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    session.select(phase=Phase(Part.FORWARD, 2))
    session.apply(edits.set_parameters(session.scenario, {"w3": 0.4}, 0), "w3")
    settle(qtbot, session)
    assert session.selection.phase == Phase(Part.FORWARD, 2)
    session.apply(edits.remove_layer(session.scenario, 0, 3), "remove layer")
    settle(qtbot, session)
    assert session.selection.phase is None


def test_typed_inputs_and_parts_of_the_epoch_exclude_each_other(
    session: Session, phasing: Phasing
) -> None:
    session.select(inputs=(1.0, 2.0, 3.0))
    phasing.forth()
    assert (session.selection.phase, session.selection.inputs) == (FIRST, None)
    session.select(inputs=(1.0, 2.0, 3.0))
    assert session.selection.phase is None


def test_a_press_while_playing_pauses_and_looks_at_the_epoch_where_it_stopped(
    session: Session, phasing: Phasing, qtbot: QtBot
) -> None:
    session.runner.set_speed(None)
    session.runner.play()
    qtbot.waitUntil(lambda: session.selection.epoch > 2)
    phasing.forth()
    assert not session.runner.is_moving
    epoch = session.selection.epoch
    settle(qtbot, session)
    assert (session.selection.epoch, session.selection.phase) == (epoch, FIRST)


def test_another_part_asks_the_worker_for_nothing(session: Session, phasing: Phasing) -> None:
    shown = session.snapshot
    phasing.forth()
    assert not session.runner.is_busy
    assert session.snapshot is shown


def test_leave_shows_the_whole_epoch(session: Session, phasing: Phasing) -> None:
    phasing.forth()
    phasing.leave()
    assert session.selection.phase is None


def test_at_the_end_of_a_diverged_run_there_is_no_next_epoch(
    open_session: Open, qtbot: QtBot
) -> None:
    session = open_session("diverges")
    phasing = Phasing(session)
    session.runner.step(100_000)
    qtbot.waitUntil(lambda: session.run.has_ended)
    settle(qtbot, session)
    epoch = session.selection.epoch
    session.select(phase=UPDATE)
    phasing.forth()
    assert (session.selection.epoch, session.selection.phase) == (epoch, UPDATE)
    phasing.back()
    assert session.selection.phase == Phase(Part.BACKWARD, 1)
    assert np.isfinite(session.run.history.series(LOSS, 0, epoch, 100).values).all()
