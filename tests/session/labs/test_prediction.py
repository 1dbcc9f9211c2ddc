"""Gaps and causes of predictions, on shapes whose answer is known beforehand."""

from typing import cast

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from optlab.engine.landscapes import LANDSCAPES, AnyLandscape
from optlab.engine.rolled import LandscapeObjective
from optlab.session.labs.prediction import curve_cause, curve_gap, point_cause, point_gap
from optlab.session.labs.prediction.curve import rough

STEPS = np.arange(501.0)


def falling(rate: float, floor: float = 0.0) -> np.ndarray:
    """From 1 down to the floor, exponentially."""
    return floor + (1.0 - floor) * np.exp(-STEPS / rate)


def by_hand(losses: np.ndarray) -> np.ndarray:
    """A curve as it comes from the plot: some points of it."""
    return np.column_stack([STEPS[::4], losses[::4]])


# The gap ---------------------------------------------------------------------------------------


def test_the_gap_to_itself_is_nothing_and_to_a_shifted_curve_the_shift():
    true = 3.0 - STEPS / 250.0  # from 3 to 1: covers 2
    assert curve_gap(by_hand(true), STEPS, true).share == pytest.approx(0.0, abs=1e-12)
    gap = curve_gap(by_hand(true + 0.5), STEPS, true)
    assert gap.share == pytest.approx(0.25)
    assert gap.off == pytest.approx(0.5)
    assert gap.largest == pytest.approx(0.25)


def test_on_the_logarithm_a_factor_is_a_distance():
    true = 10.0 ** (-STEPS / 125.0)  # four decades
    gap = curve_gap(by_hand(10.0 * true), STEPS, true, log=True)
    assert gap.share == pytest.approx(0.25, rel=1e-4)
    assert gap.off == pytest.approx(10.0, rel=1e-3)


def test_the_largest_gap_is_told_with_its_place():
    true = np.ones(501)
    drawn = by_hand(np.where(STEPS == 200.0, 1.8, 1.0))
    gap = curve_gap(drawn, STEPS, true)
    assert gap.at == pytest.approx(200.0, abs=0.5)
    assert gap.drawn == pytest.approx(1.8, abs=0.1)
    assert gap.true == 1.0
    assert "step 200" in str(gap.says)


def test_only_the_range_that_was_drawn_counts():
    true = np.where(STEPS < 100, 1.0, 50.0)
    assert curve_gap([[0.0, 1.0], [99.0, 1.0]], STEPS, true).share == pytest.approx(0.0)


def test_a_racer_that_ends_early_stays_where_it_was():
    gap = curve_gap([[0.0, 1.0], [100.0, 0.5], [500.0, 0.5]], [0.0, 100.0], [1.0, 0.5])
    assert gap.share == pytest.approx(0.0)


def test_a_curve_that_explodes_counts_as_leaving_the_plot():
    true = np.exp(STEPS)
    foreseen = curve_gap([[0.0, 1.0], [1.0, 2.0], [500.0, 2.0]], STEPS, true)
    missed = curve_gap([[0.0, 1.0], [500.0, 0.0]], STEPS, true)
    assert foreseen.share < 0.05
    assert missed.share > 1.0


@given(
    st.lists(st.floats(0.0, 1e6), min_size=2, max_size=40),
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60),
    st.booleans(),
)
@example(drawn=[0.0, 1.0], losses=[2.225073858507203e-309], log=False)
def test_any_two_curves_have_a_finite_gap_and_a_cause(drawn, losses, log):
    curve = [[3.0 * step, loss] for step, loss in enumerate(drawn)]
    steps = np.arange(len(losses))
    gap = curve_gap(curve, steps, losses, log=log)
    assert 0.0 <= gap.share <= gap.largest * (1.0 + 1e-9) + 1e-12
    assert np.isfinite(gap.largest)
    assert str(gap.says)
    assert str(curve_cause(curve, steps, losses, log=log, samples=10)).endswith(".")


@given(st.floats(1e-3, 1e3), st.floats(0.1, 0.9))
def test_the_gap_does_not_depend_on_the_unit_of_the_loss(unit, shift):
    true = falling(80.0, 0.2)
    one = curve_gap(by_hand(true + shift), STEPS, true)
    other = curve_gap(by_hand(unit * (true + shift)), STEPS, unit * true)
    assert other.share == pytest.approx(one.share, rel=1e-6)


