import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.qt.views.ticks import linear_ticks, log_ticks, rung_above, rung_below, tick_text

positive = st.floats(1e-250, 1e250)


@given(positive)
def test_rungs_enclose_a_number_closely(value):
    assert rung_below(value) <= value <= rung_above(value)
    assert rung_above(value) <= 1.34 * value
    assert rung_below(value) >= value / 1.34


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 9))
def test_linear_ticks_lie_in_the_range_and_are_few_but_never_alone(low, width, about):
    ticks = linear_ticks(low, low + width, about)
    assert all(low - 1e-6 * width <= tick <= low + (1 + 1e-6) * width for tick in ticks)
    assert 2 <= len(ticks) <= max(about + 1, 4)


@given(st.floats(1e-12, 1e6), st.floats(1.5, 1e12), st.integers(4, 9))
def test_log_ticks_lie_in_the_range_and_are_few(low, factor, most):
    ticks = log_ticks(low, factor * low, most)
    assert len(ticks) <= most
    assert all(low * 0.999 <= tick <= low * factor * 1.001 for tick in ticks)
    assert ticks == sorted(ticks)


@given(st.floats(1.0, 1e4), st.floats(1.0, 1e4))
def test_neighbouring_ticks_read_differently(low, width):
    ticks = linear_ticks(low, low + width)
    texts = [tick_text(tick, ticks[1] - ticks[0]) for tick in ticks]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (0.02, 0.0, "0.02"),
        (1500, 500, "1,500"),
        (1e-6, 0.0, "10⁻⁶"),
        (2e-5, 2e-5, "2·10⁻⁵"),
        (1.0, 0.5, "1.0"),
        (-0.5, 0.5, "−0.5"),
        (0.0, 0.5, "0"),
        (1e-17, 0.1, "0"),
    ],
)
def test_numbers_are_written_for_people(value, step, text):
    assert tick_text(value, step) == text
