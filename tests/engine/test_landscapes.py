"""Landscapes: slopes against differences, declared minima, and one formula for points and grids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine import Experiment, Landscape, prepare
from optlab.engine.landscapes import (
    AnyLandscape,
    Beale,
    DoubleWell,
    FinickyDrinker,
    GoldsteinPrice,
    Himmelblau,
    IcedTea,
    MonkeySaddle,
    Plateau,
    Rastrigin,
    Ravine,
    RavineSlice,
    StyblinskiTang,
    Tea,
    TenPointScale,
    ThreeHumpCamel,
    Trains,
)


def points(landscape: AnyLandscape, count: int = 40) -> np.ndarray:
    low, high = np.array(landscape.box).T
    return low + (high - low) * np.random.default_rng(1).uniform(size=(count, len(low)))


def objective(landscape: AnyLandscape):
    return prepare(Experiment(objective=Landscape(landscape)))


def test_slope_agrees_with_differences(any_landscape: AnyLandscape):
    here, h = objective(any_landscape), 1e-6
    for theta in points(any_landscape):
        moves = h * np.eye(here.size)
        rise = here.value(theta + moves) - here.value(theta - moves)
        assert here.gradient(theta) == pytest.approx(rise / (2 * h), rel=1e-6, abs=1e-6)


def test_a_grid_a_path_and_a_point_have_the_same_bits(any_landscape: AnyLandscape):
    path, here = points(any_landscape), objective(any_landscape)
    heights = here.value(path)
    assert heights.shape == (40,)
    assert here.value(path.reshape(4, 10, here.size)).shape == (4, 10)
    slope = here.differentiator()
    for theta, height in zip(path, heights, strict=True):
        assert slope(theta) == height == float(here.value(theta))
        assert slope.gradient.tolist() == here.gradient(theta).tolist()


def test_the_plane_is_the_landscape_itself(any_landscape: AnyLandscape):
    path, here = points(any_landscape), objective(any_landscape)
    u, v = path[:, 0], path[:, -1]
    heights = here.on_plane(np.zeros(here.size), np.eye(2, here.size), u, v)
    assert heights.tolist() == pytest.approx(here.value(path).tolist())


def test_declared_minima_are_flat_and_the_lowest_around(any_landscape: AnyLandscape):
    here = objective(any_landscape)
    for minimum in here.minima:
        theta = np.array(minimum)
        assert here.gradient(theta) == pytest.approx(np.zeros(here.size), abs=1e-12)
        height = float(here.value(theta))
        around = np.linspace(0, 2 * np.pi, 16)
        circle = np.column_stack((np.cos(around), np.sin(around)))
        sides = np.array([[-1.0], [1.0]])
        for radius in (1e-3, 1e-1):
            heights = here.value(theta + radius * (sides if here.size == 1 else circle))
            assert (heights > height).all() or isinstance(any_landscape, TenPointScale)
        assert (here.value(points(any_landscape, 1000)) >= height).all()


def lowest_places(landscape: AnyLandscape) -> np.ndarray:
    """Distances (k, minima), as shares of the box, from the k grid points as low as a minimum."""
    low, high = np.array(landscape.box).T
    sides = (np.linspace(*side, 401 if len(low) == 2 else 4001) for side in landscape.box)
    grid = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, len(low))
    heights = objective(landscape).value(grid)
    minima = np.array(landscape.minima)
    away = np.linalg.norm((grid[:, None] - minima) / (high - low)[0], axis=-1)
    beside = heights[away.argmin(axis=0)]
    return away[heights <= beside.max()]


def test_the_declared_minima_are_all_lowest_places_of_a_grid(any_landscape: AnyLandscape):
    if any_landscape.minima:
        away = lowest_places(any_landscape)
        tread = isinstance(any_landscape, TenPointScale)  # from 51.1 to 68.9 °C of 80
        assert away.min(axis=1).max() < (9 / 80 if tread else 0.02)
        assert set(away.argmin(axis=1)) == set(range(len(any_landscape.minima)))


def test_without_a_declared_minimum_it_falls_without_end(any_landscape: AnyLandscape):
    if not any_landscape.minima:
        here, around = objective(any_landscape), points(any_landscape, 1000)
        lows = [here.value(reach * around).min() for reach in (1, 10, 100, 1000)]
        assert (np.array(lows[1:]) < 10 * np.array(lows[:-1])).all()


def test_start_and_minima_lie_in_the_box(any_landscape: AnyLandscape):
    assert len(any_landscape.axes) == len(any_landscape.box)
    for place in (any_landscape.start, *any_landscape.minima):
        for at, (low, high) in zip(place, any_landscape.box, strict=True):
            assert low <= at <= high
    assert any_landscape.start not in any_landscape.minima


def test_far_out_the_height_leaves_the_numbers_without_a_word(any_landscape: AnyLandscape):
    here = objective(any_landscape)
    slope = here.differentiator()
    for theta in ([1e200, -1e200], [-np.inf, 1.0], [np.nan, 0.0]):
        at = np.array(theta[: here.size])
        slope(at)
        here.value(at)
        here.gradient(at)


@given(st.floats(1, 10_000))
def test_the_ravine_is_as_steep_across_as_its_condition_says(condition: float):
    ravine = Ravine(condition)
    along, _ = ravine.gradient(1.0, 0.0)
    _, across = ravine.gradient(0.0, 1.0)
    assert across / along == condition


# ---------------------------------------------------------------------------- one parameter


def test_the_iced_valley_is_the_lower_one_and_a_hot_start_rolls_into_the_other():
    tea = IcedTea()
    heights = tea.value(np.linspace(0.0, 90.0, 90_001))
    dips = np.flatnonzero((heights[1:-1] < heights[:-2]) & (heights[1:-1] < heights[2:])) + 1
    assert (dips / 1000.0).tolist() == pytest.approx([10.0, 55 + np.sqrt(2800.0) / 4], abs=1e-3)
    iced, hot = heights[dips]
    assert hot == pytest.approx(97, abs=1)
    assert iced == pytest.approx(0, abs=1e-9)
    theta = tea.start[0]
    for _ in range(200):
        theta -= 0.05 * tea.gradient(theta)[0]
    assert theta == pytest.approx(68.2, abs=0.1)


def test_the_stairs_are_whole_marks_and_flat_wherever_one_stands():
    scale = TenPointScale()
    cups = np.linspace(20.0, 100.0, 801)
    assert scale.value(cups).tolist() == np.floor((cups - 60.0) ** 2 / 160.0 + 0.5).tolist()
    assert set(scale.value(cups).tolist()) == set(range(11))
    assert not any(scale.gradient(cup)[0] for cup in cups.tolist())


@given(st.floats(0, 200))
def test_trains_shake_a_bowl(shaking: float):
    trains, cups = Trains(shaking), np.linspace(20.0, 100.0, 1601)
    above = trains.value(cups) - Tea().value(cups)
    assert above.min() >= 0.0
    assert above.max() == pytest.approx(2 * shaking, abs=1e-9)
    assert trains.value(60.0) == 0.0


def test_the_finicky_drinker_likes_two_degrees_and_tells_next_to_nothing_about_all_others():
    drinker = FinickyDrinker()
    assert drinker.value(66.0) == drinker.value(68.0) == 50.0
    for cup in (20.0, 40.0, 90.0):
        assert drinker.value(cup) > 99
        assert 0 < abs(drinker.gradient(cup)[0]) < 0.02


@given(st.floats(1, 10_000), st.floats(0, 90))
def test_a_ravine_slice_is_the_ravine_over_a_line(condition: float, angle: float):
    piece, ravine = RavineSlice(condition, angle), Ravine(condition)
    x, y = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    for distance in (-0.8, 0.3):
        there = ravine.value(distance * x, distance * y)
        assert piece.value(distance) == pytest.approx(there, rel=1e-9)


# ------------------------------------------------------------------------- published numbers


PUBLISHED = [
    (Beale(), (1.0, 1.0), 14.203125),
    (GoldsteinPrice(), (0.0, -1.0), 3.0),
    (GoldsteinPrice(), (-0.6, -0.4), 30.0),
    (GoldsteinPrice(), (1.8, 0.2), 84.0),
    (GoldsteinPrice(), (1.2, 0.8), 840.0),
    (Himmelblau(), (-0.270845, -0.923039), 181.6165),
    (Rastrigin(), (1.0, -2.0), 5.0),
    (StyblinskiTang(), (-2.903534, -2.903534), 2 * -39.16616570377),
    (ThreeHumpCamel(), (1.747552, -0.873776), 0.2986384),
]


@pytest.mark.parametrize(("landscape", "point", "height"), PUBLISHED)
def test_heights_are_the_published_ones(
    landscape: AnyLandscape, point: tuple[float, ...], height: float
):
    assert landscape.value(*point) == pytest.approx(height, rel=1e-6)


@given(st.floats(-2, 2), st.floats(-2, 2))
def test_goldstein_price_is_what_it_is_when_written_out(x: float, y: float):
    first = 19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2
    second = 18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2
    height = (1 + (x + y + 1) ** 2 * first) * (30 + (2 * x - 3 * y) ** 2 * second)
    assert GoldsteinPrice().value(x, y) == pytest.approx(height, rel=1e-9)


@given(st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
def test_the_monkey_saddle_is_the_same_after_a_third_of_a_turn(x: float, y: float):
    turned = complex(x, y) * np.exp(2j * np.pi / 3)
    saddle = MonkeySaddle()
    assert saddle.value(turned.real, turned.imag) == pytest.approx(saddle.value(x, y), abs=1e-12)


def test_the_plateau_is_flat_far_out():
    dx, dy = Plateau().gradient(4.0, 4.0)
    assert 0 < dx == dy < 1e-5


@given(st.floats(0, 1))
def test_the_lowest_valley_of_the_double_well_is_known_for_every_tilt(tilt: float):
    well = DoubleWell(tilt)
    lowest = min(well.value(x, 0.0) for x in np.linspace(-2, 2, 4001).tolist())
    for x, y in well.minima:
        assert well.gradient(x, y) == pytest.approx((0, 0), abs=1e-12)
        assert lowest - 1e-5 < well.value(x, y) <= lowest
    assert len(well.minima) == (1 if tilt else 2)
