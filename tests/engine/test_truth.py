"""The truth meter: heights, shares, and the share that chance alone would give."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.engine import Experiment, Fitting, Landscape, prepare
from optlab.engine.arrays import Array
from optlab.engine.landscapes import Tea
from optlab.engine.slices import PathPlane, TwoParameters, cut
from optlab.engine.truth import random_share, truth

NETWORK = prepare(Experiment(objective=Fitting()))
LANDSCAPE = prepare(Experiment(objective=Landscape()))


def wander(seed: int = 0, steps: int = 60, size: int = NETWORK.size) -> Array:
    return np.cumsum(np.random.default_rng(seed).normal(scale=0.05, size=(steps, size)), axis=0)


def walked_share(points: int, size: int, draws: int) -> tuple[float, float]:
    """Mean share of simulated random walks in their own principal plane, and its standard error."""
    rng = np.random.default_rng(12)
    shares: list[float] = []
    for _ in range(draws):
        walk = np.cumsum(rng.normal(size=(points, size)), axis=0)
        spread = np.linalg.svd(walk - walk.mean(axis=0), compute_uv=False) ** 2
        shares.append(float(spread[:2].sum() / spread.sum()))
    return float(np.mean(shares)), float(np.std(shares)) / math.sqrt(draws)


def test_heights_are_the_losses_at_the_foot_and_at_theta() -> None:
    path = wander()
    plane = cut(NETWORK, PathPlane(), [path])
    meter = truth(NETWORK, plane, path, path[30])
    foot = plane.theta(plane.coordinates(path[30]))
    assert meter.drawn == pytest.approx(float(NETWORK.value(foot)), rel=1e-12)
    assert meter.true == pytest.approx(float(NETWORK.value(path[30])), rel=1e-12)
    assert meter.error == pytest.approx((meter.drawn - meter.true) / meter.true, rel=1e-12)
    assert meter.outside == pytest.approx(float(np.linalg.norm(path[30] - foot)))


def test_at_the_end_of_the_first_path_its_plane_is_exact() -> None:
    path = wander()
    meter = truth(NETWORK, cut(NETWORK, PathPlane(), [path]), path, path[-1])
    assert meter.error == pytest.approx(0.0, abs=1e-12)
    assert meter.outside == pytest.approx(0.0, abs=1e-12)


def test_in_the_whole_space_everything_is_true() -> None:
    path = np.array([[-1.5, 2.0], [-1.0, 1.0], [0.0, 0.5]])
    meter = truth(LANDSCAPE, cut(LANDSCAPE, PathPlane(), [path]), path, path[1])
    assert (meter.error, meter.outside, meter.random_share) == (0.0, 0.0, 1.0)
    assert meter.share == pytest.approx(1.0)


def test_on_a_line_everything_is_true_as_well() -> None:
    tea = prepare(Experiment(objective=Landscape(Tea())))
    path = np.array([[28.0], [41.0], [59.0]])
    meter = truth(tea, cut(tea, PathPlane(), [path]), path, path[1])
    assert (meter.drawn, meter.true) == (361.0, 361.0)
    assert (meter.error, meter.outside, meter.random_share) == (0.0, 0.0, 1.0)
    assert meter.share == pytest.approx(1.0)


def test_the_share_counts_squared_displacement_from_the_mean() -> None:
    path = np.zeros((3, NETWORK.size))
    path[:, 0] = [-3.0, 0.0, 3.0]
    path[:, 5] = [-1.0, 0.0, 1.0]
    plane = cut(NETWORK, TwoParameters(0, 1), [path])
    assert truth(NETWORK, plane, path, path[0]).share == pytest.approx(0.9)
    assert truth(NETWORK, plane, path[:1], path[0]).share == 1.0


def test_rows_of_an_explosion_do_not_count() -> None:
    path = wander()
    plane = cut(NETWORK, PathPlane(), [path])
    exploded = np.vstack([path, np.full(NETWORK.size, np.inf)])
    meter = truth(NETWORK, plane, exploded, exploded[-1])
    assert meter.share == pytest.approx(truth(NETWORK, plane, path, path[0]).share)
    assert not math.isfinite(meter.drawn)


def test_a_long_path_is_measured_on_enough_of_its_rows() -> None:
    path = wander(steps=20_000)
    plane = cut(NETWORK, PathPlane(), [path])
    moved = path - path.mean(axis=0)
    share = np.square(moved @ plane.axes.T).sum() / np.square(moved).sum()
    assert truth(NETWORK, plane, path, path[-1]).share == pytest.approx(share, rel=1e-3)


@pytest.mark.parametrize(
    ("points", "size", "draws"),
    [(4, 3, 2000), (5, 50, 1000), (10, 3, 2000), (40, 3, 2000), (300, 10, 300), (40, 105, 200)],
)
def test_the_random_share_is_that_of_simulated_walks(points: int, size: int, draws: int) -> None:
    mean, error = walked_share(points, size, draws)
    assert random_share(points, size) == pytest.approx(mean, abs=4.0 * error + 0.005)


@pytest.mark.parametrize("points", [4, 7, 20, 200])
def test_in_many_dimensions_it_is_that_of_the_eigenvalues(points: int) -> None:
    order = np.arange(1, points)
    spread = 0.25 / np.sin(np.pi * order / (2 * points)) ** 2
    assert spread.sum() == pytest.approx((points**2 - 1) / 6)
    assert random_share(points, 10**6) == pytest.approx(spread[:2].sum() / spread.sum(), rel=2e-3)


def test_the_limit_is_76_percent() -> None:
    assert random_share(10**6, 10**6) == pytest.approx(7.5 / math.pi**2, rel=1e-3)


@settings(deadline=None, max_examples=60)
@given(points=st.integers(0, 10**7), size=st.integers(1, 10**6))
def test_any_walk_has_a_share_that_never_changes(points: int, size: int) -> None:
    share = random_share(points, size)
    assert 0.7 < share <= 1.0
    random_share.cache_clear()
    assert random_share(points, size) == share
