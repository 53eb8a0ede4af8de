"""Where each start leads: taken when it is wanted, anew with the rate, and not with a ball."""

from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gdsim.engine.basins import GONE, Basins, take_basins
from gdsim.engine.optimizers import gradient_descent
from gdsim.engine.steps import finish
from gdsim.scenario import codec, edits
from gdsim.scenario.codec import Document
from gdsim.session.basins import EPOCHS, BasinsFollower, starts_in
from gdsim.session.session import Session
from tests.session.conftest import Open, settle

NEED = frozenset({"basins"})


def document(text: str, rate: float = 0.05, **bounds: list[float]) -> Document:
    written = ", ".join(f'"{name}": {extent}' for name, extent in bounds.items())
    return codec.decode(
        f"""{{"format": "gdsim-scenario", "version": 1,
        "objective": {{"kind": "function", "expression": "{text}", "bounds": {{{written}}}}},
        "optimizer": {{"name": "gradient_descent", "learning_rate": {rate}}}}}""",
        "test",
    )


WELLS = document("x^4 - 3x^2 + x", 0.02, x=[-2.5, 2.5])
BOWL = document("x^2 + 2y^2", 0.1, x=[-1.0, 1.0], y=[-2.0, 2.0])


@pytest.fixture
def wells(qtbot: QtBot, open_session: Open) -> Session:
    session = open_session()
    session.open(WELLS)
    settle(qtbot, session)
    return session


def follow(session: Session) -> tuple[BasinsFollower, list[Basins]]:
    follower = BasinsFollower(session)
    seen: list[Basins] = []
    follower.changed.connect(seen.append)
    return follower, seen


def calm(qtbot: QtBot, session: Session) -> None:
    """Let everything come that was asked for."""
    settle(qtbot, session)
    qtbot.waitUntil(lambda: not session.runner.is_busy)
    qtbot.wait(30)
    settle(qtbot, session)


def shown(qtbot: QtBot, session: Session, preview: Any) -> None:
    """Preview a scenario, as a drag does, and wait until it is seen."""
    told: list[Any] = []
    session.snapshot_changed.connect(told.append)
    session.preview(preview)
    qtbot.waitUntil(lambda: bool(told))
    session.snapshot_changed.disconnect(told.append)


def test_nothing_is_taken_until_it_is_wanted(qtbot: QtBot, wells: Session) -> None:
    _follower, seen = follow(wells)
    wells.runner.step(2)
    calm(qtbot, wells)
    assert not seen
    wells.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))


def test_a_curve_has_its_starts_along_what_is_shown_of_it(qtbot: QtBot, wells: Session) -> None:
    follower, seen = follow(wells)
    wells.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))
    picture = seen[-1]
    assert follower.latest is picture
    snapshot = wells.snapshot
    assert snapshot is not None
    assert snapshot.look.slice_range is not None
    np.testing.assert_array_equal(
        picture.starts[:, 0], np.linspace(*snapshot.look.slice_range, 256)
    )
    assert set(picture.minimum.tolist()) == {0, 1}
    assert np.all(np.diff(picture.minimum) >= 0)  # the left well is the lower one
    assert picture.epochs == EPOCHS


def test_a_plane_has_them_all_over_its_bounds(qtbot: QtBot, wells: Session) -> None:
    _follower, seen = follow(wells)
    wells.need(NEED)
    wells.open(BOWL)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].starts.shape == (41 * 41, 2))
    starts = seen[-1].starts.reshape(41, 41, 2)
    np.testing.assert_array_equal(starts[0, :, 0], np.linspace(-1.0, 1.0, 41))
    np.testing.assert_array_equal(starts[:, 0, 1], np.linspace(-2.0, 2.0, 41))
    assert set(seen[-1].minimum.tolist()) == {0}


