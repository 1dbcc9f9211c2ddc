"""The one place that writes losses, shares, amounts and durations for people to read."""

from __future__ import annotations

import math

NONE = "—"
NEVER = "never"
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


def trimmed(x: float | None) -> str:
    """The same without zeros that say nothing: 81 cups, not 81.00; a limit of 0.4, not 0.4000."""
    number, power, exponent = figure(x).partition("e")
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return number + power + exponent


def percent(share: float) -> str:
    """`91.5 %`, or a dash for no number."""
    return f"{100.0 * share:.1f} %" if math.isfinite(share) else figure(share)


def amount(count: float) -> str:
    """How many, in words where it is large: `5,000`, `1.2 million`, `3 billion`."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if count >= size:
            return f"{count / size:.3g} {word}"
    return f"{count:,.0f}"


def duration(seconds: float) -> str:
    """How long, in the unit that suits: `105 µs`, `2.4 s`, `3.5 min`, `7.2 h`, `41 days`."""
    if seconds == 0.0:
        return "0 s"
    for size, unit in ((86_400.0, "days"), (3_600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{_three(seconds / size)} {unit}"
    return f"{_three(seconds / 1e-6)} µs"


def _three(value: float) -> str:
    """Three digits or more, never a power of ten."""
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.3g}"


def _written(x: float) -> str:
    exponent = int(f"{x:.3e}".partition("e")[2])  # of the rounded number: 0.99996 reads 1.000
    if -4 <= exponent <= 5:
        return f"{x:.{max(0, 3 - exponent)}f}"
    mantissa, _, power = f"{x:.2e}".partition("e")
    return f"{mantissa}e{int(power)}"
