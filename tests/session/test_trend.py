import numpy as np
import pytest

from optlab.session.trend import Course, by_chance, course

T = np.arange(100.0)
NOISE = np.random.default_rng(1).normal(size=100)


@pytest.mark.parametrize(
    ("losses", "window", "expected"),
    [
        (np.exp(-T / 5), slice(0, 11), Course.dropping),
        (np.exp(-T / 50), slice(80, None), Course.falling),
        (0.7 + 1e-5 * NOISE, slice(80, None), Course.flat),
        (1.0 + np.exp(-T / 5), slice(80, None), Course.flat),
        (1e-3 * np.exp(-T / 10), slice(80, None), Course.falling),
        (np.zeros(100), slice(80, None), Course.flat),
        (1.0 + (-1.0) ** T, slice(80, None), Course.swinging),
        (np.exp(-T / 30) * (1 + 0.02 * NOISE), slice(80, None), Course.falling),
        (np.exp(-T / 3) + 0.1 + 0.01 * NOISE, slice(80, None), Course.swinging),
        (np.exp(T / 30), slice(80, None), Course.rising),
        (-np.exp(T / 10), slice(80, None), Course.dropping),
        (np.append(T, np.inf), slice(80, None), Course.rising),
        (np.append(np.inf, np.exp(-T / 50)), slice(80, None), Course.falling),
        (np.array([0.72, 0.69]), slice(0, None), Course.falling),
        (np.array([np.inf, 3.0]), slice(0, None), Course.flat),
    ],
)
def test_the_end_of_a_curve_has_a_course(losses, window, expected):
    assert course(losses, losses[window]) is expected


@pytest.mark.parametrize(
    ("curve", "chance"),
    [
        (np.cumsum(NOISE), True),
        (0.5 * T + NOISE, False),
        (np.exp(T / 30), False),
        (2.0**T, False),
        (np.array([1.0, 3.0, 2.0]), False),
    ],
)
def test_chance_is_told_from_a_cause(curve, chance):
    assert by_chance(curve) is chance
