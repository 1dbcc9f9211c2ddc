"""Landscapes: slopes against differences, declared minima, and one formula for points and grids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine import Experiment, Landscape, prepare
from optlab.engine.landscapes import AnyLandscape, Ravine


def points(landscape: AnyLandscape, count: int = 40) -> np.ndarray:
    (left, right), (bottom, top) = landscape.box
    corner, size = np.array([left, bottom]), np.array([right - left, top - bottom])
    return corner + size * np.random.default_rng(1).uniform(size=(count, 2))


def objective(landscape: AnyLandscape):
    return prepare(Experiment(objective=Landscape(landscape)))


def test_slope_agrees_with_differences(any_landscape: AnyLandscape):
    here, h = objective(any_landscape), 1e-6
    for theta in points(any_landscape):
        moves = h * np.eye(2)
        rise = here.value(theta + moves) - here.value(theta - moves)
        assert here.gradient(theta) == pytest.approx(rise / (2 * h), rel=1e-6, abs=1e-6)


def test_a_grid_a_path_and_a_point_have_the_same_bits(any_landscape: AnyLandscape):
    path, here = points(any_landscape), objective(any_landscape)
    heights = here.value(path)
    assert heights.shape == (40,)
    assert here.value(path.reshape(4, 10, 2)).shape == (4, 10)
    slope = here.differentiator()
    for theta, height in zip(path, heights, strict=True):
        assert slope(theta) == height == float(here.value(theta))
        assert slope.gradient.tolist() == here.gradient(theta).tolist()


def test_the_plane_is_the_landscape_itself(any_landscape: AnyLandscape):
    x, y = points(any_landscape).T
    here = objective(any_landscape)
    assert here.on_plane(np.zeros(2), np.eye(2), x, y).tolist() == pytest.approx(
        here.value(np.column_stack((x, y))).tolist()
    )


def test_declared_minima_are_flat_and_the_lowest_around(any_landscape: AnyLandscape):
    here = objective(any_landscape)
    for minimum in here.minima:
        theta = np.array(minimum)
        assert here.gradient(theta) == pytest.approx([0, 0], abs=1e-12)
        height = float(here.value(theta))
        around = np.linspace(0, 2 * np.pi, 16)
        for radius in (1e-3, 1e-1):
            ring = theta + radius * np.column_stack((np.cos(around), np.sin(around)))
            assert (here.value(ring) > height).all()
        assert (here.value(points(any_landscape, 1000)) >= height).all()


def test_start_and_minima_lie_in_the_box(any_landscape: AnyLandscape):
    (left, right), (bottom, top) = any_landscape.box
    for x, y in (any_landscape.start, *any_landscape.minima):
        assert left <= x <= right
        assert bottom <= y <= top
    assert any_landscape.start not in any_landscape.minima


def test_far_out_the_height_leaves_the_numbers_without_a_word(any_landscape: AnyLandscape):
    here = objective(any_landscape)
    slope = here.differentiator()
    for theta in ([1e200, -1e200], [-np.inf, 1.0], [np.nan, 0.0]):
        slope(np.array(theta))
        here.value(np.array(theta))
        here.gradient(np.array(theta))


@given(st.floats(1, 10_000))
def test_the_ravine_is_as_steep_across_as_its_condition_says(condition: float):
    ravine = Ravine(condition)
    along, _ = ravine.gradient(1.0, 0.0)
    _, across = ravine.gradient(0.0, 1.0)
    assert across / along == condition
