"""A day of lab work: a million steps of a two-parameter model, whose memory must stay flat."""

from collections.abc import Iterator

from tests.bench.children import Failed, ask, missing
from tests.bench.measure import Row, at_most

FLAT = 20.0
"""MB that still count as flat: the tables' last doubling; 22 bytes kept a step would be more."""


def rows() -> Iterator[Row]:
    """Growth after the first tenth, and the most there ever was."""
    try:
        answer = ask("tests.bench.day")
    except Failed as failure:
        yield missing("memory over 1,000,000 steps", failure, "400 MB")
        return
    growth = answer["end"] - answer["tenth"]
    yield at_most("memory over 1,000,000 steps, in all", answer["most"], 400.0, "MB")
    yield at_most("  growth after the first tenth", growth, FLAT, "MB")
