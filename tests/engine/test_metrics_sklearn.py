"""The same metrics in scikit-learn give the same numbers (where it is installed)."""

from typing import Any

import numpy as np
import pytest

from optlab.engine.metrics import ClassificationReport, RegressionReport

metrics: Any = pytest.importorskip("sklearn.metrics", exc_type=ImportError)

SEEDS = range(20)


def drawn(seed: int, classes: int) -> ClassificationReport:
    """A report on rough probabilities, with ties, and a class that may be rare or missing."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(5, 60))
    weights = rng.dirichlet(np.ones(classes))
    targets = rng.choice(classes, count, p=weights).astype(np.float64)
    targets[:2] = 0.0, 1.0
    probabilities = np.round(rng.dirichlet(np.ones(classes), count), 1).T
    return ClassificationReport(probabilities, targets, tuple("ABCDE"[:classes]))


@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("seed", SEEDS)
def test_confusion_and_shares(seed: int, classes: int):
    report = drawn(seed, classes)
    labels = list(range(classes))
    truth, said = report.targets.astype(int), report.said
    assert np.array_equal(report.confusion, metrics.confusion_matrix(truth, said, labels=labels))
    assert report.accuracy == pytest.approx(metrics.accuracy_score(truth, said))
    theirs = metrics.precision_recall_fscore_support(
        truth, said, labels=labels, zero_division=np.nan
    )
    assert report.precision == pytest.approx(theirs[0], nan_ok=True)
    assert report.recall == pytest.approx(theirs[1], nan_ok=True)
    assert report.f1 == pytest.approx(theirs[2], nan_ok=True)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("seed", SEEDS)
def test_curves_and_areas(seed: int, classes: int):
    report = drawn(seed, classes)
    for label in (0, 1):
        truth, scores = report.targets == label, report.probabilities[label]
        false, true, thresholds = metrics.roc_curve(truth, scores, drop_intermediate=False)
        roc = report.roc[label]
        assert roc.false_positive_rate == pytest.approx(false)
        assert roc.true_positive_rate == pytest.approx(true)
        assert roc.thresholds.tolist() == thresholds.tolist()
        assert roc.area == pytest.approx(metrics.roc_auc_score(truth, scores))
        precision, recall, thresholds = metrics.precision_recall_curve(truth, scores)
        curve = report.precision_recall[label]
        assert curve.precision == pytest.approx(precision[:-1][::-1])
        assert curve.recall == pytest.approx(recall[:-1][::-1])
        assert curve.thresholds.tolist() == thresholds[::-1].tolist()
        average = metrics.average_precision_score(truth, scores)
        assert report.average_precision[label] == pytest.approx(average)


@pytest.mark.parametrize("seed", SEEDS)
def test_numbers(seed: int):
    rng = np.random.default_rng(seed)
    said, targets = rng.normal(10.0, 3.0, (2, 30))
    report = RegressionReport(said, targets)
    assert report.mse == pytest.approx(metrics.mean_squared_error(targets, said))
    assert report.rmse == pytest.approx(metrics.root_mean_squared_error(targets, said))
    assert report.mae == pytest.approx(metrics.mean_absolute_error(targets, said))
    assert report.r2 == pytest.approx(metrics.r2_score(targets, said))
