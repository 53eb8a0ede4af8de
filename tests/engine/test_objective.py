from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from gdsim.engine.activations import ACTIVATIONS
from gdsim.engine.arrays import Array
from gdsim.engine.losses import LOSSES
from gdsim.engine.network import Network
from gdsim.engine.objective import CHUNK, MAX_SPACES, NetworkObjective

MakeNetwork = Callable[..., Network]
MakeObjective = Callable[..., NetworkObjective]


def lasts_of(loss: str) -> list[str]:
    """The activations that may stand before a loss."""
    needed = LOSSES[loss].goes_with
    return [needed] if needed else [a.name for a in ACTIVATIONS.values() if not a.is_last_only]


def some_thetas(objective: NetworkObjective, n: int) -> Array:
    thetas = np.random.default_rng(2).normal(size=(n, len(objective.names)))
    thetas[:, objective.cut] = 0.0
    return thetas


@pytest.mark.parametrize("penalty", [None, ("l2", 0.2), ("l1", 0.2)])
@pytest.mark.parametrize("loss", LOSSES)
def test_many_thetas_agree_with_each_alone(
    loss: str,
    penalty: tuple[str, float] | None,
    make_network: MakeNetwork,
    make_objective: MakeObjective,
) -> None:
    for last in lasts_of(loss):
        network = make_network(3, 4, 2, last=last)
        cut = np.zeros(network.n_parameters, dtype=bool)
        cut[[2, 13]] = True
        objective = make_objective(network, loss, penalty=penalty, cut=cut)
        thetas = some_thetas(objective, 9)
        losses, gradients = objective.gradients(thetas)
        alone = [objective.evaluate(theta) for theta in thetas]
        np.testing.assert_allclose(losses, [e.loss for e in alone], rtol=1e-12)
        np.testing.assert_allclose(objective.losses(thetas), losses, rtol=1e-12)
        np.testing.assert_allclose(gradients, [e.gradient for e in alone], rtol=1e-12, atol=1e-14)
        assert not gradients[:, cut].any()


