"""Numbers as people read and type them, and the scale of a slider. No Qt here."""

import math
from dataclasses import dataclass

from optlab.engine.declare import Knob, Scale
from optlab.qt.text import tr

_SERIES = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""What one press of an arrow key walks through on a log scale, in every decade."""


def format_number(value: float) -> str:
    """Write with at most six significant digits and a short exponent: `0.03`, `1e-8`, `400`."""
    if value == int(value) and abs(value) < 1e7:
        return str(int(value))
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def parse_number(text: str, *, whole: bool = False) -> float | int:
    """Read a number; a decimal comma and a true minus are understood.

    Raises ValueError with one sentence for anything else.
    """
    tidy = text.strip().replace("−", "-").replace(",", ".")
    try:
        value = float(tidy)
    except ValueError:
        raise ValueError(tr("“{text}” is not a number.", text=text.strip())) from None
    if not math.isfinite(value):
        raise ValueError(tr("“{text}” is not a finite number.", text=text.strip()))
    if not whole:
        return value
    if value != int(value):
        raise ValueError(tr("{text} is not a whole number.", text=text.strip()))
    return int(value)


@dataclass(frozen=True)
class Ruler:
    """Places values on a slider: position 0 to 1 for value low to high, linear or logarithmic.

    A log ruler that starts at 0 keeps its first place for 0 and begins five decades below its end.
    """

    low: float
    high: float
    scale: Scale = "linear"
    whole: bool = False

    def position(self, value: float) -> float:
        """Return where `value` sits, clamped to 0..1."""
        if self.scale == "linear":
            place = (value - self.low) / (self.high - self.low)
        elif value <= 0:
            place = 0.0
        else:
            place = math.log(value / self._floor) / math.log(self.high / self._floor)
        return min(max(place, 0.0), 1.0)

    def value(self, position: float) -> float:
        """Return the value at `position`, rounded to what a hand can mean by it."""
        if self.scale == "linear":
            value = self.low + position * (self.high - self.low)
            grain = 1.0 if self.whole else _nice((self.high - self.low) / 200)
            value = round(value / grain) * grain
        elif position <= 0:
            value = self.low
        else:
            value = self._floor * (self.high / self._floor) ** position
        value = float(f"{value:.2g}") if self.scale == "log" else float(f"{value:.10g}")
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else value

    def stepped(self, value: float, steps: int, *, large: bool = False) -> float:
        """Return `value` after `steps` presses of an arrow key (or, `large`, of a page key)."""
        for _ in range(abs(steps)):
            value = self._next(value, 1 if steps > 0 else -1, large=large)
        return value

    @property
    def _floor(self) -> float:
        return self.low if self.low > 0 else self.high * 1e-5

    def _next(self, value: float, way: int, *, large: bool) -> float:
        if self.scale == "log" and value > 0:
            return self._next_log(value, way, large=large)
        if self.scale == "log":
            return (1 if self.whole else self._floor) if way > 0 else value
        grain = _nice((self.high - self.low) / (10 if large else 100))
        grain = max(1.0, round(grain)) if self.whole else grain
        value = float(f"{value + way * grain:.10g}")
        return round(value) if self.whole else value

    def _next_log(self, value: float, way: int, *, large: bool) -> float:
        if way < 0 and value <= self._floor and self.low <= 0:
            return self.low
        if large:
            moved = float(f"{value * 10**way:.10g}")
        else:
            decade = 10.0 ** math.floor(math.log10(value) + 1e-12)
            series = [float(f"{decade * s * k:.10g}") for k in (0.1, 1, 10) for s in _SERIES]
            nearby = [s for s in series if (s > value if way > 0 else s < value)]
            moved = min(nearby) if way > 0 else max(nearby)
        if not self.whole:
            return moved
        return (
            max(round(moved), round(value) + 1) if way > 0 else min(round(moved), round(value) - 1)
        )


def ruler_of(knob: Knob) -> Ruler | None:
    """Return the ruler of a knob: its slider range, else its limits; None without either."""
    low, high = knob.slider or (knob.low, knob.high)
    if low is None or high is None:
        return None
    return Ruler(float(low), float(high), knob.scale, knob.type == "integer")


def _nice(width: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten that is at most `width`."""
    decade = 10.0 ** math.floor(math.log10(width))
    return max(s * decade for s in (1, 2, 5) if s * decade <= width * 1.0001)
