"""What is seen inside is what the engine computes."""

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.activations import Maxout, Relu
from optlab.engine.datasets import Blobs, Line
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Mlp
from optlab.engine.units import layer_units
from optlab.session.inside import Inside

FITTINGS = {
    "two classes": Fitting(),
    "a line": Fitting(dataset=Line(), model=Linear(), loss=MeanSquaredError()),
    "classes": Fitting(
        dataset=Blobs(), model=Mlp(hidden=(3,), activation=Maxout()), loss=SoftmaxCrossEntropy()
    ),
    "relu": Fitting(model=Mlp(hidden=(6, 3), activation=Relu())),
}


@pytest.fixture(params=list(FITTINGS.values()), ids=list(FITTINGS))
def inside(request) -> Inside:
    objective = prepare(replace(Experiment(), objective=request.param))
    assert isinstance(objective, FittingObjective)
    theta = np.random.default_rng(8).normal(size=objective.size)
    return Inside(objective, theta, step=7, sample=5, test=True)


def test_the_last_activations_are_the_predictions(inside: Inside):
    objective = inside.objective
    said = objective.predict(inside.theta, objective.test.features[5:6])[..., 0]
    assert inside.activations[-1] == pytest.approx(np.atleast_1d(said), rel=1e-12)
    widths = objective.network.widths
    assert tuple(len(layer) for layer in inside.activations) == widths


def test_inputs_are_what_the_network_sees(inside: Inside):
    seen = inside.objective.inputs(inside.objective.test.features)[:-1, 5]
    assert inside.activations[0].tolist() == seen.tolist()


def test_the_gradient_is_that_of_the_next_update(inside: Inside):
    objective = inside.objective
    wanted = objective.gradient(inside.theta, objective.batch(7))
    assert inside.gradient.tolist() == wanted.tolist()
    assert np.linalg.norm(inside.norms) == pytest.approx(np.linalg.norm(wanted))


def test_units_are_judged_on_all_training_samples(inside: Inside):
    objective = inside.objective
    columns = objective.inputs(objective.train.features)
    wanted = layer_units(objective.network, inside.theta, columns)
    assert len(inside.units) == len(objective.network.hidden)
    for seen, each in zip(inside.units, wanted, strict=True):
        assert seen.flat.tolist() == each.flat.tolist()


def test_looking_in_portions_finds_the_same(inside: Inside, monkeypatch: pytest.MonkeyPatch):
    objective = inside.objective
    monkeypatch.setattr("optlab.session.inside.PORTION", 30 * objective.size)
    again = Inside(objective, inside.theta, inside.step)
    stops = sum(1 for _ in again.look())
    assert stops == -(-len(objective.train) // 30) + 1
    for seen, each in zip(again.units, inside.units, strict=True):
        assert seen.flat.tolist() == pytest.approx(each.flat.tolist())
        assert seen.dead.tolist() == each.dead.tolist()


def test_only_the_same_agree(inside: Inside):
    objective, theta = inside.objective, inside.theta
    assert inside.agrees(Inside(objective, theta.copy(), 7, 5, test=True))
    for other in (
        Inside(objective, theta + 1e-9, 7, 5, test=True),
        Inside(objective, theta, 8, 5, test=True),
        Inside(objective, theta, 7, 4, test=True),
        Inside(objective, theta, 7, 5, test=False),
    ):
        assert not inside.agrees(other)
