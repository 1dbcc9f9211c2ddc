"""What every node sees is what the network gives there."""

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, prepare
from optlab.engine.activations import Maxout, Relu
from optlab.engine.datasets import Blobs, Line, Wine
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Mlp, Polynomial
from optlab.qt.theme.palette import DARK, LIGHT
from optlab.qt.views.colours import diverging
from optlab.qt.views.network.maps import CELLS, NodeMaps, heat, weight_pictures

FITTINGS = {
    "two classes": Fitting(),
    "relu": Fitting(model=Mlp(hidden=(5, 3), activation=Relu())),
    "a number": Fitting(dataset=Line(), model=Mlp(hidden=(3,)), loss=MeanSquaredError()),
    "classes": Fitting(
        dataset=Blobs(), model=Mlp(hidden=(3,), activation=Maxout()), loss=SoftmaxCrossEntropy()
    ),
}


@pytest.fixture(params=FITTINGS.values(), ids=list(FITTINGS))
def objective(request) -> FittingObjective:
    made = prepare(replace(Experiment(), objective=request.param))
    assert isinstance(made, FittingObjective)
    return made


def test_answers_are_those_of_the_network(objective: FittingObjective):
    maps = NodeMaps.over(objective)
    theta = np.random.default_rng(3).normal(size=objective.size)
    columns = objective.inputs(maps.plane.features(maps.plane.middles(CELLS)))
    *wanted, scores = objective.network.signals(theta, columns)
    said = objective.network.link.apply(scores)
    for seen, each in zip(maps.answers(theta), [columns[:-1], *wanted, said], strict=True):
        assert seen == pytest.approx(each, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_node_has_its_picture(objective: FittingObjective, palette):
    maps = NodeMaps.over(objective)
    theta = np.random.default_rng(3).normal(size=objective.size)
    pixels = maps.pixels(theta, palette)
    assert pixels.shape == (sum(objective.network.widths) * CELLS, CELLS)
    assert (pixels >> 24 == 255).all()


def test_sign_decides_the_colour():
    neutral = diverging(LIGHT)[127]
    blue, orange, none = heat(np.array([[2.0, -2.0, 0.0]]), LIGHT)[0].tolist()
    assert blue & 255 > blue >> 16 & 255
    assert orange & 255 < orange >> 16 & 255
    assert none == int(neutral)


def test_what_is_no_number_is_neutral():
    shown = heat(np.array([[np.nan, np.inf, 1.0]]), LIGHT)
    assert shown[0, 0] == shown[0, 1] == diverging(LIGHT)[127]


def test_a_diverged_model_still_has_pictures(objective: FittingObjective):
    maps = NodeMaps.over(objective)
    assert maps.pixels(np.full(objective.size, np.nan), LIGHT).shape[1] == CELLS


def test_weights_are_laid_out_as_the_picture_is():
    weights = np.zeros((2, 6))
    weights[1, 4] = 1.0  # second row, middle, of the second unit
    pixels = weight_pictures(weights, (2, 3), LIGHT)
    assert pixels.shape == (4, 3)
    assert np.argwhere(pixels != pixels[0, 0]).tolist() == [[3, 1]]


def test_thousands_of_terms_have_no_pictures():
    many = Fitting(dataset=Wine(), model=Polynomial(degree=3), loss=SoftmaxCrossEntropy())
    made = prepare(replace(Experiment(), objective=many))
    assert isinstance(made, FittingObjective)
    assert not NodeMaps.suit(made)
    two = prepare(Experiment())
    assert isinstance(two, FittingObjective)
    assert NodeMaps.suit(two)