@pytest.mark.parametrize(
    ("drawn", "losses", "words"),
    [
        ([[0.0, 1.0]], [1.0, 2.0], "two points"),
        ([[0.0, 1.0], [0.0, 2.0]], [1.0, 2.0], "rise"),
        ([[0.0, 1.0], [1.0, np.nan]], [1.0, 2.0], "two points"),
        ([[0.0, 1.0], [1.0, 2.0]], [np.nan, np.nan], "no loss"),
    ],
)
def test_what_is_no_curve_is_refused(drawn, losses, words):
    with pytest.raises(ValueError, match=words):
        curve_gap(drawn, [0.0, 1.0], losses)


def test_losses_by_hand_have_two_digits():
    assert [rough(x) for x in (0.31234, 0.0, 1234.0, -2.04, 1.23e-9)] == [
        "0.31",
        "0",
        "1,200",
        "−2",
        "1.23e−9",
    ]


# The cause of a curve --------------------------------------------------------------------------


@given(st.floats(5.0, 40.0), st.floats(0.0, 0.5))
def test_faster_at_the_beginning(rate, floor):
    drawn = floor + (1.0 - floor) * (1.0 - STEPS / 500.0)
    said = curve_cause(by_hand(drawn), STEPS, falling(rate, floor))
    assert str(said).startswith("It fell much faster at the beginning than you drew")


@given(st.floats(5.0, 40.0), st.floats(0.0, 0.5))
def test_slower_than_drawn(rate, floor):
    true = floor + (1.0 - floor) * (1.0 - STEPS / 500.0)
    assert "longer" in str(curve_cause(by_hand(falling(rate, floor)), STEPS, true))


@given(st.floats(0.25, 0.7), st.floats(20.0, 80.0))
def test_it_stayed_higher(floor, rate):
    said = str(curve_cause(by_hand(falling(rate)), STEPS, falling(rate, floor)))
    assert said.startswith("You drew it falling to 0")
    assert "it stayed at" in said


@given(st.floats(0.25, 0.7), st.floats(20.0, 80.0))
def test_it_fell_further(floor, rate):
    said = str(curve_cause(by_hand(falling(rate, floor)), STEPS, falling(rate)))
    assert said.startswith("It fell further than you drew")


@given(st.integers(0, 2**31 - 1), st.integers(2, 50))
def test_swings_are_put_down_to_the_batch(seed, samples):
    noise = np.random.default_rng(seed).uniform(-0.2, 0.2, len(STEPS))
    true = falling(80.0, 0.3) + noise
    said = str(curve_cause(by_hand(falling(80.0, 0.3)), STEPS, true, samples=samples))
    assert "it swings" in said
    assert f"only {samples} samples" in said


def test_without_batches_swings_have_no_cause_made_up_for_them():
    true = falling(150.0) * np.cos(STEPS / 15.0) ** 2 + 0.2
    said = str(curve_cause(by_hand(falling(150.0) * 0.5 + 0.2), STEPS, true))
    assert "swings up and down" in said
    assert "sample" not in said


@pytest.mark.parametrize(
    ("drawn", "true", "words"),
    [
        (falling(80.0), falling(80.0), "You foresaw it"),
        (falling(80.0), 1.0 + STEPS / 250.0, "You drew it falling; it rose from 1.000 to"),
        (1.0 + STEPS / 500.0, falling(80.0), "You drew it rising; it fell from 1.000 to"),
        (falling(80.0), np.full(501, 0.7), "It hardly moved"),
        (np.full(501, 0.9), falling(80.0), "You drew hardly any change; it fell"),
        (falling(80.0), falling(80.0) + np.exp(-(((STEPS - 60.0) / 40.0) ** 2)), "It rose first"),
        (
            falling(80.0),
            falling(80.0) + np.maximum(STEPS - 300.0, 0.0) / 300.0,
            "It rose again: at step",
        ),
    ],
)
def test_shapes_are_told(drawn, true, words):
    assert str(curve_cause(by_hand(drawn), STEPS, true)).startswith(words)


