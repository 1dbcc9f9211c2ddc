"""Losses against textbook formulas, slopes against differences, and both at the edge of numbers."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.activations import Identity, Sigmoid
from optlab.engine.links import Link, Softmax
from optlab.engine.losses import (
    AnyLoss,
    CrossEntropy,
    Hinge,
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanSquaredError,
    RootMeanSquaredError,
    SoftmaxCrossEntropy,
)

NUMBERS = np.array([0.3, -1.2, 2.0, 0.0, 1.1])
CLASSES = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
SCORES = np.array([0.1, -0.7, 2.5, -1.4, 0.6])


SCORES_OF_CLASSES = np.array([SCORES, [0.4, 0.2, -0.3, 1.7, -2.0], [-1.1, 0.0, 0.9, 0.3, 0.8]])
ONE_OF_CLASSES = np.eye(3)[[0, 2, 1, 1, 0]].T


def cases(loss: AnyLoss) -> list[tuple[np.ndarray, np.ndarray, Link]]:
    """Scores, targets and link for all kinds of models that the loss serves."""
    known = {
        Identity: (SCORES, NUMBERS, Identity()),
        Sigmoid: (SCORES, CLASSES, Sigmoid()),
        Softmax: (SCORES_OF_CLASSES, ONE_OF_CLASSES, Softmax()),
    }
    return [known[link] for link in loss.links]


def slope(loss: AnyLoss, scores: np.ndarray, targets: np.ndarray, link: Link):
    return loss.slope(scores.copy(), targets, link)


def test_value_and_slope_tell_the_same_loss(any_loss: AnyLoss):
    for scores, targets, link in cases(any_loss):
        loss, _ = slope(any_loss, scores, targets, link)
        assert loss == pytest.approx(float(any_loss.value(scores, targets, link)), rel=1e-14)


def test_slope_agrees_with_differences(any_loss: AnyLoss):
    h = 1e-6
    for scores, targets, link in cases(any_loss):
        moves = h * np.eye(scores.size).reshape(-1, *scores.shape)
        above = any_loss.value(scores + moves, targets, link)
        below = any_loss.value(scores - moves, targets, link)
        _, slopes = slope(any_loss, scores, targets, link)
        assert slopes.ravel() == pytest.approx((above - below) / (2 * h), abs=1e-9)


def test_models_side_by_side_have_the_slopes_of_each_alone(any_loss: AnyLoss):
    for scores, targets, link in cases(any_loss):
        stack = np.stack([scores, scores[::-1] - 0.3, 2.0 * scores, targets])
        losses, slopes = slope(any_loss, stack, targets, link)
        for model, its, loss in zip(stack, slopes, np.asarray(losses), strict=True):
            alone, wanted = slope(any_loss, model, targets, link)
            assert loss == alone
            assert (its == wanted).all()


def test_value_serves_any_leading_shape_and_leaves_its_arguments(any_loss: AnyLoss):
    for scores, targets, link in cases(any_loss):
        stack = np.linspace(-2, 2, 6 * scores.size).reshape(2, 3, *scores.shape)
        before = stack.copy()
        losses = any_loss.value(stack, targets, link)
        assert losses.shape == (2, 3)
        assert losses[1, 2] == any_loss.value(stack[1, 2], targets, link)
        assert (stack == before).all()


def test_slope_leaves_the_targets(any_loss: AnyLoss):
    for scores, targets, link in cases(any_loss):
        before = targets.copy()
        slope(any_loss, scores, targets, link)
        assert (targets == before).all()


def test_squared_errors_are_their_formulas():
    errors = [float(s - t) ** 2 for s, t in zip(SCORES, NUMBERS, strict=True)]
    mean = math.fsum(errors) / len(errors)
    assert float(MeanSquaredError().value(SCORES, NUMBERS, Identity())) == pytest.approx(mean)
    root = float(RootMeanSquaredError().value(SCORES, NUMBERS, Identity()))
    assert root == pytest.approx(math.sqrt(mean))


@given(st.lists(st.tuples(st.floats(-15, 15), st.booleans()), min_size=1, max_size=9))
def test_cross_entropy_is_its_textbook_formula(samples: list[tuple[float, bool]]):
    total = 0.0
    for score, positive in samples:
        share = 1.0 / (1.0 + math.exp(-score))
        total -= math.log(share if positive else 1.0 - share)
    scores, targets = np.array(samples, dtype=np.float64).T
    value = float(CrossEntropy().value(scores, targets, Sigmoid()))
    assert value == pytest.approx(total / len(samples), rel=1e-9)


@pytest.mark.parametrize("score", [-1e4, -800.0, 800.0, 1e4])
def test_cross_entropy_is_exact_where_probabilities_round(score: float):
    wrong = np.array([float(score < 0)])
    scores = np.array([score])
    assert float(CrossEntropy().value(scores, wrong, Sigmoid())) == abs(score)
    assert float(CrossEntropy().value(scores, 1 - wrong, Sigmoid())) == 0.0
    loss, slopes = slope(CrossEntropy(), scores, wrong, Sigmoid())
    assert loss == abs(score)
    assert abs(slopes).tolist() == [1.0]
    loss, slopes = slope(CrossEntropy(), scores, 1 - wrong, Sigmoid())
    assert loss == 0.0
    assert slopes.tolist() == [0.0]


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=40))
def test_cross_entropy_of_confident_truths_keeps_its_digits(scores: list[float]):
    """Softplus(z) - y z would leave only the rounding of z, and could even be below 0."""
    targets = np.array([float(score > 0) for score in scores])
    exact = math.fsum(math.log1p(math.exp(-abs(score))) for score in scores) / len(scores)
    value = float(CrossEntropy().value(np.array(scores), targets, Sigmoid()))
    loss, slopes = slope(CrossEntropy(), np.array(scores), targets, Sigmoid())
    assert value == pytest.approx(exact, rel=1e-12, abs=0)
    assert loss == pytest.approx(exact, rel=1e-12, abs=0)
    doubts = [1 / (1 + math.exp(abs(score))) / len(scores) for score in scores]
    assert np.abs(slopes) == pytest.approx(np.array(doubts), rel=1e-12, abs=0)


def test_cross_entropy_keeps_its_digits_in_float32():
    scores: Any = np.array([-20.0, 20.0], dtype=np.float32)
    classes: Any = np.array([0.0, 1.0], dtype=np.float32)
    value = CrossEntropy().value(scores, classes, Sigmoid())
    assert value.dtype == np.float32
    assert float(value) == pytest.approx(math.log1p(math.exp(-20)), rel=1e-6)


def test_rmse_is_flat_where_it_is_0():
    loss, slopes = slope(RootMeanSquaredError(), NUMBERS, NUMBERS, Identity())
    assert loss == 0.0
    assert slopes.tolist() == [0.0] * len(NUMBERS)


def test_a_loss_out_of_range_is_no_exception(any_loss: AnyLoss):
    for scores, targets, link in cases(any_loss):
        for score in (1e200, -1e200, math.inf, math.nan):
            with np.errstate(all="ignore"):
                slope(any_loss, np.full(scores.shape, score), targets, link)
                any_loss.value(np.full(scores.shape, score), targets, link)


def test_absolute_errors_are_their_formula_and_rest_at_0():
    errors = [abs(float(s - t)) for s, t in zip(SCORES, NUMBERS, strict=True)]
    mean = math.fsum(errors) / len(errors)
    assert float(MeanAbsoluteError().value(SCORES, NUMBERS, Identity())) == pytest.approx(mean)
    _, slopes = slope(MeanAbsoluteError(), np.array([2.0, -3.0, 0.5]), np.full(3, 0.5), Identity())
    assert slopes.tolist() == pytest.approx([1 / 3, -1 / 3, 0.0])


def alone(loss: AnyLoss, error: float) -> tuple[float, float]:
    """Loss and slope of one sample with this error."""
    value, slopes = slope(loss, np.array([error]), np.zeros(1), Identity())
    assert value == pytest.approx(float(loss.value(np.array([error]), np.zeros(1), Identity())))
    return float(value), float(slopes[0])


@given(st.floats(-50, 50), st.floats(0.01, 20))
def test_huber_is_its_two_branches(error: float, delta: float):
    value, steep = alone(Huber(delta), error)
    if abs(error) <= delta:
        assert (value, steep) == pytest.approx((error**2 / 2, error), rel=1e-14)
    else:
        wanted = delta * abs(error) - delta**2 / 2
        assert (value, steep) == pytest.approx((wanted, math.copysign(delta, error)), rel=1e-12)


def test_huber_meets_its_neighbours():
    half_squares = 0.5 * float(MeanSquaredError().value(SCORES, NUMBERS, Identity()))
    assert float(Huber(1e6).value(SCORES, NUMBERS, Identity())) == pytest.approx(half_squares)
    sizes = float(MeanAbsoluteError().value(SCORES, NUMBERS, Identity()))
    assert float(Huber(1e-9).value(SCORES, NUMBERS, Identity())) == pytest.approx(1e-9 * sizes)


@given(st.floats(-700, 700))
def test_log_cosh_is_its_formula(error: float):
    value, steep = alone(LogCosh(), error)
    assert value == pytest.approx(math.log(math.cosh(error)), rel=1e-12, abs=1e-15)
    assert steep == pytest.approx(math.tanh(error), rel=1e-14)


@pytest.mark.parametrize("error", [1e-3, 1e-5, 1e-8, 1e-100])
def test_log_cosh_keeps_its_digits_near_0(error: float):
    wanted = error**2 / 2 - error**4 / 12
    assert alone(LogCosh(), error) == pytest.approx((wanted, math.tanh(error)), rel=1e-11)


@pytest.mark.parametrize("error", [19.99, 20.0, 20.01, 40.0, 1e5, 1e300])
def test_log_cosh_is_a_line_far_off(error: float):
    assert alone(LogCosh(), -error) == pytest.approx((error - math.log(2.0), -1.0), rel=1e-15)


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=1, max_size=9))
def test_hinge_is_its_textbook_formula(samples: list[tuple[float, bool]]):
    total = sum(max(0.0, 1.0 - (score if positive else -score)) for score, positive in samples)
    scores, targets = np.array(samples, dtype=np.float64).T
    assert float(Hinge().value(scores, targets, Sigmoid())) == pytest.approx(total / len(samples))


def test_hinge_charges_only_what_is_short_of_the_margin():
    scores = np.array([0.5, 1.0, 3.0, -0.5, -1.0, 2.0])
    classes = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    loss, slopes = slope(Hinge(), scores, classes, Sigmoid())
    assert loss == pytest.approx((0.5 + 0.5 + 3.0) / 6)
    assert slopes.tolist() == pytest.approx([-1 / 6, 0.0, 0.0, 1 / 6, 0.0, 1 / 6])


def test_float32_stays_float32(any_loss: AnyLoss):
    for scores, targets, link in cases(any_loss):
        rough: Any = scores.astype(np.float32)
        value = any_loss.value(rough, targets.astype(np.float32), link)  # pyright: ignore[reportArgumentType]
        assert value.dtype == np.float32
        assert float(value) == pytest.approx(float(any_loss.value(scores, targets, link)), rel=1e-6)


def test_pytorch_knows_the_same_losses():
    torch: Any = pytest.importorskip("torch", exc_type=ImportError)
    functional = torch.nn.functional
    for loss, same in {
        MeanAbsoluteError(): functional.l1_loss,
        Huber(0.7): lambda p, y: functional.huber_loss(p, y, delta=0.7),
        LogCosh(): lambda p, y: torch.log(torch.cosh(p - y)).mean(),
        MeanSquaredError(): functional.mse_loss,
    }.items():
        for scores, targets, link in cases(loss):
            theirs = torch.tensor(scores, requires_grad=True)
            links = {Identity: lambda z: z, Sigmoid: torch.sigmoid, Softmax: lambda z: z.softmax(0)}
            wanted = same(links[type(link)](theirs), torch.tensor(targets))
            wanted.backward()
            value, slopes = slope(loss, scores, targets, link)
            assert value == pytest.approx(wanted.item(), rel=1e-12)
            assert slopes == pytest.approx(theirs.grad.numpy(), rel=1e-12)


def test_pytorch_has_the_same_softmax_cross_entropy():
    torch: Any = pytest.importorskip("torch", exc_type=ImportError)
    theirs = torch.tensor(SCORES_OF_CLASSES.T.copy(), requires_grad=True)
    wanted = torch.nn.functional.cross_entropy(theirs, torch.tensor([0, 2, 1, 1, 0]))
    wanted.backward()
    value, slopes = slope(SoftmaxCrossEntropy(), SCORES_OF_CLASSES, ONE_OF_CLASSES, Softmax())
    assert value == pytest.approx(wanted.item(), rel=1e-12)
    assert pytest.approx(theirs.grad.numpy(), rel=1e-12) == slopes.T


def test_softmax_cross_entropy_of_two_classes_is_that_of_their_difference():
    """softmax (0, z) is (1 - p, p) with p = sigmoid z."""
    pair, classes = np.stack([np.zeros(5), SCORES]), np.stack([1 - CLASSES, CLASSES])
    both = SoftmaxCrossEntropy().value(pair, classes, Softmax())
    assert float(both) == pytest.approx(float(CrossEntropy().value(SCORES, CLASSES, Sigmoid())))


@pytest.mark.parametrize("score", [800.0, 1e4])
def test_softmax_cross_entropy_does_not_overflow(score: float):
    scores, wrong = np.array([[score], [0.0], [-score]]), np.array([[0.0], [0.0], [1.0]])
    loss, slopes = slope(SoftmaxCrossEntropy(), scores, wrong, Softmax())
    assert float(loss) == 2.0 * score
    assert slopes.ravel().tolist() == [1.0, 0.0, -1.0]


def test_the_two_terms_of_cross_entropy_are_its_formula_and_add_up():
    positive, negative = CrossEntropy().terms(SCORES, CLASSES)
    shares = 1.0 / (1.0 + np.exp(-SCORES))
    assert positive == pytest.approx(-CLASSES * np.log(shares))
    assert negative == pytest.approx(-(1.0 - CLASSES) * np.log(1.0 - shares))
    total = float(np.mean(positive + negative))
    assert total == pytest.approx(float(CrossEntropy().value(SCORES, CLASSES, Sigmoid())))
