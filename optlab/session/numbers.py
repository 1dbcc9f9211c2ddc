"""The one place that writes losses and shares for people to read."""

from __future__ import annotations

import math

NONE = "—"
OVERFLOW = "overflow"
MINUS = "−"


def figure(x: float | None) -> str:
    """`x` with four significant digits; `—` for no number, `overflow` for one grown too large.

    The minus is the sign of mathematics, as wide as a digit in figures of equal width.
    """
    if x is None or math.isnan(x):
        return NONE
    if math.isinf(x):
        return OVERFLOW
    if x == 0:
        return "0"
    return _written(x).replace("-", MINUS)


def percent(share: float) -> str:
    """`91.5 %`, or a dash for no number."""
    return f"{100.0 * share:.1f} %" if math.isfinite(share) else figure(share)


def _written(x: float) -> str:
    exponent = int(f"{x:.3e}".partition("e")[2])  # of the rounded number: 0.99996 reads 1.000
    if -4 <= exponent <= 5:
        return f"{x:.{max(0, 3 - exponent)}f}"
    mantissa, _, power = f"{x:.2e}".partition("e")
    return f"{mantissa}e{int(power)}"
