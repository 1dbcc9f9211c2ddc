"""Forward, loss and backward: the numbers in between lead to those of the training run."""

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Racer, begin, prepare
from optlab.engine.activations import Maxout, Relu
from optlab.engine.datasets import Births, Blobs
from optlab.engine.explain import Passes, explain, passes
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import (
    MeanSquaredError,
    RootMeanSquaredError,
    SoftmaxCrossEntropy,
)
from optlab.engine.models import Linear, Mlp, Softmax
from optlab.engine.optimizers import Adam, Nadam
from optlab.engine.penalties import L2

EXPERIMENTS = {
    "circle": Experiment(),
    "births": Experiment(
        objective=Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError(), batch_size=50)
    ),
    "root": Experiment(
        objective=Fitting(dataset=Births(), model=Linear(), loss=RootMeanSquaredError())
    ),
    "classes": Experiment(
        objective=Fitting(
            dataset=Blobs(), model=Softmax(), loss=SoftmaxCrossEntropy(), batch_size=7
        )
    ),
    "mean over classes": Experiment(
        objective=Fitting(dataset=Blobs(), model=Softmax(), loss=MeanSquaredError())
    ),
    "penalty": Experiment(
        objective=Fitting(model=Mlp(hidden=(3, 5), activation=Relu()), penalty=L2(amount=0.1))
    ),
    "maxout": Experiment(objective=Fitting(model=Mlp(hidden=(3,), activation=Maxout()))),
}

each_kind = pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS.keys())


def walked(experiment: Experiment, step: int = 3) -> tuple[FittingObjective, Passes]:
    objective = prepare(experiment)
    assert isinstance(objective, FittingObjective)
    theta = np.random.default_rng(5).normal(size=objective.size)
    return objective, passes(objective, theta, step)


@each_kind
def test_the_charges_of_the_samples_make_the_loss(experiment):
    objective, seen = walked(experiment)
    mean = np.sqrt(np.mean(seen.charges**2)) if seen.rooted else seen.charges.mean()
    assert mean == pytest.approx(seen.loss, rel=1e-12)
    value = objective.value(seen.theta, objective.batch(3))
    assert seen.loss + seen.penalty == pytest.approx(float(value), rel=1e-12)


@each_kind
def test_the_batch_is_told_by_its_places(experiment):
    objective, seen = walked(experiment)
    batch = objective.batch(3)
    features = objective.train.features[seen.places]
    np.testing.assert_allclose(objective.inputs(features), batch.columns, rtol=1e-12)
    np.testing.assert_allclose(
        seen.predictions, objective.predict(seen.theta, features), rtol=1e-10
    )


@each_kind
def test_all_layers_together_hold_the_slope(experiment):
    objective, seen = walked(experiment)
    np.testing.assert_array_equal(
        np.concatenate([each.slope for each in seen.layers]), seen.gradient
    )
    np.testing.assert_array_equal(seen.gradient, objective.gradient(seen.theta, objective.batch(3)))
    whole = np.sqrt(sum(each.norm**2 for each in seen.layers))
    assert whole == pytest.approx(float(np.linalg.norm(seen.gradient)), rel=1e-12)
    assert [len(each.outputs) for each in seen.layers] == list(objective.network.widths[1:])


def test_the_passes_lead_to_what_the_step_felt():
    experiment = Experiment()
    start = begin(experiment)[0]
    told = explain(experiment, start)
    objective = prepare(experiment)
    assert isinstance(objective, FittingObjective)
    seen = passes(objective, told.felt[0].theta, start.step)
    assert seen.loss == pytest.approx(told.loss, rel=1e-12)
    np.testing.assert_array_equal(seen.gradient, told.felt[0].slope)
    assert len(seen.places) == told.samples


@pytest.mark.parametrize(("optimizer", "exponent"), [(Adam(), 1), (Nadam(), 2)])
def test_bias_corrections_are_told(optimizer, exponent):
    experiment = replace(Experiment(), racers=(Racer("it", optimizer),))
    lines = explain(experiment, begin(experiment)[0]).lines
    found = dict(pair for line in lines for pair in line.corrections())
    assert found["1 − β₂ᵗ"] == pytest.approx(1.0 - 0.999)
    assert found["1 − β₁ᵗ" if exponent == 1 else "1 − β₁ᵗ⁺¹"] == pytest.approx(1.0 - 0.9**exponent)
