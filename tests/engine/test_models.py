"""Models: what their weights mean in the user's own units, and the powers of a polynomial."""

import numpy as np
import pytest

from optlab.engine import Fitting
from optlab.engine.activations import LeakyRelu, Maxout, Relu, Tanh
from optlab.engine.datasets import Births, Circle, Diabetes, Iris, Line, Plane, Sine
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import AnyModel, Linear, Mlp, Polynomial, Softmax, products


def ready(fitting: Fitting) -> FittingObjective:
    return FittingObjective(fitting, seed=7)


def solved(objective: FittingObjective) -> np.ndarray:
    """Theta of least squares, in the units the model is trained in."""
    columns = objective.inputs(objective.train.features)
    return np.linalg.lstsq(columns.T, objective.train.targets, rcond=None)[0]


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("dataset", [Births(), Plane(), Diabetes()], ids=lambda each: each.title)
def test_own_units_are_the_coefficients_of_least_squares(
    dataset: Births | Plane | Diabetes, standardise: bool
):
    objective = ready(Fitting(dataset, Linear(), MeanSquaredError(), standardise=standardise))
    features = objective.train.features
    raw = np.column_stack([features, np.ones(len(features))])
    wanted = np.linalg.lstsq(raw, objective.train.targets, rcond=None)[0]
    assert objective.in_own_units(solved(objective)) == pytest.approx(wanted, rel=1e-7)


def test_own_units_of_classes_give_the_same_scores():
    objective = ready(Fitting(Iris(), Softmax(), SoftmaxCrossEntropy()))
    theta = np.random.default_rng(0).normal(size=(2, objective.size))
    own = objective.in_own_units(theta)
    features = objective.test.features
    (layer,) = objective.network.layers(own)
    scores = layer[..., :-1] @ features.T + layer[..., -1:]
    wanted = np.exp(scores) / np.exp(scores).sum(axis=-2, keepdims=True)
    assert objective.probabilities(theta, features) == pytest.approx(wanted)


def test_only_models_without_hidden_layers_have_units():
    objective = ready(Fitting())
    with pytest.raises(ValueError, match="without hidden layers"):
        objective.in_own_units(np.zeros(objective.size))


def test_a_polynomial_is_the_textbook_one():
    objective = ready(Fitting(Sine(), Polynomial(5), MeanSquaredError(), standardise=False))
    assert objective.names == ("w(x)", "w(x²)", "w(x³)", "w(x⁴)", "w(x⁵)", "b")
    x, y = objective.train.features[:, 0], objective.train.targets
    wanted = np.polynomial.Polynomial.fit(x, y, 5, domain=[-1, 1]).coef
    assert solved(objective) == pytest.approx([*wanted[1:], wanted[0]])


@pytest.mark.parametrize("standardise", [True, False])
def test_a_polynomial_reads_in_own_units_too(standardise: bool):
    fitting = Fitting(Line(), Polynomial(3), MeanSquaredError(), standardise=standardise)
    objective = ready(fitting)
    a, b, c, d = objective.in_own_units(solved(objective))
    x = np.linspace(-1, 1, 9)
    wanted = a * x + b * x**2 + c * x**3 + d
    assert objective.predict(solved(objective), x[:, None]) == pytest.approx(wanted)


def test_a_polynomial_has_all_products_of_its_features():
    terms = Polynomial(2).terms(("x₁", "x₂"))
    assert list(terms) == ["x₁", "x₂", "x₁²", "x₁ x₂", "x₂²"]
    features = np.array([[2.0, 3.0], [-1.0, 0.5]])
    wanted = [[2, 3, 4, 6, 9], [-1, 0.5, 1, -0.5, 0.25]]
    assert products(features, terms.values()).tolist() == wanted


def test_a_second_degree_parts_a_disc_from_its_ring():
    """x₁² + x₂² < r² is linear in the products."""
    objective = ready(Fitting(Circle(noise=0.0), Polynomial(2), standardise=False))
    border = np.array([0.0, 0.0, -50.0, 0.0, -50.0, 50.0 * 0.6**2])
    said = objective.predict(border, objective.train.features) > 0.5
    assert (said == (objective.train.targets == 1.0)).all()


@pytest.mark.parametrize(
    ("model", "size"),
    [
        (Mlp((4, 2), Maxout(3)), (2 + 1) * 12 + (4 + 1) * 6 + 3),
        (Mlp((4, 2), activations=(Relu(), Maxout(2))), (2 + 1) * 4 + (4 + 1) * 4 + 3),
        (Mlp((4, 2), activations=(Tanh(), LeakyRelu())), 25),
    ],
)
def test_every_layer_may_have_an_activation_of_its_own(model: AnyModel, size: int):
    objective = ready(Fitting(Circle(samples=30), model))
    assert objective.size == size
    if isinstance(model, Mlp) and model.activations:
        assert objective.network.activations == model.activations


def test_layers_do_what_their_activations_say():
    model = Mlp((2, 2), activations=(Relu(), Tanh()))
    objective = ready(Fitting(Circle(samples=30), model, standardise=False))
    theta = np.random.default_rng(1).normal(size=objective.size)
    one, two, three = objective.network.layers(theta)
    x = objective.train.features.T
    first = np.maximum(one[:, :-1] @ x + one[:, -1:], 0.0)
    second = np.tanh(two[:, :-1] @ first + two[:, -1:])
    score = three[:, :-1] @ second + three[:, -1:]
    wanted = 1.0 / (1.0 + np.exp(-score[0]))
    assert objective.predict(theta, objective.train.features) == pytest.approx(wanted)
