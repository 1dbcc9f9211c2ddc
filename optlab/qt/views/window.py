"""Which part of a drawing is seen: a value, moved and zoomed by copies."""

from __future__ import annotations

from dataclasses import dataclass

NARROWEST = 1.0 / 64.0
"""Of the whole: the least that is shown."""


@dataclass(frozen=True)
class Window:
    """From `left` and `low`, as shares of the whole, `size` of it both ways; always inside."""

    left: float = 0.0
    low: float = 0.0
    size: float = 1.0

    def zoomed(self, factor: float, x: float, y: float) -> Window:
        """Nearer by `factor`; the share (x, y) of what is seen stays where it is."""
        size = min(max(self.size / factor, NARROWEST), 1.0)
        gain = self.size - size
        return _inside(self.left + gain * x, self.low + gain * y, size)

    def moved(self, x: float, y: float) -> Window:
        """With the picture pulled by so many of its sizes to the right and up."""
        return _inside(self.left - x * self.size, self.low - y * self.size, self.size)

    def part(self, low: float, high: float, *, upright: bool) -> tuple[float, float]:
        """What is seen of an axis from `low` to `high`."""
        begin = self.low if upright else self.left
        return low + begin * (high - low), low + (begin + self.size) * (high - low)


def _inside(left: float, low: float, size: float) -> Window:
    return Window(min(max(left, 0.0), 1.0 - size), min(max(low, 0.0), 1.0 - size), size)
