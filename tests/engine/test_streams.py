import numpy as np
import pytest

from gdsim.engine import streams

KEY = (streams.START, 1, 2)


def test_raw_draws_are_those_of_pcg64_for_ever() -> None:
    assert streams.raw_draws(1, (streams.START, 0, 0), 2).tolist() == [
        6984894122466610927,
        8791208563822714483,
    ]


@pytest.mark.parametrize("draw", [streams.uniforms, streams.normals, streams.order])
def test_draws_depend_on_seed_and_key_alone(draw: object) -> None:
    assert callable(draw)
    first = draw(1, KEY, 10).tolist()
    assert draw(1, KEY, 10).tolist() == first
    assert draw(2, KEY, 10).tolist() != first
    assert draw(1, (streams.START, 2, 1), 10).tolist() != first


@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_more_draws_begin_with_the_same_ones(n: int) -> None:
    np.testing.assert_array_equal(streams.normals(1, KEY, n), streams.normals(1, KEY, 20)[:n])
    np.testing.assert_array_equal(streams.uniforms(1, KEY, n), streams.uniforms(1, KEY, 20)[:n])


def test_uniforms_fill_the_unit_interval_evenly() -> None:
    u = streams.uniforms(1, KEY, 20_000)
    assert 0.0 <= u.min() < 0.001
    assert 0.999 < u.max() < 1.0
    counts = np.histogram(u, bins=10, range=(0.0, 1.0))[0]
    assert np.abs(counts - 2000).max() < 5 * np.sqrt(1800)


def test_normals_have_the_moments_of_the_normal_distribution() -> None:
    x = streams.normals(1, KEY, 20_000)
    moments = [float(np.mean(x**k)) for k in (1, 2, 3, 4)]
    assert moments == pytest.approx([0.0, 1.0, 0.0, 3.0], abs=0.15)
    assert abs(float(np.mean(x[::2] * x[1::2]))) < 0.05  # the two of a pair are independent


def test_an_order_holds_every_number_once() -> None:
    order = streams.order(1, KEY, 100)
    assert sorted(order.tolist()) == list(range(100))
    assert order.tolist() != list(range(100))


def test_no_two_purposes_share_a_draw() -> None:
    purposes = (streams.START, streams.SHUFFLE, streams.NOISE, streams.SPLIT)
    assert purposes == (0, 1, 2, 3)
    first = {int(streams.raw_draws(1, (purpose, 0), 1)[0]) for purpose in purposes}
    assert len(first) == 4
