"""Metrics against tables worked out by hand, and against what they mean."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from optlab.engine.datasets import Circle, Iris, Line, Samples
from optlab.engine.experiment import Fitting
from optlab.engine.fitted import FittingObjective
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.metrics import (
    ClassificationReport,
    RegressionReport,
    accuracy,
    by_group,
    confusion,
    decide,
    f1,
    mean_absolute_error,
    mean_squared_error,
    precision,
    precision_recall_curve,
    r_squared,
    recall,
    report,
    roc_curve,
    root_mean_squared_error,
    sum_of_squares,
)
from optlab.engine.models import Linear, Softmax
from optlab.engine.starts import Glorot

THREE = np.array(
    [  # said A, B, C
        [5, 1, 0],  # A is true
        [2, 3, 1],  # B is true
        [0, 0, 4],  # C is true
    ]
)
SCORES = np.array([0.1, 0.8, 0.9, 0.8, 0.3])
POSITIVE = np.array([False, True, True, False, True])

ties = some.integers(0, 6).map(lambda step: step / 6)  # few values, so that many are equal


@some.composite
def ranked(draw):
    """Scores with ties, and at least one positive and one negative."""
    count = draw(some.integers(2, 30))
    scores = draw(arrays(np.float64, count, elements=ties))
    positive = draw(arrays(np.bool_, count))
    positive[:2] = True, False
    return scores, positive


@some.composite
def decided(draw):
    """(said, targets, K) of K classes."""
    classes, count = draw(some.integers(2, 5)), draw(some.integers(1, 40))
    labels = arrays(np.int64, count, elements=some.integers(0, classes - 1))
    return draw(labels), draw(labels).astype(np.float64), classes


def test_shares_of_a_table_of_three_classes():
    assert accuracy(THREE) == 12 / 16
    assert precision(THREE) == pytest.approx([5 / 7, 3 / 4, 4 / 5])
    assert recall(THREE) == pytest.approx([5 / 6, 3 / 6, 4 / 4])
    assert f1(THREE) == pytest.approx([10 / 13, 6 / 10, 8 / 9])


def test_always_taken_is_99_percent_right_and_finds_no_free_space():
    targets = np.repeat([0.0, 1.0], [10, 990])  # free, taken
    table = confusion(np.ones(1000, np.int64), targets, 2)
    assert table.tolist() == [[0, 10], [0, 990]]
    assert accuracy(table) == 0.99
    assert recall(table).tolist() == [0.0, 1.0]
    assert math.isnan(precision(table)[0])
    assert precision(table)[1] == 0.99
    assert f1(table).tolist() == [0.0, 1980 / 1990]


def test_roc_curve_and_area_with_a_tie():
    curve = roc_curve(SCORES, POSITIVE)
    assert curve.thresholds.tolist() == [math.inf, 0.9, 0.8, 0.3, 0.1]
    assert curve.true_positive_rate == pytest.approx([0, 1 / 3, 2 / 3, 1, 1])
    assert curve.false_positive_rate == pytest.approx([0, 0, 1 / 2, 1 / 2, 1])
    assert curve.area == pytest.approx(4.5 / 6)  # of six pairs four in order, one tie


def test_precision_recall_curve_and_average():
    curve = precision_recall_curve(SCORES, POSITIVE)
    assert curve.thresholds.tolist() == [0.9, 0.8, 0.3, 0.1]
    assert curve.precision == pytest.approx([1, 2 / 3, 3 / 4, 3 / 5])
    assert curve.recall == pytest.approx([1 / 3, 2 / 3, 1, 1])
    assert curve.average_precision == pytest.approx(1 / 3 + 2 / 9 + 1 / 4)


def test_misses_of_four_numbers():
    targets, said = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.0, 4.0, 2.0])
    measured = RegressionReport(said, targets)  # misses 0, 0, 1, -2; variance 5/4
    assert measured.mse == mean_squared_error(said, targets) == 5 / 4
    assert measured.rmse == root_mean_squared_error(said, targets) == math.sqrt(5 / 4)
    assert measured.mae == mean_absolute_error(said, targets) == 3 / 4
    assert measured.r2 == r_squared(said, targets) == 0.0


def test_the_threshold_decides_between_two_classes():
    likely = np.array([0.2, 0.5, 0.7])
    both = np.stack([1.0 - likely, likely])
    assert decide(both).tolist() == [0, 1, 1]
    assert decide(both, 0.6).tolist() == [0, 0, 1]
    assert decide(both, 0.1).tolist() == [1, 1, 1]


def test_the_likeliest_of_many_classes_is_said():
    probabilities = np.array([[0.1, 0.4, 0.4], [0.6, 0.4, 0.1], [0.3, 0.2, 0.5]])
    assert decide(probabilities).tolist() == [1, 0, 2]


def test_what_is_undefined_is_nan_without_a_warning():
    none, ones = np.empty(0), np.ones(3)
    everybody, nobody = ones > 0.0, ones < 0.0
    assert math.isnan(r_squared(np.arange(3.0), np.full(3, 0.1)))
    assert math.isnan(r_squared(none, none))
    assert math.isnan(root_mean_squared_error(none, none))
    assert math.isnan(mean_absolute_error(none, none))
    assert math.isnan(accuracy(np.zeros((2, 2), np.int64)))
    for positive in (everybody, nobody):
        assert math.isnan(roc_curve(ones, positive).area)
    assert math.isnan(precision_recall_curve(ones, nobody).average_precision)
    assert math.isnan(roc_curve(none, none > 0.0).area)
    assert math.isnan(precision_recall_curve(none, none > 0.0).average_precision)


def test_a_model_that_broke_has_no_metrics():
    probabilities = np.array([[0.2, 0.9, math.nan], [0.8, 0.1, math.nan]])
    measured = ClassificationReport(probabilities, np.array([1.0, 0.0, 1.0]), ("no", "yes"))
    assert measured.said.tolist() == [1, 0, -1]
    assert not measured.confusion.any()
    assert math.isnan(measured.accuracy)
    for shares in (measured.precision, measured.recall, measured.f1, measured.area):
        assert np.isnan(shares).all()
    assert np.isnan(measured.average_precision).all()
    assert math.isnan(RegressionReport(np.array([1.0, math.nan]), np.arange(2.0)).rmse)
    assert RegressionReport(np.array([1.0, 1e300]), np.arange(2.0)).rmse == math.inf


def test_a_report_is_its_functions_one_class_against_the_rest():
    rng = np.random.default_rng(4)
    probabilities = rng.dirichlet(np.ones(3), 50).T
    targets = rng.integers(0, 3, 50).astype(np.float64)
    measured = ClassificationReport(probabilities, targets, ("A", "B", "C"))
    table = confusion(decide(probabilities), targets, 3)
    assert measured.accuracy == accuracy(table)
    assert measured.macro_precision == pytest.approx(sum(precision(table)) / 3)
    assert measured.macro_recall == pytest.approx(sum(recall(table)) / 3)
    assert measured.macro_f1 == pytest.approx(sum(f1(table)) / 3)
    for label in range(3):
        rest = probabilities[label], targets == label
        assert measured.area[label] == roc_curve(*rest).area
        average = precision_recall_curve(*rest).average_precision
        assert measured.average_precision[label] == average


@given(ranked())
def test_the_area_is_the_chance_that_a_positive_scores_above_a_negative(drawn):
    scores, positive = drawn
    ups, downs = scores[positive][:, None], scores[~positive]
    chance = np.mean((ups > downs) + 0.5 * (ups == downs))
    assert roc_curve(scores, positive).area == pytest.approx(float(chance))


@given(ranked())
def test_only_the_order_of_the_scores_counts(drawn):
    scores, positive = drawn
    one, other = (roc_curve(each, positive) for each in (scores, np.exp(3.0 * scores) - 7.0))
    assert one.true_positive_rate.tolist() == other.true_positive_rate.tolist()
    assert one.false_positive_rate.tolist() == other.false_positive_rate.tolist()


@given(ranked())
def test_turned_round_the_area_is_the_same(drawn):
    scores, positive = drawn
    area = roc_curve(scores, positive).area
    assert roc_curve(1.0 - scores, ~positive).area == pytest.approx(area)
    assert roc_curve(1.0 - scores, positive).area == pytest.approx(1.0 - area)


@given(ranked(), ties)
def test_every_threshold_has_its_point_on_the_curves(drawn, threshold):
    scores, positive = drawn
    said = decide(np.stack([1.0 - scores, scores]), threshold)
    table = confusion(said, positive.astype(np.float64), 2)
    roc, curve = roc_curve(scores, positive), precision_recall_curve(scores, positive)
    at = int(np.sum(roc.thresholds >= threshold)) - 1
    assert roc.true_positive_rate[at] == recall(table)[1]
    assert roc.false_positive_rate[at] == pytest.approx(1.0 - recall(table)[0])
    if at > 0:
        assert curve.precision[at - 1] == precision(table)[1]
        assert curve.recall[at - 1] == recall(table)[1]


@given(decided())
def test_a_table_counts_everything_once(drawn):
    said, targets, classes = drawn
    table = confusion(said, targets, classes)
    assert table.sum(axis=1).tolist() == [int(np.sum(targets == k)) for k in range(classes)]
    assert table.sum(axis=0).tolist() == [int(np.sum(said == k)) for k in range(classes)]
    assert accuracy(table) == pytest.approx(float(np.mean(said == targets)))


@given(decided(), some.randoms())
def test_other_names_for_the_classes_change_nothing(drawn, random):
    said, targets, classes = drawn
    names = list(range(classes))
    random.shuffle(names)
    order = np.array(names)
    table = confusion(said, targets, classes)
    renamed = confusion(order[said], order[targets.astype(int)].astype(float), classes)
    assert accuracy(renamed) == accuracy(table)
    for share in (precision, recall, f1):
        assert np.array_equal(share(renamed)[order], share(table), equal_nan=True)


@given(decided(), some.data())
def test_groups_add_up_to_the_whole(drawn, data):
    said, targets, classes = drawn
    rows = data.draw(arrays(np.bool_, len(said)))
    names = tuple(map(str, range(classes)))
    whole = ClassificationReport(np.eye(classes)[:, said], targets, names)
    parts = whole.only(rows), whole.only(~rows)
    assert len(parts[0]) + len(parts[1]) == len(whole)
    assert np.array_equal(parts[0].confusion + parts[1].confusion, whole.confusion)
    misses = RegressionReport(said.astype(float), targets)
    squares = [
        part.mse * len(part) for part in (misses.only(rows), misses.only(~rows)) if len(part)
    ]
    assert sum(squares) == pytest.approx(misses.mse * len(misses))


def test_two_groups_with_the_same_accuracy_may_be_missed_for_different_reasons():
    targets = np.array([1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0])
    said = np.array([1, 0, 0, 0, 1, 1, 1, 0])
    samples = Samples(
        features=np.zeros((8, 1)),
        targets=targets,
        task="classification",
        feature_names=("x",),
        target_name="paid back",
        class_names=("no", "yes"),
        groups=np.repeat([0, 1], 4),
        group_name="town",
        group_names=("east", "west"),
    )
    parts = by_group(ClassificationReport(np.eye(2)[:, said], targets, ("no", "yes")), samples)
    assert list(parts) == ["east", "west"]
    assert parts["east"].confusion.tolist() == [[2, 0], [1, 1]]
    assert parts["west"].confusion.tolist() == [[1, 1], [0, 2]]
    assert parts["east"].accuracy == parts["west"].accuracy == 3 / 4
    assert (parts["east"].recall[1], parts["west"].recall[1]) == (1 / 2, 1.0)
    assert by_group(RegressionReport(targets, targets), replace(samples, groups=None)) == {}


@pytest.mark.parametrize("dataset", [Circle(), Iris(), Line()])
def test_a_report_asks_the_model(dataset):
    fits = {"classification": SoftmaxCrossEntropy(), "regression": MeanSquaredError()}
    model = Softmax() if dataset.task == "classification" else Linear()
    fitting = Fitting(dataset=dataset, model=model, loss=fits[dataset.task])
    objective = FittingObjective(fitting, 3)
    theta = objective.start(Glorot(), 3)
    for samples in (objective.train, objective.test):
        made = report(objective, theta, samples)
        fresh = samples.features.copy()  # features that the objective has not seen
        assert len(made) == len(samples)
        if isinstance(made, RegressionReport):
            misses = objective.predict(theta, fresh) - samples.targets
            assert made.rmse == pytest.approx(math.sqrt(np.mean(misses**2)))
        else:
            said = objective.probabilities(theta, fresh).argmax(axis=0)
            assert made.accuracy == pytest.approx(float(np.mean(said == samples.targets)))


def test_squares_add_up_before_the_mean_is_taken():
    predictions, targets = np.array([1.0, 5.0, 2.0]), np.array([2.0, 3.0, 2.0])
    assert sum_of_squares(predictions, targets) == 1.0 + 4.0 + 0.0
    assert math.isnan(sum_of_squares(np.empty(0), np.empty(0)))
    assert math.isinf(sum_of_squares(np.array([1e200]), np.array([0.0])))
