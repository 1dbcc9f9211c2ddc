"""From the tree of a formula to boxes: fractions, roots and exponents as in a textbook.

With `figures` the numbers of a step stand in the place of symbols, by the same rules as in the
engine's `written`: a product needs its sign then, and a number below zero its brackets.
"""

from __future__ import annotations

from collections.abc import Callable

from optlab.engine.explain.parser import CLOSING
from optlab.engine.explain.tree import (
    Ask,
    Binary,
    Call,
    Condition,
    Group,
    Inner,
    Negative,
    Node,
    Number,
    Power,
    Statement,
    Symbol,
)
from optlab.qt.views.one_step.boxes import Box, Ink, enclosed, fraction, raised, root, row, word

SMALLER = 0.72
"""Size of an exponent."""
MINUS = "−"

Figures = Callable[[Node], str | None]
"""Gives the number to write for a node, or None when its parts are written."""


def set_value(node: Node, size: int, figures: Figures | None = None) -> Box:
    """The right side of a line, in symbols or in numbers."""
    return _Setter(size, figures).part(node, first=True)


def set_left(statement: Statement, size: int) -> Box:
    """The left side of a line with its arrow."""
    shown = word(statement.shown, size, "left", strong=True, symbol=statement.symbol)
    return row((shown, word(statement.arrow, size)), gap=0.45 * size)


def set_condition(condition: Condition, size: int) -> Box:
    """When a point is good enough."""
    setter = _Setter(size, None)
    sides = [setter.part(each, first=True) for each in (condition.left, condition.right)]
    return row((sides[0], word(condition.sign, size), sides[1]), gap=0.4 * size)


class _Setter:
    def __init__(self, size: int, figures: Figures | None, *, level: bool = True) -> None:
        """`level` is False in exponents, where quotients stay in the line."""
        self._size, self._figures, self._level = size, figures, level
        self._ink: Ink = "muted" if figures else "text"

    def part(self, node: Node, *, first: bool = False) -> Box:  # noqa: C901, PLR0911, PLR0912  (a case per kind of node)
        number = self._figures and self._figures(node)
        if number:
            return self._number(number, bare=first)
        match node:
            case Number(text):
                return self._word(text)
            case Symbol(text):
                return self._word(text, text)
            case Group(left, inner):
                held = self.part(inner, first=True)
                return enclosed(left, held, CLOSING[left], self._size, self._ink)
            case Negative(inner):
                return row((self._word(MINUS), self.part(inner)))
            case Power(base, exponent, _):
                small = _Setter(round(SMALLER * self._size), self._figures, level=False)
                above = small.part(_bare(exponent), first=True)
                return raised(self._base(base), above, self._size)
            case Binary("/", left, right) if self._level:
                above, below = (self.part(_bare(each), first=True) for each in (left, right))
                return fraction(above, below, self._size, self._ink)
            case Binary(operator, left, right):
                sides = self.part(left, first=first), self.part(right)
                if operator == " " and not self._figures:
                    return row(sides, gap=0.22 * self._size)
                sign = self._word("·" if operator == " " else operator)
                return row((sides[0], sign, sides[1]), gap=0.3 * self._size)
            case Call("√", (inner,)):
                return root(self.part(_bare(inner), first=True), self._size, self._ink)
            case Call(function, arguments):
                return self._called(function, arguments)
            case Ask(asked, point):
                return self._called(asked, (point,))
            case Inner(left, right):
                held = self._listed((left, right))
                return enclosed("⟨", held, "⟩", self._size, self._ink)

    def _called(self, name: str, arguments: tuple[Node, ...]) -> Box:
        held = enclosed("(", self._listed(arguments), ")", self._size, self._ink)
        return row((self._word(name, name), held))

    def _listed(self, values: tuple[Node, ...]) -> Box:
        parts = [self.part(values[0], first=True)]
        for each in values[1:]:
            parts += [self._word(", "), self.part(each, first=True)]
        return row(parts)

    def _base(self, node: Node) -> Box:
        """What stands under an exponent: a number with a sign or a power needs brackets there."""
        number = self._figures and self._figures(node)
        if number and not set("0123456789.").issuperset(number):
            held = self._word(number)
            return enclosed("(", held, ")", self._size, self._ink)
        return self.part(node, first=True)

    def _number(self, text: str, *, bare: bool) -> Box:
        return self._word(text if bare or not text.startswith(MINUS) else f"({text})")

    def _word(self, text: str, symbol: str = "") -> Box:
        return word(text, self._size, self._ink, symbol=symbol)


def _bare(node: Node) -> Node:
    """What the brackets around a whole numerator, exponent or root hold."""
    return node.inner if isinstance(node, Group) and node.left == "(" else node