def test_divergence_comes_before_everything_else():
    true = np.exp(STEPS / 10.0)
    fell = str(curve_cause(by_hand(falling(80.0)), STEPS, true, diverged=True))
    assert fell.startswith("It diverged: the loss grew from 1.000 to 5.18e21")
    rose = str(curve_cause(by_hand(1.0 + STEPS / 500.0), STEPS, true, diverged=True))
    assert "you saw it coming" in rose


# The point -------------------------------------------------------------------------------------

BOX = ((-4.0, 4.0), (-2.0, 2.0))


def test_the_gap_of_a_point_is_a_share_of_the_picture():
    assert point_gap((4.0, 2.0), (-4.0, -2.0), (0.0, 0.0), BOX).share == pytest.approx(1.0)
    gap = point_gap((0.8, 0.0), (0.0, 0.0), (1.0, 1.0), BOX)
    assert gap.share == pytest.approx(0.1 / np.sqrt(2.0))
    assert gap.distance == pytest.approx(0.8)


def test_without_a_picture_it_is_a_share_of_the_way():
    assert point_gap((0.0, 3.0), (0.0, 2.0), (0.0, 0.0)).share == pytest.approx(0.5)
    assert point_gap((0.0,) * 5, (0.0,) * 5, (1.0,) * 5).share == 0.0


def test_a_mark_of_another_size_is_refused():
    with pytest.raises(ValueError, match="2 parameters"):
        point_gap((1.0,), (0.0, 0.0), (0.0, 0.0))


@pytest.mark.parametrize(
    ("marked", "end", "words"),
    [
        ((2.0, 0.0), (2.05, 0.0), "You foresaw it"),
        ((2.0, 0.0), (1.0, 0.0), "It ended half of the way"),
        ((2.0, 0.0), (0.6, 0.0), "It ended before your mark, at 30 % of the way"),
        ((2.0, 0.0), (3.5, 0.1), "It ended further than you thought"),
        ((2.0, 0.0), (-1.5, 0.0), "It ended on the other side"),
        ((2.0, 0.0), (0.05, 0.01), "It ended almost where it started"),
        ((2.0, 0.0), (1.5, 1.5), "It ended to the side"),
        ((0.0, 0.0), (2.0, 1.0), "You thought it would end"),
    ],
)
def test_ways_are_told(marked, end, words):
    assert str(point_cause(marked, end, (0.0, 0.0), BOX)).startswith(words)


def test_a_racer_that_diverged_is_told_so():
    assert "diverged" in str(point_cause((1.0, 0.0), (np.inf, np.nan), (0.0, 0.0), BOX))
    assert "diverged" in str(point_cause((1.0, 0.0), (9.0, 0.0), (0.0, 0.0), BOX, diverged=True))


@pytest.mark.parametrize(
    ("kind", "marked", "end", "parted"),
    [
        ("himmelblau", (3.0, 2.0), (-3.78, -3.28), True),
        ("himmelblau", (3.0, 2.0), (2.0, 2.4), False),
        ("rastrigin", (0.0, 0.0), (1.0, 0.0), True),
        ("styblinski-tang", (-2.9, -2.9), (2.75, -2.9), True),
        ("rosenbrock", (-1.2, 1.44), (0.9, 0.81), False),  # one valley, though it is bent
        ("ravine", (8.0, 0.0), (0.0, 0.0), False),
    ],
)
def test_another_valley_is_one_behind_a_ridge(kind, marked, end, parted):
    ground = LandscapeObjective(cast("AnyLandscape", LANDSCAPES[kind]()))
    said = str(point_cause(marked, end, (0.5, 0.5), ground.box, ground.value))
    assert said.startswith("It ended in another valley") is parted


def test_valleys_of_one_parameter():
    def wells(theta: np.ndarray) -> np.ndarray:
        return (theta[..., 0] ** 2 - 1.0) ** 2

    box = ((-2.0, 2.0),)
    assert "another valley" in str(point_cause((1.0,), (-1.0,), (0.1,), box, wells))
    assert "another valley" not in str(point_cause((1.0,), (0.7,), (0.1,), box, wells))
