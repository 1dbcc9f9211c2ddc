"""Which reports may be copies of each other, and why that is thought.

Nothing here proves anything; each sentence says what was seen, so that a teacher can look and ask.
What is alike by nature is left out: right answers, choices, short texts, round numbers.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from optlab.session.labs.grading.row import Cell, Row
from optlab.session.labs.lab import Lab
from optlab.session.labs.prompts import DrawnCurve, FreeText, Number
from optlab.session.labs.report import Report
from optlab.session.labs.variants import normalised

SHORTEST_TEXT = 40
"""Letters and spaces of a text that two people hardly write alike."""

SHINGLE = 4
ALIKE = 0.7
"""Share of runs of four words that two texts have in common when one was made of the other."""

MOST_NAMED = 3
FEWEST_WRONG = 3
FEWEST_POINTS = 8
PAUSES = 4
"""Pauses in a row that are the same to the millisecond."""

SHORTEST_PAUSE = 20
"""Milliseconds; shorter ones are the program's, not a person's."""

Handed = tuple[Row, Report]


class Comparison:
    """Reports beside each other, and what each has in common with others.

    Related are reports of one notebook or one id: what they have in common needs no more words.
    """

    def __init__(self, handed: Sequence[Handed]) -> None:
        self.handed = handed
        self._related: set[tuple[int, int]] = set()
        self._alike: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))

    def suspect(self, places: Iterable[int], told: str) -> None:
        """Say of each pair of these reports what they have in common."""
        for one, other in combinations(sorted(places), 2):
            if (one, other) not in self._related:
                self._alike[one][f"Copy? {told}"].append(other)
                self._alike[other][f"Copy? {told}"].append(one)

    def relate(self, one: int, other: int, how: Callable[[Handed, Handed], str]) -> None:
        """Note that two reports belong together, and say how to each."""
        if (one, other) not in self._related:
            self._related.add((one, other))
            for here, there in ((one, other), (other, one)):
                self._alike[here][how(self.handed[here], self.handed[there])].append(there)

    def found(self, place: int) -> list[str]:
        """A sentence for everything that a report has in common with others."""
        return [f"{told} {self._named(others)}." for told, others in self._alike[place].items()]

    def _named(self, places: Sequence[int]) -> str:
        """`Anna (a.optreport), Bob (b.optreport) and 7 others`."""
        rows = [self.handed[place][0] for place in places[:MOST_NAMED]]
        names = [f"{row.student or 'nobody'} ({row.file})" for row in rows]
        more = len(places) - len(names)
        if more:
            return f"{', '.join(names)} and {more} {'other' if more == 1 else 'others'}"
        return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]

    def cells(self, key: str) -> Iterator[tuple[int, Cell]]:
        """The answers to one prompt."""
        for place, (row, _) in enumerate(self.handed):
            if row.cells[key].given:
                yield place, row.cells[key]


def suspicions(lab: Lab, handed: Sequence[Handed]) -> dict[int, list[str]]:
    """For each report, by its place, the sentences that name what it has in common with others."""
    comparison = Comparison(handed)
    _same_notebook(comparison)
    _same_pace(comparison)
    prompts = [prompt for step in lab.steps for prompt in step.prompts]
    for prompt in prompts:
        if isinstance(prompt, FreeText):
            _same_text(prompt.key, comparison)
        elif isinstance(prompt, DrawnCurve):
            _same_curve(prompt.key, comparison)
    _same_mistakes({each.key for each in prompts if isinstance(each, Number)}, comparison)
    return {place: comparison.found(place) for place in range(len(handed))}


def _same_notebook(comparison: Comparison) -> None:
    """Reports that begin with the same entry: one notebook, handed in twice. And one id twice."""
    begun: dict[str, list[int]] = defaultdict(list)
    called: dict[str, list[int]] = defaultdict(list)
    for place, (row, report) in enumerate(comparison.handed):
        begun[report.lines[0].hash].append(place)
        called[normalised(row.student)].append(place)
    for places in begun.values():
        for one, other in combinations(places, 2):
            comparison.relate(one, other, _kinship)
    for places in called.values():
        for one, other in combinations(places, 2):
            comparison.relate(one, other, _namesake)


def _namesake(_here: Handed, _there: Handed) -> str:
    return "The same id stands on the report of"


def _kinship(here: Handed, there: Handed) -> str:
    ours = [line.hash for line in here[1].lines]
    theirs = [line.hash for line in there[1].lines]
    if normalised(here[0].student) != normalised(there[0].student):
        return "Copy? It is the notebook of"
    if ours == theirs:
        return "The same report as"
    if ours == theirs[: len(ours)]:
        return "Handed in once more, further on, as"
    return "Goes on from" if theirs == ours[: len(theirs)] else "The same notebook as"


def _same_pace(comparison: Comparison) -> None:
    """Entries that follow each other at the same times: a notebook that was written anew."""
    where: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for place, (_, report) in enumerate(comparison.handed):
        for pauses in _pauses(report):
            where[pauses].add(place)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for places in where.values():
        for pair in combinations(sorted(places), 2):
            shared[pair] += 1
    for pair, count in shared.items():
        told = f"{count + PAUSES - 1} pauses between entries are the same to the millisecond as in"
        comparison.suspect(pair, f"{told} the report of")


def _pauses(report: Report) -> Iterator[tuple[int, ...]]:
    """So many pauses in a row, in milliseconds, from every entry on."""
    times = (round(line.entry.at * 1000) for line in report.lines)
    pauses = [later - sooner for sooner, later in pairwise(times)]
    long = [each for each in pauses if each >= SHORTEST_PAUSE]
    yield from zip(*(long[start:] for start in range(PAUSES)), strict=False)


def _same_text(key: str, comparison: Comparison) -> None:
    texts = [(place, _bare(str(cell.value))) for place, cell in comparison.cells(key)]
    long = [(place, text, _shingles(text)) for place, text in texts if len(text) >= SHORTEST_TEXT]
    for (one, text, ours), (other, same, theirs) in combinations(long, 2):
        if text == same:
            comparison.suspect((one, other), f'The text "{key}" is word for word that of')
        elif ours and len(ours & theirs) >= ALIKE * len(ours | theirs):
            comparison.suspect((one, other), f'The text "{key}" is nearly that of')


def _same_curve(key: str, comparison: Comparison) -> None:
    where: dict[str, list[int]] = defaultdict(list)
    for place, cell in comparison.cells(key):
        points: list[Any] = cell.value or []
        if len(points) >= FEWEST_POINTS:
            where[repr(points)].append(place)
    for places in where.values():
        comparison.suspect(places, f'The curve "{key}" is point for point that of')


def _same_mistakes(keys: set[str], comparison: Comparison) -> None:
    wrong = [
        {
            (key, row.cells[key].value)
            for key in keys
            if row.cells[key].right is False and _is_odd(row.cells[key].value)
        }
        for row, _ in comparison.handed
    ]
    for one, other in combinations(range(len(wrong)), 2):
        shared = len(wrong[one] & wrong[other])
        if shared >= FEWEST_WRONG:
            comparison.suspect((one, other), f"{shared} wrong numbers are the same as those of")


def _is_odd(value: Any) -> bool:
    """Whether a number has three digits or more that count: 0.613, but not 0.5 or 80."""
    if not isinstance(value, int | float):
        return False
    digits = f"{value:.6g}".partition("e")[0].replace(".", "").replace("-", "").strip("0")
    return len(digits) >= 3


def _bare(text: str) -> str:
    """A text without capitals, punctuation and doubled spaces."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = text.split()
    return frozenset(zip(*(words[start:] for start in range(SHINGLE)), strict=False))
