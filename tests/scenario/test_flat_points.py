"""What kind of place a flat point is, in words."""

import numpy as np
import pytest

from gdsim.engine.flatness import Flatness, kind_of
from gdsim.scenario.flat_points import flat_place


@pytest.mark.parametrize(
    ("curvatures", "words"),
    [
        ((2.0,), "a minimum: both sides lead up"),
        ((2.0, 30.0), "a minimum: every direction leads up"),
        ((-2.0,), "a maximum: both sides lead down"),
        ((-2.0, -1.0, -1.0), "a maximum: every direction leads down"),
        ((-2.0, 1e-9, 1.0), "a saddle: up in 1 of 3 directions, down in 1"),
        ((0.0, 1.0), "a level place: in 1 of 2 directions the loss does not bend"),
        ((0.0, 0.0), "a level place: the loss does not bend in any direction"),
    ],
)
def test_each_kind_of_place_has_its_words(curvatures: tuple[float, ...], words: str) -> None:
    bends = np.array(curvatures)
    assert flat_place(Flatness(0.0, kind_of(bends), bends)) == words


def test_what_is_not_known_is_said() -> None:
    assert "too many" in flat_place(Flatness(0.0, None, np.empty(0)))
