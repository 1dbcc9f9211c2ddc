import math

import pytest

from optlab.session.numbers import figure, trimmed


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (0.43123, "0.4312"),
        (0.43, "0.4300"),
        (0.0, "0"),
        (-1.5, "−1.500"),
        (0.99996, "1.000"),
        (123456.7, "123457"),
        (999999.9, "1.00e6"),
        (3.14159e11, "3.14e11"),
        (0.00012345, "0.0001234"),
        (1e-9, "1.00e−9"),
        (math.nan, "—"),
        (None, "—"),
        (math.inf, "overflow"),
        (-math.inf, "overflow"),
    ],
)
def test_a_loss_is_short_and_never_nan(x, text):
    assert figure(x) == text


@pytest.mark.parametrize(
    ("x", "written"),
    [(81.0, "81"), (0.4, "0.4"), (-64.0, "−64"), (1e-6, "1e−6"), (1500.0, "1500"), (0.0, "0")],
)
def test_zeros_that_say_nothing_are_left_out(x: float, written: str) -> None:
    assert trimmed(x) == written
    assert trimmed(math.nan) == figure(math.nan)
