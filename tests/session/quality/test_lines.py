import math

import numpy as np
import pytest

from optlab.engine.metrics import ClassificationReport, RegressionReport
from optlab.session.quality import class_lines, group_lines, quality_lines


def two(said, truth, threshold=0.5):
    p = np.array(said, dtype=float)
    return ClassificationReport(
        np.stack([1 - p, p]), np.array(truth, dtype=float), ("taken", "free"), threshold
    )


def texts(lines):
    return {str(line.name): [each.text for each in line.figures] for line in lines}


def test_a_worked_example_of_precision_and_recall():
    # of 3 called free 2 are; of 4 that are free 2 are found; 5 of 8 are right
    report = two([0.9, 0.8, 0.7, 0.2, 0.1, 0.3, 0.4, 0.45], [1, 1, 0, 1, 1, 0, 0, 0])
    found = texts(quality_lines([report]))
    assert found["accuracy"] == ["62.5 %"]
    assert found["precision"] == ["66.7 %"]
    assert found["recall"] == ["50.0 %"]
    assert found["F1"] == ["57.1 %"]
    assert found["ROC area"] == ["0.5000"]  # free beats taken in 8 of 16 pairs


def test_what_is_not_defined_is_a_dash_that_says_why():
    never = two([0.1, 0.2, 0.3], [1, 0, 0])
    lines = {str(line.name): line.figures[0] for line in quality_lines([never])}
    assert lines["precision"].text == "—"
    assert str(lines["precision"].why) == (
        "“free” is never said, so no share of that can be right."
    )
    assert lines["recall"].text == "0.0 %"
    assert lines["recall"].why is None


@pytest.mark.parametrize("empty", [two([], []), RegressionReport(np.empty(0), np.empty(0))])
def test_without_samples_every_figure_says_so(empty):
    for line in quality_lines([empty]):
        assert line.figures[0].text == "—"
        assert "no samples" in str(line.figures[0].why)


def test_a_model_that_broke_is_told_apart_from_one_that_never_says_yes():
    broken = two([math.nan, 0.3], [1, 0])
    for line in quality_lines([broken]):
        assert "not numbers" in str(line.figures[0].why)


def test_equal_targets_leave_nothing_to_explain():
    lines = quality_lines([RegressionReport(np.array([1.0, 2.0]), np.array([3.0, 3.0]))])
    assert str(lines[0].name) == "R²"
    assert "nothing to explain" in str(lines[0].figures[0].why)
    assert [line.figures[0].text for line in lines[1:]] == ["1.581", "1.500", "2.500"]


def test_every_class_and_every_group_has_its_line():
    report = ClassificationReport(
        np.array([[0.8, 0.1, 0.2], [0.1, 0.8, 0.7], [0.1, 0.1, 0.1]]),
        np.array([0.0, 1.0, 2.0]),
        ("a", "b", "c"),
    )
    lines = texts(class_lines(report))
    assert lines["a"] == ["1", "100.0 %", "100.0 %", "100.0 %"]
    assert lines["b"] == ["1", "50.0 %", "100.0 %", "66.7 %"]
    assert lines["c"] == ["1", "—", "0.0 %", "0.0 %"]
    halves = {"left": report.only(np.array([True, False, False])), "right": report}
    assert texts(group_lines(halves))["left"][:2] == ["1", "100.0 %"]
