"""Products with the Hessian, and what a few of them tell about it, against NumPy."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine import Fitting
from optlab.engine.datasets import Line
from optlab.engine.fitted import FittingObjective
from optlab.engine.hessian import along, lanczos
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear


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


def symmetric(seed: int, curvatures: list[float]) -> np.ndarray:
    axes = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(curvatures),) * 2))[0]
    return axes * curvatures @ axes.T


@given(
    st.integers(0, 1000),
    st.lists(st.floats(-100, 100), min_size=1, max_size=12),
    st.integers(1, 15),
)
def test_lanczos_sees_the_matrix_between_orthonormal_directions(
    seed: int, curvatures: list[float], most: int
) -> None:
    matrix = symmetric(seed, curvatures)
    start = np.random.default_rng(seed).normal(size=len(matrix))
    looks = list(lanczos(lambda v: matrix @ v, start, most))
    assert 1 <= len(looks) <= min(most, len(matrix))
    big = 1e-6 * max(1.0, *map(abs, curvatures))
    for size, seen in enumerate(looks, 1):
        rows = seen.directions
        assert rows @ rows.T == pytest.approx(np.eye(size), abs=1e-12)
        assert seen.matrix == pytest.approx(rows @ matrix @ rows.T, abs=big)
        outside = matrix @ rows[-1] - rows.T @ (rows @ matrix @ rows[-1])
        assert seen.left == pytest.approx(float(np.linalg.norm(outside)), abs=big)
    for fewer, more in pairwise(looks):
        assert (more.directions[: len(fewer.directions)] == fewer.directions).all()


def test_rounding_does_not_bring_old_directions_back() -> None:
    """Cleared only once, the sixty directions would not even be independent."""
    matrix = symmetric(1, np.logspace(-8, 3, 60).tolist())
    *_, last = lanczos(lambda v: matrix @ v, np.ones(60), 60)
    size = len(last.directions)
    assert size > 50
    assert last.directions @ last.directions.T == pytest.approx(np.eye(size), abs=1e-13)


def test_lanczos_ends_when_nothing_is_left() -> None:
    """Three parameters, two curvatures: the third product could tell nothing new."""
    matrix = symmetric(3, [5.0, 5.0, 1.0])
    *_, last = lanczos(lambda v: matrix @ v, np.ones(3), 3)
    assert np.linalg.eigvalsh(last.matrix) == pytest.approx([1.0, 5.0])
    assert last.left == 0.0


def test_lanczos_ends_before_a_product_that_is_no_number() -> None:
    products = iter([np.array([1.0, 2.0, 0.0]), np.array([np.nan, 0.0, 0.0])])
    assert len(list(lanczos(lambda _: next(products), np.array([1.0, 0.0, 0.0]), 3))) == 1