def test_a_network_has_none(qtbot: QtBot, open_session: Open) -> None:
    session = open_session()
    follower, seen = follow(session)
    session.need(NEED)
    session.runner.step(2)
    calm(qtbot, session)
    assert not seen
    assert follower.latest is None


def test_while_the_rate_is_dragged_the_picture_is_that_of_the_rate(
    qtbot: QtBot, wells: Session
) -> None:
    _follower, seen = follow(wells)
    wells.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))
    for rate in (0.06, 0.1, 0.2, 0.3):
        wells.preview(edits.set_learning_rate(wells.scenario, rate, 0))
        qtbot.wait(2)
    qtbot.waitUntil(lambda: GONE in seen[-1].minimum)
    calm(qtbot, wells)
    minima = wells.subject.function.minima if wells.subject.function else ()
    expected = finish(
        take_basins(
            wells.subject.experiment.objective.twin(),
            gradient_descent(),
            0.3,
            minima,
            seen[-1].starts,
            EPOCHS,
        )
    )
    np.testing.assert_array_equal(seen[-1].minimum, expected.minimum)


def test_what_was_seen_in_the_drag_is_not_taken_again_after_the_drop(
    qtbot: QtBot, wells: Session
) -> None:
    follower, seen = follow(wells)
    wells.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))
    new = edits.set_learning_rate(wells.scenario, 0.1, 0)
    wells.preview(new)
    qtbot.waitUntil(lambda: len(seen) == 2)
    wells.apply(new, "rate")
    calm(qtbot, wells)
    assert len(seen) == 2
    assert follower.latest is seen[-1]


def test_a_ball_that_moves_changes_nothing(qtbot: QtBot, wells: Session) -> None:
    _follower, seen = follow(wells)
    wells.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))
    for value in (0.5, 0.7, -0.4):
        shown(qtbot, wells, edits.set_parameters(wells.scenario, {"x": value}, 0))
    wells.apply(edits.set_parameters(wells.scenario, {"x": 0.3}, 0), "drag")
    calm(qtbot, wells)
    wells.runner.step(5)
    calm(qtbot, wells)
    wells.select(epoch=2)
    calm(qtbot, wells)
    assert len(seen) == 1


def test_another_function_takes_others_and_the_old_ones_are_gone_at_once(
    qtbot: QtBot, wells: Session
) -> None:
    follower, seen = follow(wells)
    wells.need(NEED)
    qtbot.waitUntil(lambda: bool(seen))
    wells.open(document("x^2", 0.1, x=[-3.0, 3.0]))
    assert follower.latest is None
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert set(seen[-1].minimum.tolist()) == {0}


def test_a_picture_on_its_way_that_an_edit_drops_is_asked_for_anew(
    qtbot: QtBot, wells: Session
) -> None:
    follower, seen = follow(wells)
    wells.need(NEED)
    wells.preview(edits.set_learning_rate(wells.scenario, 0.002, 0))
    wells.apply(edits.set_parameters(wells.scenario, {"x": 0.3}, 0), "drag")
    qtbot.waitUntil(lambda: bool(seen))
    calm(qtbot, wells)
    assert follower.latest is seen[-1]
    assert set(seen[-1].minimum.tolist()) == {0, 1}


def test_a_frozen_variable_makes_other_basins(qtbot: QtBot, wells: Session) -> None:
    _follower, seen = follow(wells)
    wells.need(NEED)
    wells.open(BOWL)
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].starts) == 1681)
    wells.apply(edits.set_frozen(wells.scenario, "y", True, 0), "freeze")
    qtbot.waitUntil(lambda: -2 in seen[-1].minimum)
    assert np.count_nonzero(seen[-1].minimum == 0) == 41


def test_starts_are_read_row_by_row() -> None:
    starts = starts_in(((0.0, 1.0), (5.0, 6.0)))
    assert starts.shape == (1681, 2)
    np.testing.assert_allclose(starts[:2], [[0.0, 5.0], [1 / 40, 5.0]])
