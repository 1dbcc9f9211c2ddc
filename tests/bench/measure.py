"""Measuring: interleaved rounds, medians, ratios within a round, and rows of one table.

Other programs come and go on a shared computer. So the things to compare take turns, each ratio is
made of two times of the same round, and the median over the rounds is reported.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 7


@dataclass(frozen=True)
class Row:
    """One line of the table; `holds` is None where there is no budget or no figure."""

    what: str
    figure: str
    budget: str = ""
    holds: bool | None = None

    @property
    def verdict(self) -> str:
        """`ok`, `over`, or nothing where there is no budget or no figure."""
        return {True: "ok", False: "over", None: ""}[self.holds]


def seconds(work: Callable[[], object]) -> float:
    """The time that `work` takes once."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def rounds(
    works: Mapping[str, Callable[[], object]], count: int = ROUNDS
) -> dict[str, list[float]]:
    """Seconds of every work, once a round, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(count + 1):
        for name, work in works.items():
            took = seconds(work)
            if number:
                times[name].append(took)
    return times


def ratio(slow: Sequence[float], fast: Sequence[float]) -> float:
    """How many times as long `slow` takes: the median over the rounds."""
    return median(a / b for a, b in zip(slow, fast, strict=True))


def at_most(what: str, figure: float, budget: float, unit: str, note: str = "") -> Row:
    """A row that holds when its figure stays within the budget."""
    return Row(what, f"{figure:.3g} {unit}{note}", f"{budget:g} {unit}", figure <= budget)


def at_least(what: str, figure: float, budget: float, unit: str, note: str = "") -> Row:
    """A row that holds when its figure reaches the budget."""
    return Row(what, f"{figure:.3g}{unit}{note}", f"{budget:g}{unit}", figure >= budget)


def table(rows: Sequence[Row]) -> str:
    """The rows in columns."""
    cells = [("what", "figure", "budget", "")]
    cells += [(row.what, row.figure, row.budget, row.verdict) for row in rows]
    wide = [max(len(line[column]) for line in cells) for column in range(3)]
    return "\n".join(
        "  ".join([*(line[c].ljust(wide[c]) for c in range(3)), line[3]]).rstrip() for line in cells
    )
