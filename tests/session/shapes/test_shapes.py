from typing import Any

import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Racer, prepare
from optlab.engine.activations import Elu, Maxout, Relu, Tanh
from optlab.engine.datasets import Births, Iris
from optlab.engine.losses import (
    LOSSES,
    CrossEntropy,
    MeanSquaredError,
    RootMeanSquaredError,
    SoftmaxCrossEntropy,
)
from optlab.engine.models import Linear, Mlp, Softmax
from optlab.engine.optimizers import Adam
from optlab.engine.schedules import Cosine, Stairs
from optlab.session.shapes import (
    layers,
    penalties,
    penalty_words,
    rate_words,
    rates,
    unit_words,
    units,
)


def fitting(**parts) -> Any:
    return prepare(Experiment(objective=Fitting(**parts)))


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_the_charges_of_two_classes_are_those_of_the_textbook(rng):
    objective = fitting()
    shown = penalties(objective, rng.normal(size=objective.size))
    zero, one = shown.parts
    p = one.x
    assert shown.kind == "targets"
    assert shown.chosen == "Cross-entropy"
    assert one.curves["Cross-entropy"] == pytest.approx(-np.log(p))
    assert zero.curves["Cross-entropy"] == pytest.approx(-np.log(1 - p))
    assert one.curves["MSE"] == pytest.approx((1 - p) ** 2)
    assert zero.curves["RMSE"] == pytest.approx(p)
    assert max(one.curves["RMSE"]) < 1 < max(one.curves["Cross-entropy"])


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"loss": RootMeanSquaredError()},
        {"dataset": Iris(), "model": Softmax(), "loss": SoftmaxCrossEntropy()},
        {"dataset": Births(), "model": Linear(), "loss": MeanSquaredError()},
    ],
)
def test_the_mean_of_the_dots_is_the_loss(parts, rng):
    objective = fitting(**parts)
    theta = rng.normal(size=objective.size)
    shown = penalties(objective, theta)
    if len(objective.train) > 300:  # only some are drawn
        assert 150 <= len(shown.parts[0].dots) <= 300
        return
    charged = np.concatenate([part.dots[:, 1] for part in shown.parts])
    assert len(charged) == len(objective.train)
    mean = np.sqrt(np.mean(charged**2)) if shown.chosen == "RMSE" else charged.mean()
    assert mean == pytest.approx(float(objective.value(theta)))


def test_every_loss_that_fits_is_overlaid(rng):
    objective = fitting()
    shown = penalties(objective, rng.normal(size=objective.size))
    link = type(objective.network.link)
    kinds: list[Any] = list(LOSSES.values())
    assert set(shown.parts[0].curves) == {kind.title for kind in kinds if link in kind.links}


def test_a_loss_with_a_ceiling_is_told_from_one_without(rng):
    for loss, words in ((CrossEntropy(), "no ceiling"), (RootMeanSquaredError(), "no more than")):
        objective = fitting(loss=loss)
        shown = penalties(objective, rng.normal(size=objective.size))
        assert words in str(penalty_words(shown))


def test_a_squared_loss_charges_four_times_as_much_for_twice_the_error(rng):
    objective = fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError())
    shown = penalties(objective, rng.normal(size=objective.size))
    assert "costs 4.000 times as much" in str(penalty_words(shown))


@pytest.mark.parametrize("activation", [Tanh(), Relu(), Elu()])
def test_the_curves_are_those_of_the_activation(activation, rng):
    objective = fitting(model=Mlp(hidden=(5, 3), activation=activation))
    theta = rng.normal(size=objective.size)
    for layer in layers(objective.network)[:2]:
        shown = units(objective, theta, layer)
        middle = np.abs(shown.z) > 0.1  # a kink has two slopes
        slope = np.gradient(shown.output, shown.z)
        assert shown.derivative[middle] == pytest.approx(slope[middle], abs=0.02)
        assert shown.counts.sum() == shown.count * len(objective.train)
        assert shown.count == objective.network.hidden[layer.depth]


def test_sums_are_those_that_give_the_signals(rng):
    objective = fitting(model=Mlp(hidden=(4,), activation=Tanh()))
    theta = rng.normal(size=objective.size)
    shown = units(objective, theta, layers(objective.network)[0])
    given = objective.network.signals(theta, objective.inputs(objective.train.features))[0]
    inside = np.arctanh(given)
    assert np.sort(shown.medians) == pytest.approx(np.sort(np.median(inside, axis=1)), rel=1e-6)


def test_a_unit_that_is_off_everywhere_is_called_dead():
    objective = fitting(model=Mlp(hidden=(3,), activation=Relu()))
    theta = np.zeros(objective.size)
    first = objective.network.layers(theta)[0]
    first[0, -1], first[1:, -1] = -5.0, 5.0
    shown: Any = units(objective, theta, layers(objective.network)[0])
    assert (shown.dead, shown.saturated) == (1, 0)
    assert str(unit_words(shown)).startswith("1 of 3 units are dead")
    assert shown.flat == pytest.approx(1 / 3)


def test_maxout_and_broken_sums_have_no_curve():
    objective = fitting(model=Mlp(hidden=(2,), activation=Maxout()))
    assert units(objective, np.zeros(objective.size), layers(objective.network)[0]) is None
    objective = fitting()
    assert units(objective, np.full(objective.size, np.nan), layers(objective.network)[0]) is None


def test_a_straight_model_has_nothing_to_bend():
    assert layers(fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError()).network) == ()


def test_rates_follow_the_schedules():
    racers = (
        Racer("Stairs", Adam(learning_rate=0.1), Stairs(decay=0.5, every=10)),
        Racer("Cosine", Adam(learning_rate=0.2), Cosine()),
    )
    stairs, cosine = rates(Experiment(steps=40, racers=racers), 25)
    assert stairs.rates[[0, 9, 10, 39]] == pytest.approx([0.1, 0.1, 0.05, 0.0125])
    assert stairs.now == 0.25
    assert cosine.rates[20] == pytest.approx(0.1)
    assert "learning rate of 0.02500: 25.0 % of the 0.1000 chosen" in str(
        rate_words(stairs, racers[0])
    )
