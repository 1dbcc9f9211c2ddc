"""Numbers for narrow places."""

import pytest

from optlab.qt.views.network.nodes import short_norm
from optlab.qt.views.network.words import apart, short


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (0.0, "0"),
        (0.001, "0"),
        (-0.004, "0"),
        (-0.126, "−0.13"),
        (12.345, "12.35"),
        (123.4, "123"),
        (-54321.0, "−54321"),
        (float("nan"), "—"),
        (float("inf"), "overflow"),
    ],
)
def test_short_numbers(number: float, wanted: str):
    assert short(number) == wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (1.5, -0.25, ("1.50", "−0.25")),
        (0.7412, 0.7398, ("0.741", "0.740")),
        (0.74, 0.74, ("0.7400", "0.7400")),
        (1234.0, 0.5, ("1234", "0.5000")),
    ],
)
def test_two_numbers_are_told_apart(one: float, other: float, wanted: tuple[str, str]):
    assert apart(one, other) == wanted


@pytest.mark.parametrize(
    ("norm", "wanted"),
    [(0.0, "0"), (0.0342, "0.034"), (1.26e-6, "1.3e−6"), (2345.6, "2346"), (float("nan"), "—")],
)
def test_lengths_of_gradients(norm: float, wanted: str):
    assert short_norm(norm) == wanted
