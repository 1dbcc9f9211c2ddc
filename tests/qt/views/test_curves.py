import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optlab.qt.views.curves import dashed, horizon, known, linear_range, log_range, thin

FINITE = st.floats(-1e12, 1e12)
curves = st.integers(1, 700).flatmap(lambda size: arrays(np.float64, size, elements=FINITE))
most = st.integers(8, 200)


@given(curves, most)
def test_thinning_keeps_extremes_ends_and_order(y, most):
    x = np.arange(len(y), dtype=float)
    thin_x, thin_y = thin(x, y, most)
    assert len(thin_x) == len(thin_y) <= max(most, 0)
    assert thin_y.min() == y.min()
    assert thin_y.max() == y.max()
    assert (np.diff(thin_x) > 0).all()
    assert (thin_x[0], thin_x[-1]) == (x[0], x[-1])
    assert np.array_equal(thin_y, y[thin_x.astype(int)])


@given(st.integers(1, 12))
def test_a_growing_curve_keeps_the_points_it_has(seed):
    y = np.random.default_rng(seed).normal(size=3000)
    x = np.arange(3000.0)
    before, _ = thin(x[:2500], y[:2500], 200)
    after, _ = thin(x[:2600], y[:2600], 200)
    whole_bins = 2400
    assert set(before[before < whole_bins]) == set(after[after < whole_bins])


def test_a_curve_ends_before_its_first_missing_number():
    assert known(np.array([3.0, 2.0, np.inf, 1.0, np.nan])).tolist() == [3.0, 2.0]
    assert known(np.array([np.nan])).tolist() == []


@given(curves)
def test_ranges_are_numbers_whatever_the_curve(y):
    for low, high in (linear_range([y]), log_range([y])):
        assert math.isfinite(low)
        assert math.isfinite(high)
        assert low < high
    assert log_range([y])[0] > 0.0


def test_ranges_without_any_curve():
    assert linear_range([]) == (0.0, 1.0)
    low, high = log_range([np.empty(0)])
    assert 0.0 < low < high


def test_a_racer_that_blew_up_does_not_press_the_others_flat():
    calm, wild = np.array([0.7, 0.3, 0.03]), np.array([0.7, 40.0, 1e200])
    assert linear_range([calm, wild])[1] <= 3.0
    assert log_range([calm, wild])[1] <= 3.0


def test_the_range_holds_still_while_a_run_settles():
    y = 0.7 * np.exp(-0.01 * np.arange(500.0))
    ranges = {linear_range([y[:count]]) for count in range(50, 500)}
    assert len(ranges) == 1


def test_the_axis_shows_the_whole_run_once_a_fifth_is_known():
    assert horizon(100, 500) == 500
    assert horizon(0, 500) == 50
    assert 60 < horizon(60, 1_000_000) < 500
    assert horizon(0, 1) == 1


@given(
    st.lists(st.floats(0.0, 500.0), min_size=2, max_size=60, unique=True).map(sorted),
    st.sampled_from([(6.0, 2.0), (2.0, 2.0), (8.0, 2.0, 2.0, 2.0), (1.0, 2.0)]),
)
def test_dashes_add_points_on_the_curve_and_draw_their_share(xs, pattern):
    x = np.array(xs)
    y = np.sin(x)
    all_x, all_y, drawn = dashed(x, y, pattern)
    assert len(all_x) == len(all_y) == len(drawn)
    assert (np.diff(all_x) >= 0).all()
    assert all_y == pytest.approx(np.interp(all_x, x, y), abs=1e-9)
    assert set(x) <= set(all_x)
    pieces = np.diff(all_x)
    on, period = sum(pattern[::2]), sum(pattern)
    expected = on / period * (x[-1] - x[0])
    assert (pieces * drawn[:-1]).sum() == pytest.approx(expected, abs=2 * period)


def test_a_solid_line_stays_as_it_is():
    x = np.arange(5.0)
    assert dashed(x, x, ())[0] is x
