"""Write a tree down again: with its symbols, or with the numbers that they stand for.

A number in the place of a symbol needs what the symbol did not: a · where only a space stood, and
brackets around a minus or under an exponent.
"""

from __future__ import annotations

from collections.abc import Callable

from optlab.engine.explain.parser import CLOSING, LEVEL, RAISED
from optlab.engine.explain.tree import (
    Ask,
    Binary,
    Call,
    Group,
    Inner,
    Negative,
    Node,
    Number,
    Power,
    Symbol,
)

ABOVE = str.maketrans(LEVEL, RAISED)
BARE = frozenset("0123456789.")

Figures = Callable[[Node], str | None]
"""Gives the number to write for a node, or None when its parts are written."""


def written(node: Node, figures: Figures | None = None) -> str:
    """Write a value in the notation that `parser` reads; with `figures`, in numbers."""
    return _Writer(figures).value(node)


class _Writer:
    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures

    def value(self, node: Node) -> str:
        """What stands alone, or opens a bracket: there a minus needs none of its own."""
        return self._part(node, first=True)

    def _part(  # noqa: C901, PLR0911  (a case per kind of node)
        self, node: Node, *, first: bool = False
    ) -> str:
        number = self._figures and self._figures(node)
        if number:
            return number if first or not number.startswith("−") else f"({number})"
        match node:
            case Number(text) | Symbol(text):
                return text
            case Group(left, inner):
                return f"{left}{self.value(inner)}{CLOSING[left]}"
            case Negative(inner):
                return f"−{self._part(inner)}"
            case Power(base, exponent, raised):
                if not raised:
                    return f"{self._base(base)}^{self._base(exponent)}"
                return self._base(base) + self.value(exponent).replace(" ", "").translate(ABOVE)
            case Binary(operator, left, right):
                sign = "·" if operator == " " and self._figures else operator
                between = sign if sign == " " else f" {sign} "
                return self._part(left, first=first) + between + self._part(right)
            case Call("√", (inner,)):
                return f"√{self._base(inner)}"
            case Call(function, arguments):
                return f"{function}({', '.join(map(self.value, arguments))})"
            case Ask(asked, point):
                return f"{asked}({self.value(point)})"
            case Inner(left, right):
                return f"⟨{self.value(left)}, {self.value(right)}⟩"

    def _base(self, node: Node) -> str:
        """What stands under an exponent or a root: a number with a sign needs brackets there."""
        text = self._part(node, first=True)
        number = self._figures and self._figures(node)
        return f"({text})" if number and not BARE.issuperset(text) else text
