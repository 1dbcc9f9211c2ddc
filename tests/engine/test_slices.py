"""Slices: the right plane, a box one can look at, and no flips."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from optlab.engine import Experiment, Fitting, Landscape, Objective, Unfit, prepare
from optlab.engine.arrays import Array
from optlab.engine.datasets import Line
from optlab.engine.landscapes import Rosenbrock, Tea
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.slices import (
    SLICES,
    AnySlice,
    GradientAndCurvature,
    PathPlane,
    RandomDirections,
    Slice,
    ThreePoints,
    TwoParameters,
    cut,
    cutting,
)

RECIPES: tuple[AnySlice, ...] = (
    PathPlane(),
    TwoParameters(3, 1),
    RandomDirections(roll=2),
    ThreePoints(),
    GradientAndCurvature(),
)
PLANES: tuple[AnySlice, ...] = (PathPlane(), TwoParameters(3, 1), ThreePoints())
NETWORK = prepare(Experiment(objective=Fitting()))
LINE = prepare(
    Experiment(objective=Fitting(dataset=Line(), model=Linear(), loss=MeanSquaredError()))
)
TEA = prepare(Experiment(objective=Landscape(landscape=Tea())))
LANDSCAPE = prepare(Experiment(objective=Landscape(landscape=Rosenbrock())))


def wander(seed: int = 0, steps: int = 60, size: int = NETWORK.size) -> Array:
    return np.cumsum(np.random.default_rng(seed).normal(scale=0.05, size=(steps, size)), axis=0)


def descend(objective: Objective, theta: Array, rate: float, steps: int) -> Array:
    path = [theta]
    for _ in range(steps):
        path.append(path[-1] - rate * objective.gradient(path[-1]))
    return np.array(path)


def assert_usable(plane: Slice, size: int) -> None:
    assert plane.origin.shape == (size,)
    assert np.isfinite(plane.origin).all()
    if plane.unit is None:
        np.testing.assert_allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-9)
    np.testing.assert_allclose(plane.duals @ plane.axes.T, np.eye(2), atol=1e-9)
    (u0, u1), (v0, v1) = plane.box
    sides = np.array([u1 - u0, v1 - v0])
    assert np.isfinite(sides).all()
    assert sides.min() > 0.0
    assert sides.min() >= 0.349 * sides.max()


def inside(plane: Slice, points: Array) -> bool:
    low, high = np.array(plane.box).T
    uv = plane.coordinates(points)
    return bool(((uv >= low - 1e-9) & (uv <= high + 1e-9)).all())


def test_the_catalog_lists_every_recipe() -> None:
    assert set(SLICES.values()) == {type(recipe) for recipe in RECIPES}


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_box_holds_the_paths_with_air_around(recipe: AnySlice) -> None:
    paths = [wander(0), wander(1)]
    plane = cut(NETWORK, recipe, paths)
    assert_usable(plane, NETWORK.size)
    uv = plane.coordinates(np.concatenate(paths))
    low, high = np.array(plane.box).T
    air = 0.25 * np.ptp(uv, axis=0)
    assert (uv.min(axis=0) - low >= air - 1e-9).all()
    assert (high - uv.max(axis=0) >= air - 1e-9).all()


def test_the_path_plane_holds_more_displacement_than_any_other_through_its_end() -> None:
    path = wander()
    plane = cut(NETWORK, PathPlane(), [path])
    np.testing.assert_array_equal(plane.origin, path[-1])
    held = np.square(plane.coordinates(path)).sum()
    spread = np.linalg.svd(path - path[-1], compute_uv=False)
    assert held == pytest.approx(np.square(spread[:2]).sum(), rel=1e-9)
    u, v = plane.coordinates(path).T
    assert np.square(u).sum() >= np.square(v).sum()


def test_a_long_path_does_not_outvote_a_short_one() -> None:
    ends = wander()[-2:]
    short, long, across = (
        np.linspace(0.0, 1.0, rows)[:, None] * end
        for rows, end in ((50, ends[0]), (50 * 40, ends[0]), (50, ends[1]))
    )
    few, many = (cut(NETWORK, PathPlane(), [path, across]) for path in (short, long))
    np.testing.assert_allclose(few.axes, many.axes, atol=0.05)


@settings(deadline=None, max_examples=40)
@given(
    theta=hnp.arrays(float, NETWORK.size, elements=st.floats(-1e3, 1e3)),
    uv=hnp.arrays(float, 2, elements=st.floats(-1e3, 1e3)),
    recipe=st.sampled_from(RECIPES),
)
def test_coordinates_and_theta_undo_each_other(theta: Array, uv: Array, recipe: AnySlice) -> None:
    plane = cut(NETWORK, recipe, [wander()])
    np.testing.assert_allclose(plane.coordinates(plane.theta(uv)), uv, atol=1e-9)
    foot = plane.theta(plane.coordinates(theta))
    np.testing.assert_allclose(plane.duals @ (theta - foot), 0.0, atol=1e-6)


@settings(deadline=None, max_examples=60)
@given(
    paths=st.lists(
        hnp.arrays(
            float,
            st.tuples(st.integers(1, 6), st.just(NETWORK.size)),
            elements=st.floats(-1e4, 1e4) | st.just(np.nan) | st.just(np.inf),
            fill=st.just(0.25),
        ),
        min_size=1,
        max_size=3,
    ),
    recipe=st.sampled_from(RECIPES),
)
def test_any_path_gives_a_usable_slice(paths: list[Array], recipe: AnySlice) -> None:
    assert_usable(cut(NETWORK, recipe, paths), NETWORK.size)


@pytest.mark.parametrize("recipe", PLANES)
def test_before_the_first_step_the_view_is_as_wide_as_the_start_is_far(recipe: AnySlice) -> None:
    start = wander()[-1:]
    plane = cut(NETWORK, recipe, [start, start])
    assert_usable(plane, NETWORK.size)
    (u0, u1), (v0, v1) = plane.box
    assert u1 - u0 == v1 - v0 == pytest.approx(2.0 * float(np.linalg.norm(start)))
    assert cut(NETWORK, recipe, [np.zeros((1, NETWORK.size))]).box == ((-1.0, 1.0), (-1.0, 1.0))


def test_a_straight_path_gets_the_steepest_direction_as_its_second_axis() -> None:
    path = np.linspace(0.0, 1.0, 9)[:, None] * wander()[-1]
    plane = cut(NETWORK, PathPlane(), [path])
    assert_usable(plane, NETWORK.size)
    assert abs(plane.axes[0] @ path[-1]) == pytest.approx(np.linalg.norm(path[-1]))
    slope = NETWORK.gradient(path[-1])
    across = slope - (slope @ plane.axes[0]) * plane.axes[0]
    assert plane.axes[1] @ across == pytest.approx(-np.linalg.norm(across))


def test_the_largest_component_of_an_axis_is_positive() -> None:
    for path in (wander(), -wander()):
        for axis in cut(NETWORK, PathPlane(), [path]).axes:
            assert axis[np.abs(axis).argmax()] > 0.0


def test_axes_keep_their_direction_while_the_path_grows() -> None:
    path = wander(steps=200)
    plane = cut(NETWORK, PathPlane(), [path[:20]])
    turned = Slice(plane.recipe, plane.origin, -plane.axes, plane.box, plane.names)
    for steps in range(21, 200):
        grown = cut(NETWORK, PathPlane(), [path[:steps]], previous=turned)
        agreement = np.sum(grown.axes * turned.axes, axis=1)
        assert (agreement > -1e-3).all()
        turned = grown


def test_two_parameters_are_drawn_in_their_own_units_through_the_end_of_the_first_path() -> None:
    paths = [wander(0), wander(1)]
    plane = cut(NETWORK, TwoParameters(3, 1), paths)
    np.testing.assert_allclose(plane.coordinates(paths[1]), paths[1][:, [3, 1]])
    np.testing.assert_allclose(plane.theta(plane.coordinates(paths[0][-1])), paths[0][-1])
    assert plane.names == (NETWORK.names[3], NETWORK.names[1])


@pytest.mark.parametrize(
    ("recipe", "path", "sentence"),
    [
        (TwoParameters(0, 10_000), "slice.second", "There is no parameter 10000"),
        (TwoParameters(2, 2), "slice.second", "must differ"),
    ],
)
def test_an_impossible_pair_is_refused(recipe: TwoParameters, path: str, sentence: str) -> None:
    with pytest.raises(Unfit, match=sentence) as refusal:
        cut(NETWORK, recipe, [wander()])
    assert refusal.value.path == path


@pytest.mark.parametrize("recipe", [*RECIPES, TwoParameters(9, 9)])
def test_two_parameters_in_all_are_the_whole_space(recipe: AnySlice) -> None:
    plane = cut(LANDSCAPE, recipe, [np.array([[-1.5, 2.0]])])
    np.testing.assert_array_equal(plane.origin, [0.0, 0.0])
    np.testing.assert_array_equal(plane.axes, np.eye(2))
    assert plane.names == ("x", "y")
    assert plane.recipe == recipe


@pytest.mark.parametrize("recipe", RECIPES)
def test_one_parameter_is_a_line(recipe: AnySlice) -> None:
    path = np.array([[28.0], [41.0], [59.0]])
    line = cut(TEA, recipe, [path])
    np.testing.assert_array_equal(line.axes, [[1.0], [0.0]])
    assert line.box == (*Tea.box, (0.0, 0.0))
    assert line.names == ("temperature (°C)", "")
    np.testing.assert_array_equal(line.coordinates(path), np.column_stack([path, np.zeros(3)]))
    np.testing.assert_array_equal(line.theta(line.coordinates(path)), path)


def test_a_line_grows_with_the_path_too_but_not_with_an_explosion() -> None:
    path = np.array([[28.0], [104.0]])
    assert cut(TEA, PathPlane(), [path]).box[0] == (20.0, 108.0)
    wild = np.concatenate([path, [[-1e12], [1e300], [np.inf], [np.nan]]])
    assert cut(TEA, PathPlane(), [wild]).box == ((-60.0, 180.0), (0.0, 0.0))


def test_a_landscape_shows_its_declared_box_while_the_path_stays_inside() -> None:
    assert cut(LANDSCAPE, PathPlane(), [np.zeros((4, 2))]).box == Rosenbrock.box


def test_a_landscape_grows_to_hold_a_path_that_leaves_its_box() -> None:
    path = np.array([[0.0, 0.0], [3.0, -2.0]])
    plane = cut(LANDSCAPE, PathPlane(), [path])
    assert inside(plane, path)
    assert plane.box[0][0] == Rosenbrock.box[0][0]


def test_an_explosion_does_not_blow_a_landscape_up() -> None:
    path = np.array([[0.0, 0.0], [1e3, -1e9], [1e200, 1e300], [np.inf, np.nan]])
    assert cut(LANDSCAPE, PathPlane(), [path]).box == ((-2.0, 6.0), (-5.0, 7.0))


@pytest.mark.parametrize("recipe", RECIPES)
def test_an_explosion_does_not_hide_the_other_racers(recipe: AnySlice) -> None:
    good = wander(0)
    alone = cut(NETWORK, recipe, [good])
    bad = good[0] + np.outer(3.0 ** np.arange(80.0), wander(1)[-1])
    both = cut(NETWORK, recipe, [good, bad])
    assert inside(both, good)
    for (a0, a1), (b0, b1) in zip(alone.box, both.box, strict=True):
        assert b1 - b0 < 200.0 * (a1 - a0)


def test_an_exploding_line_shows_its_first_swings() -> None:
    steepest = 2.0  # curvature of the intercept, at least
    path = descend(LINE, np.zeros(2), rate=2.4 / steepest, steps=200)
    plane = cut(LINE, PathPlane(), [path])
    assert inside(plane, path[:3])
    reached = float(np.abs(path).max())
    assert plane.box[0][1] - plane.box[0][0] < 1e-3 * reached


def test_a_line_shows_the_minimum_it_heads_for() -> None:
    minimum = descend(LINE, np.zeros(2), rate=0.1, steps=2000)[-1]
    path = descend(LINE, np.zeros(2), rate=0.02, steps=25)
    plane = cut(LINE, PathPlane(), [path])
    low, high = np.array(plane.box).T
    assert (minimum > low).all()
    assert (minimum < high).all()
    assert not inside(cut(LINE, PathPlane(), [path[:1]]), np.array([1e6, 1e6]))


def test_what_is_published_cannot_be_changed() -> None:
    plane = cut(NETWORK, PathPlane(), [wander()])
    for array in (plane.origin, plane.axes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_a_landscape_keeps_its_own_box_whatever_the_reach():
    objective = prepare(Experiment(objective=Landscape(Rosenbrock())))
    paths = [np.array([[-1.2, 1.0]])]
    wide, usual = (cutting(objective, PathPlane(), paths, reach=reach) for reach in (9.0, 0.0))
    assert ended(wide).box == ended(usual).box


def ended(job):
    """The slice that a job comes to."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value
