"""Back-propagation against central differences, for every combination that the catalogs allow."""

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.activations import AnyActivation
from optlab.engine.batches import Batch
from optlab.engine.datasets import Circle
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import CrossEntropy
from optlab.engine.models import Mlp
from optlab.engine.penalties import L2, AnyPenalty


def ready(fitting: Fitting) -> FittingObjective:
    objective = prepare(Experiment(objective=fitting))
    assert isinstance(objective, FittingObjective)
    return objective


def differences(objective: FittingObjective, theta: np.ndarray, batch: Batch | None) -> np.ndarray:
    h = 1e-5
    moves = h * np.eye(len(theta))
    rise = objective.value(theta + moves, batch) - objective.value(theta - moves, batch)
    return rise / (2 * h)


def test_the_gradient_is_the_slope_of_the_loss(any_fitting: Fitting):
    objective = ready(any_fitting)
    theta = np.random.default_rng(5).normal(0, 0.7, objective.size)
    for batch in (None, objective.batch(0)):
        gradient = objective.gradient(theta, batch)
        assert gradient.shape == (objective.size,)
        assert np.linalg.norm(gradient) > 1e-3
        wanted = differences(objective, theta, batch)
        assert gradient == pytest.approx(
            wanted, rel=1e-6, abs=1e-8 * max(1.0, float(np.linalg.norm(wanted)))
        )


def test_the_loss_beside_the_gradient_is_the_value(any_fitting: Fitting):
    objective = ready(any_fitting)
    theta = np.random.default_rng(6).normal(0, 0.7, objective.size)
    slope = objective.differentiator()
    for step in range(7):
        slope.turn(step)
        batch = objective.batch(step)
        assert slope.samples == batch.samples
        assert slope(theta) == pytest.approx(float(objective.value(theta, batch)), rel=1e-12)
        assert slope.gradient.tolist() == objective.gradient(theta, batch).tolist()


@pytest.mark.parametrize("hidden", [(), (1,), (7,), (3, 1, 5), (2, 2, 2, 2)])
def test_any_depth_and_width(hidden: tuple[int, ...], any_activation: AnyActivation):
    fitting = Fitting(Circle(samples=20), Mlp(hidden, any_activation), CrossEntropy(), L2())
    test_the_gradient_is_the_slope_of_the_loss(fitting)


def test_a_penalty_spares_the_biases(any_penalty: AnyPenalty):
    fitting = Fitting(Circle(samples=20), Mlp((3,)))
    plain, priced = ready(fitting), ready(replace(fitting, penalty=any_penalty))
    theta = np.random.default_rng(7).normal(size=plain.size)
    extra = priced.gradient(theta) - plain.gradient(theta)
    for layer in plain.network.layers(extra):
        assert layer[:, -1].tolist() == [0.0] * len(layer)


def test_the_l2_penalty_is_half_the_squared_weights():
    fitting = Fitting(Circle(samples=20), Mlp((3,)))
    plain, priced = ready(fitting), ready(replace(fitting, penalty=L2(0.3)))
    theta = np.random.default_rng(7).normal(size=plain.size)
    weights = np.concatenate([w[:, :-1].ravel() for w in plain.network.layers(theta)])
    extra = float(priced.value(theta) - plain.value(theta))
    assert extra == pytest.approx(0.15 * float(weights @ weights))
    assert priced.test_value(theta) == plain.test_value(theta)


def test_a_gradient_belongs_to_its_caller():
    objective = ready(Fitting(Circle(samples=20), Mlp((3,))))
    theta = np.ones(objective.size)
    first = objective.gradient(theta)
    before = first.copy()
    objective.gradient(2 * theta)
    assert first.tolist() == before.tolist()
    assert theta.tolist() == [1.0] * objective.size
