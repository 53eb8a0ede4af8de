"""A selection that is carried over to another objective points at what exists there."""

from gdsim.session.selection import Selection

HERE = Selection(run=3, epoch=7, parameter=9, row=40, inputs=(1.0, 2.0), pair=(0, 9))


def test_what_still_exists_stays_selected_and_the_pair_is_chosen_anew() -> None:
    assert HERE.within(10, 41, 2) == HERE._replace(pair=None)


def test_what_is_beyond_the_end_becomes_the_last() -> None:
    kept = HERE.within(4, 5, 2)
    assert (kept.parameter, kept.row) == (3, 4)
    assert (kept.run, kept.epoch) == (3, 7)


def test_typed_inputs_of_another_number_are_forgotten() -> None:
    assert HERE.within(10, 41, 3).inputs is None
    assert HERE._replace(inputs=None).within(10, 41, 2).inputs is None
