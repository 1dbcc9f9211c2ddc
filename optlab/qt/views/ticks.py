"""Round numbers along an axis, linear or logarithmic, and how they are written."""

from __future__ import annotations

import math

LADDER = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""Round mantissas, close enough that a range which ends on one wastes little room."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MINUS = "\N{MINUS SIGN}"


def rung_above(value: float) -> float:
    """The lowest number of the ladder at or above `value` (> 0)."""
    return min(rung for rung in _rungs(value) if rung >= value)


def rung_below(value: float) -> float:
    """The highest number of the ladder at or below `value` (> 0)."""
    return max(rung for rung in _rungs(value) if rung <= value)


def linear_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from `low` to `high`, 1, 2 or 5 apart: `about` so many, 2 at least."""
    ticks: list[float] = []
    for parts in range(max(about, 1), 6 * max(about, 1)):  # one number says nothing about a scale
        step = _step((high - low) / parts)
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        ticks = [step * place for place in range(first, last + 1)]
        if len(ticks) > 1:
            break
    return ticks


def log_ticks(low: float, high: float, most: int = 8) -> list[float]:
    """Round numbers from `low` to `high` (> 0) for a logarithmic axis, at most `most`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for mantissas in ((1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        ticks = [float(f"{m}e{power}") for power in range(first, last + 1) for m in mantissas]
        ticks = [tick for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
        if len(ticks) <= most:
            return ticks
    return ticks[:: math.ceil(len(ticks) / most)]


def tick_text(value: float, step: float = 0.0) -> str:
    """`value` as an axis says it: `0.02`, `1,500`, `10⁻⁶`; the `step` between ticks rounds."""
    size = abs(value)
    if size < 1e-9 * step or size == 0.0:
        return "0"
    sign = MINUS if value < 0 else ""
    if 1e-3 <= size < 1e6 or 1e-4 < step < 1e5:
        places = max(0, -math.floor(math.log10(step) + 1e-9)) if step else _places(size)
        return f"{sign}{size:,.{places}f}"
    power = math.floor(math.log10(size) + 1e-9)
    mantissa = f"{size / 10.0**power:.3g}"
    ten = f"10{str(power).translate(SUPERSCRIPTS)}"
    return f"{sign}{ten}" if mantissa == "1" else f"{sign}{mantissa}·{ten}"


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        rung * power for rung in (1.0, 2.0, 5.0, 10.0) if rung * power >= rough * (1 - 1e-9)
    )


def _places(size: float) -> int:
    """Decimals that write the ladder's number `size` in full."""
    return len(f"{size:.6g}".partition(".")[2])


def _rungs(value: float) -> list[float]:
    """The ladder around `value`, a decade to spare for what the logarithm rounds."""
    power = math.floor(math.log10(value))
    return [float(f"{rung}e{near}") for near in (power - 1, power, power + 1) for rung in LADDER]
