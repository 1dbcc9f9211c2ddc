import numpy as np
import pytest

from optlab.engine import Experiment, Fitting, Landscape, prepare
from optlab.engine.datasets import Line
from optlab.engine.fitted import FittingObjective
from optlab.engine.hessian import along, hessian
from optlab.engine.landscapes import Booth, Himmelblau
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.starts import At


def test_quadratic_has_its_matrix() -> None:
    booth = prepare(Experiment(objective=Landscape(Booth())))
    found = hessian(booth.gradient, np.array([0.3, -2.0]))
    assert found == pytest.approx(np.array([[10.0, 8.0], [8.0, 10.0]]), rel=1e-8)


def test_himmelblau_has_the_hessian_of_the_textbook() -> None:
    x, y = 1.3, -0.7
    ground = prepare(Experiment(objective=Landscape(Himmelblau()), start=At((x, y))))
    mixed = 4.0 * (x + y)
    truth = [[12 * x * x + 4 * y - 42, mixed], [mixed, 12 * y * y + 4 * x - 26]]
    assert hessian(ground.gradient, np.array([x, y])) == pytest.approx(np.array(truth), rel=1e-8)


def test_linear_regression_has_the_hessian_of_its_data() -> None:
    fitting = Fitting(Line(), Linear(), MeanSquaredError(), batch_size=0, standardise=False)
    line = FittingObjective(fitting, seed=7)
    x = np.column_stack([line.train.features, np.ones(len(line.train))])
    truth = 2.0 * x.T @ x / len(x)
    vector = np.array([0.4, -3.0])
    assert line.hessian_vector(np.array([7.0, 2.0]), vector) == pytest.approx(truth @ vector)


def test_no_direction_has_no_curvature() -> None:
    asked: list[np.ndarray] = []

    def gradient(theta: np.ndarray) -> np.ndarray:
        asked.append(theta)
        return theta

    assert not along(gradient, np.ones(3), np.zeros(3)).any()
    assert asked == []
