"""The lines of a formula with the numbers of one step in the place of their symbols."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from optlab.engine.arrays import Array
from optlab.engine.explain.evaluation import Scope, evaluate
from optlab.engine.explain.tree import Ask, Group, Inner, Node, Statement, Symbol, nodes
from optlab.engine.explain.writing import written

COARSE, FINE = 6, 12
"""Digits of a setting; and of a loss, where the difference of two is told from their last ones."""

Figure = Callable[[float], str]
"""Writes a number for people, with the sign − before a negative one."""


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """One line of a formula: its text, what its left side means, and the value () or (D,).

    `kept` tells what the step leaves behind (←) from what it only calls by a name (=).
    """

    text: str
    symbol: str
    meaning: str
    value: Array
    kept: bool
    statement: Statement = field(repr=False)
    _scope: Scope = field(repr=False)

    def figures(self, parameter: int, figure: Figure) -> Callable[[Node], str | None]:
        """Return what writes the number of a node for one parameter; None where its parts are.

        `figure` writes what is a number of this step. Settings are written as they were chosen.
        """

        def number(node: Node) -> str | None:
            if not isinstance(node, Symbol | Ask | Inner) and not _is_length(node):
                return None
            one = _one(evaluate(node, self._scope), parameter)
            if not math.isfinite(one):
                return figure(one)
            if isinstance(node, Symbol) and not self._scope.symbols[node.name].ndim:
                return plain(one, COARSE)
            is_loss = isinstance(node, Ask) and node.asked == "L"
            return plain(one, FINE) if is_loss else figure(one)

        return number

    def result(self, parameter: int, figure: Figure) -> str:
        """Write the value for one parameter."""
        one = _one(self.value, parameter)
        return figure(one) if self.value.ndim else plain(one, COARSE)

    def substituted(self, parameter: int, figure: Figure) -> str:
        """Write the line for one parameter with numbers: `V ← 0.9 · 0.12 + 0.03 · (−2.1) = 0.045`.

        `figure` writes what is a number of this step, as in `figures`.
        """
        right = written(self.statement.value, self.figures(parameter, figure))
        result = self.result(parameter, figure)
        told = f"{self.statement.shown} {self.statement.arrow} {right}"
        return told if right == result else f"{told} = {result}"

    def corrections(self) -> tuple[tuple[str, float], ...]:
        """Text and value of each bracket that grows with the number of steps: `1 − βᵗ`."""
        found = {
            written(node.inner): float(evaluate(node.inner, self._scope))
            for node in nodes(self.statement)
            if isinstance(node, Group)
            and {each.name for each in nodes(node) if isinstance(each, Symbol)} >= {"t"}
            and not evaluate(node.inner, self._scope).ndim
        }
        return tuple(found.items())


def work_out(
    statements: Iterable[Statement], scope: Scope, meaning: Mapping[str, str]
) -> tuple[Line, ...]:
    """Work the lines out one after the other, each with what those before it gave."""
    lines: list[Line] = []
    for each in statements:
        value = evaluate(each.value, scope)
        text = f"{each.shown} {each.arrow} {written(each.value)}"
        kept = each.arrow == "←"
        lines.append(Line(text, each.symbol, meaning[each.symbol], value, kept, each, scope))
        scope = scope.having(each.symbol, value)
    return tuple(lines)


def plain(number: float, digits: int) -> str:
    """Write a finite number without zeros at its end: 0.9 is 0.9 and 5.0 is 5."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number)).replace("-", "−")
    mantissa, e, power = f"{number:.{digits}g}".replace("-", "−").partition("e")
    sign, size = ("−" if power.startswith("−") else ""), power.lstrip("+−0")
    return f"{mantissa}{e}{sign}{size}"


def _one(value: Array, parameter: int) -> float:
    return float(value[parameter] if value.ndim else value)


def _is_length(node: Node) -> bool:
    return isinstance(node, Group) and node.left == "‖"