def test_more_thetas_than_fit_into_the_cache_are_cut_into_parts(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    objective = make_objective(make_network(3, 4, 2), n_rows=2000)
    n = 3 * CHUNK // (5 * 2000) + 1
    thetas = some_thetas(objective, n)
    losses = objective.losses(thetas)
    np.testing.assert_allclose(losses, [objective.loss(t) for t in thetas], rtol=1e-12)
    np.testing.assert_allclose(objective.gradients(thetas)[0], losses, rtol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_loss_alone_has_the_same_bits_as_with_its_gradient(
    loss: str, make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    for last, penalty in product(lasts_of(loss), (None, ("l2", 0.2))):
        objective = make_objective(make_network(3, 4, 2, last=last), loss, penalty=penalty)
        for theta in some_thetas(objective, 5):
            assert objective.loss(theta) == objective.evaluate(theta).loss


def test_the_loss_is_its_two_terms(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    network = make_network(3, 2, 1)
    objective = make_objective(network, penalty=("l2", 0.5))
    theta = np.arange(1.0, 12.0)
    found = objective.evaluate(theta)
    is_weight = np.array([name.startswith("w") for name in network.names])
    assert found.penalty == pytest.approx(0.25 * float(theta[is_weight] @ theta[is_weight]))
    assert found.loss == found.data_loss + found.penalty
    assert found.data_loss == make_objective(network).loss(theta)


def test_biases_and_cut_weights_are_free_of_the_penalty(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    network = make_network(2, 1)
    cut = np.array([False, True, False])
    objective = make_objective(network, penalty=("l1", 1.0), cut=cut)
    assert objective.evaluate(np.array([3.0, 0.0, 100.0])).penalty == 3.0


@pytest.mark.parametrize("loss", LOSSES)
def test_a_batch_is_the_same_formula_on_its_rows(
    loss: str, make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    last = LOSSES[loss].goes_with or "identity"
    whole = make_objective(make_network(3, 4, 2, last=last), loss, n_rows=12, penalty=("l2", 0.1))
    theta = some_thetas(whole, 1)[0]
    for rows in (
        slice(3, 8),
        np.array([9, 0, 4]),
        np.array([2]),
        slice(0, 12),
        np.arange(12)[::-1],
    ):
        part = NetworkObjective(
            whole.network,
            whole.inputs[:, rows],
            whole.targets[:, rows],
            whole.loss_function,
            whole.penalty,
        )
        found, right = whole.evaluate(theta, rows), part.evaluate(theta)
        assert found.loss == pytest.approx(right.loss, rel=1e-13)
        np.testing.assert_allclose(found.gradient, right.gradient, rtol=1e-12, atol=1e-15)


def test_batches_leave_nothing_behind(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    objective = make_objective(make_network(3, 4, 2), n_rows=12)
    theta = some_thetas(objective, 1)[0]
    inputs, targets = objective.inputs.copy(), objective.targets.copy()
    before = objective.evaluate(theta)
    objective.evaluate(2.0 * theta, np.arange(12)[::-1])
    objective.evaluate(2.0 * theta, slice(10, 12))
    objective.values(theta, np.full((3, 12), 7.0))
    objective.slopes(theta, np.full((3, 2), 7.0), np.zeros((2, 2)))
    objective.losses(some_thetas(objective, 3))
    after = objective.evaluate(theta)
    assert after.loss == before.loss
    np.testing.assert_array_equal(after.gradient, before.gradient)
    np.testing.assert_array_equal(objective.inputs, inputs)
    np.testing.assert_array_equal(objective.targets, targets)


def test_however_many_shapes_are_asked_for_the_answers_stay_right(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    objective = make_objective(make_network(3, 4, 2), n_rows=2 * MAX_SPACES + 5)
    theta = some_thetas(objective, 1)[0]
    right = [objective.twin().evaluate(theta, slice(0, n)).loss for n in range(1, objective.n_rows)]
    for _ in range(2):
        found = [objective.evaluate(theta, slice(0, n)).loss for n in range(1, objective.n_rows)]
        assert found == right


def test_a_twin_shares_the_data_and_no_buffer(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    objective = make_objective(make_network(3, 4, 2), penalty=("l2", 0.1))
    theta = some_thetas(objective, 1)[0]
    evaluation = objective.evaluate(theta)
    twin = objective.twin()
    assert np.shares_memory(twin.inputs, objective.inputs)
    assert twin.evaluate(theta).loss == evaluation.loss
    ours = objective._batch(None)  # noqa: SLF001 - that no buffer is shared shows nowhere else
    theirs = twin._batch(None)  # noqa: SLF001
    assert not np.shares_memory(ours.parameters, theirs.parameters)


def test_a_cut_parameter_has_no_derivative(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    network = make_network(3, 4, 2)
    cut = np.zeros(network.n_parameters, dtype=bool)
    cut[[0, 13]] = True
    theta = some_thetas(make_objective(network), 1)[0]
    theta[cut] = 0.0
    plain = make_objective(network).evaluate(theta)
    found = make_objective(network, cut=cut).evaluate(theta)
    assert found.loss == plain.loss
    assert not found.gradient[cut].any()
    np.testing.assert_array_equal(found.gradient[~cut], plain.gradient[~cut])


def test_values_are_the_sums_and_activations_of_every_layer(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    network = make_network(3, 4, 2, hidden="relu", last="sigmoid")
    objective = make_objective(network)
    theta = some_thetas(objective, 1)[0]
    below = objective.inputs
    for number, (z, a) in enumerate(objective.values(theta, objective.inputs)):
        weights, biases = network.weight_index[number], network.bias_index[number]
        np.testing.assert_allclose(z, theta[weights] @ below + theta[biases][:, np.newaxis])
        np.testing.assert_allclose(a, 1.0 / (1.0 + np.exp(-z)) if number else np.maximum(z, 0.0))
        below = a
    np.testing.assert_array_equal(objective.outputs(theta, objective.inputs), below)


def test_slopes_times_what_is_below_give_the_gradient(
    make_network: MakeNetwork, make_objective: MakeObjective
) -> None:
    network = make_network(3, 4, 2)
    objective = make_objective(network)
    theta = some_thetas(objective, 1)[0]
    gradient = objective.evaluate(theta).gradient
    slopes = objective.slopes(theta, objective.inputs, objective.targets)
    below = [objective.inputs, *(a for _, a in objective.values(theta, objective.inputs))]
    for number, slope in enumerate(slopes):
        np.testing.assert_allclose(gradient[network.weight_index[number]], slope @ below[number].T)
        np.testing.assert_allclose(gradient[network.bias_index[number]], slope.sum(axis=1))


def test_theta_stays_as_it_is(make_network: MakeNetwork, make_objective: MakeObjective) -> None:
    objective = make_objective(make_network(3, 4, 2), penalty=("l1", 0.1))
    thetas = some_thetas(objective, 3)
    thetas.flags.writeable = False
    objective.evaluate(thetas[0], slice(1, 3))
    objective.loss(thetas[0])
    objective.losses(thetas)
    objective.gradients(thetas)  # a write would have raised
    assert np.isfinite(objective.slopes(thetas[0], objective.inputs, objective.targets)[0]).all()
