from typing import Any

import numpy as np

from optlab.engine import Experiment, Fitting
from optlab.engine.datasets import Parking, TwoGroups
from optlab.engine.metrics import ClassificationReport, RegressionReport, by_group, report
from optlab.engine.models import Logistic
from optlab.engine.objective import prepare
from optlab.session.quality import group_verdict, verdict


def fitting(dataset) -> Any:
    return prepare(Experiment(objective=Fitting(dataset=dataset, model=Logistic(), test_share=0.0)))


def test_always_taken_is_99_percent_right_and_finds_nothing():
    objective = fitting(Parking())
    always_taken = np.array([0.0, 0.0, -9.0])
    said = str(verdict(report(objective, always_taken, objective.train)))
    assert said.startswith("99.0 % are right, but always saying “taken” would make 99.0 % right.")
    assert "Of the 10 that are “free” it finds 0: recall 0.0 %." in said


def test_who_finds_the_rare_class_is_not_warned():
    probabilities = np.array([0.1] * 95 + [0.9] * 5)
    perfect = ClassificationReport(
        np.stack([1 - probabilities, probabilities]),
        (probabilities > 0.5).astype(float),
        ("taken", "free"),
    )
    assert str(verdict(perfect)).startswith("Precision: of 5 called “free”, 5 are.")


def test_a_gap_between_groups_is_told_with_both_shares():
    objective = fitting(TwoGroups())
    for theta in ([2.0, 0.0, 0.0], [0.0, 2.0, 0.0], [-2.0, 1.0, 0.0]):
        whole = report(objective, np.array(theta), objective.train)
        groups: dict[str, Any] = by_group(whole, objective.train)
        shares = sorted(each.accuracy for each in groups.values())
        said = str(group_verdict(groups))
        assert ("fare about alike" in said) == (shares[1] - shares[0] < 0.05)
        assert f"{100 * shares[0]:.1f} %" in said
        assert f"{100 * shares[1]:.1f} %" in said


def test_groups_too_small_are_not_compared():
    one = RegressionReport(np.zeros(3), np.ones(3))
    assert group_verdict({"few": one, "fewer": one}) is None
    assert group_verdict({}) is None


def test_worse_than_the_mean_is_said():
    bad = RegressionReport(np.array([5.0, -5.0]), np.array([0.0, 1.0]))
    assert "R² is below 0" in str(verdict(bad))


def test_the_weakest_of_many_classes_is_named_with_what_it_is_taken_for():
    said = np.eye(3)[:, [0, 0, 1, 0, 0, 2]]
    report = ClassificationReport(said, np.array([0.0, 0, 1, 1, 1, 2]), ("cat", "dog", "hen"))
    assert str(verdict(report)) == (
        "“dog” is found least: 1 of 3. Most often it is taken for “cat”, 2 times."
    )
