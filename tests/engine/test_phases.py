"""The parts of an epoch stand in the order in which descent works them out."""

import pytest

from gdsim.engine.phases import Part, Phase, following, phases, preceding


def test_values_go_up_through_the_layers_and_slopes_come_down() -> None:
    assert phases(3) == (
        Phase(Part.FORWARD, 1),
        Phase(Part.FORWARD, 2),
        Phase(Part.FORWARD, 3),
        Phase(Part.LOSS),
        Phase(Part.BACKWARD, 3),
        Phase(Part.BACKWARD, 2),
        Phase(Part.BACKWARD, 1),
        Phase(Part.UPDATE),
    )


def test_a_model_without_layers_answers_in_one_part() -> None:
    assert [phase.part for phase in phases(0)] == list(Part)
    assert {phase.layer for phase in phases(0)} == {0}


@pytest.mark.parametrize("n_layers", [0, 1, 2, 9])
def test_the_way_forth_visits_every_part_once_and_the_way_back_is_its_reverse(
    n_layers: int,
) -> None:
    forth, back = [], []
    phase = following(None, n_layers)
    while phase is not None:
        forth.append(phase)
        phase = following(phase, n_layers)
    phase = preceding(None, n_layers)
    while phase is not None:
        back.append(phase)
        phase = preceding(phase, n_layers)
    assert tuple(forth) == phases(n_layers)
    assert back == forth[::-1]


def test_a_part_of_a_deeper_network_begins_the_epoch_anew() -> None:
    assert following(Phase(Part.BACKWARD, 3), 2) == Phase(Part.FORWARD, 1)
