"""Read the formulas that people see: the notation of the course, and nothing beyond it.

A formula is lines parted by a comma and two spaces, each `symbol ← value` or `symbol = value`:

    V ← β V + η ∇L(θ − β V),  θ ← θ − V

* a product is a space or ·, and binds as tight as /; both go from left to right;
* exponents are raised (g², βᵗ⁺¹) or follow ^ (γ^(k / T)); √ takes the one thing that follows it;
* brackets are ( ), ⌊ ⌋ (rounded down), ‖ ‖ (length) and ⟨a, b⟩ (inner product);
* functions are sign, max, min and cos;
* L(…) and ∇L(…) are the loss and the slope at a point; ∇L alone is the slope at θ.

A formula with any other word in it is for people only. There is no eval: the text becomes a tree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar, cast

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
    Operator,
    Power,
    Statement,
    Symbol,
)

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗ"
LEVEL = "0123456789+−t"
LOWERED = str.maketrans(RAISED, LEVEL)
CLOSING = {"(": ")", "⌊": "⌋", "‖": "‖"}

TOKEN = re.compile(
    r"(?P<space> )"
    r"|(?P<number>\d+(?:\.\d+)?(?:e−?\d+)?)"
    r"|(?P<word>sign|max|min|cos|∇L)"
    r"|(?P<symbol>[A-Za-zŵ\u0391-\u03a9\u03b1-\u03c9][\u0300-\u036f]*[₀-₉ᵢ]*)"
    rf"|(?P<raised>[{RAISED}]+)"
    r"|(?P<sign>[←=+−/·^√()⌊⌋‖⟨⟩,≤<])"
)
WORD = re.compile(r"[A-Za-z]{2,}")
FUNCTIONS = ("√", "sign", "max", "min", "cos")

T = TypeVar("T")


class Unreadable(ValueError):
    """A text that is not in the notation."""


@cache
def read(formula: str) -> tuple[Statement, ...]:
    """Read a formula; () when it is told in words; raises Unreadable when it is neither."""
    lines = unicodedata.normalize("NFC", formula).split(",  ")
    if any(word not in FUNCTIONS for word in WORD.findall(formula)):
        return ()
    return tuple(_whole(line, _Reader.statement) for line in lines)


@cache
def read_condition(text: str) -> Condition:
    """Read `value ≤ value` or `value < value`; raises Unreadable."""
    return _whole(text, _Reader.condition)


def read_value(text: str) -> Node:
    """Read the right side of a line alone; raises Unreadable."""
    return _whole(text, _Reader.value)


def _whole(text: str, rule: Callable[[_Reader], T]) -> T:
    reader = _Reader(text)
    found = rule(reader)
    reader.end()
    return found


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise Unreadable(f"“{text[place]}” at place {place} of “{text}” means nothing here.")
        yield cast("str", found.lastgroup), found.group()
        place = found.end()
    yield "end", ""


class _Reader:
    """Goes through the tokens of one line, a method per rule of the notation."""

    def __init__(self, text: str) -> None:
        self._text, self._tokens, self._place = text, [*_tokens(text)], 0

    # ---------------------------------------------------------------------------------- lines

    def statement(self) -> Statement:
        symbol = self._take("symbol")
        shown = symbol
        if self._accept("("):  # η(k)
            shown = f"{symbol}({self._take('symbol')})"
            self._expect(")")
        self._expect(" ")
        arrow = "←" if self._accept("←") else "="
        if arrow == "=":
            self._expect("=")
        self._expect(" ")
        return Statement(symbol.rstrip("ᵢ"), shown, arrow, self.value())

    def end(self) -> None:
        if self._tokens[self._place][0] != "end":
            raise self._trouble("the end")

    def condition(self) -> Condition:
        left = self.value()
        self._expect(" ")
        sign = "≤" if self._accept("≤") else "<"
        if sign == "<":
            self._expect("<")
        self._expect(" ")
        return Condition(left, sign, self.value())

    # --------------------------------------------------------------------------------- values

    def value(self) -> Node:
        """Terms, parted by ` + ` and ` − `."""
        left = self._term()
        while self._next == " " and self._after in ("+", "−"):
            left = Binary(self._operator(), left, self._term())
        return left

    def _term(self) -> Node:
        """Factors, parted by a space, ` · ` or ` / `."""
        if self._accept("−"):
            return Negative(self._term())
        left = self._factor()
        while self._next == " " and self._after not in ("+", "−", "≤", "<"):
            if self._after in ("/", "·"):
                left = Binary(self._operator(), left, self._factor())
            else:
                self._expect(" ")
                left = Binary(" ", left, self._factor())
        return left

    def _operator(self) -> Operator:
        self._expect(" ")
        operator = cast("Operator", self._take("sign"))
        self._expect(" ")
        return operator

    def _factor(self) -> Node:
        base = self._base()
        kind, text = self._tokens[self._place]
        if kind == "raised":
            self._place += 1
            level = re.sub(r"(?<!^)([+−])", r" \1 ", text.translate(LOWERED))
            return Power(base, read_value(level), raised=True)
        if self._accept("^"):
            return Power(base, self._base(), raised=False)
        return base

    def _base(self) -> Node:
        kind, text = self._tokens[self._place]
        self._place += 1
        if kind == "number":
            return Number(text)
        if text in ("L", "∇L") and self._next == "(":
            return Ask(text, *self._arguments(1))
        if kind == "symbol" or text == "∇L":
            return Symbol(text)
        if text == "√":
            return Call("√", (self._base(),))
        if text in FUNCTIONS:
            return Call(text, self._arguments())
        if text == "⟨":
            left = self.value()
            self._expect(",")
            self._expect(" ")
            right = self.value()
            self._expect("⟩")
            return Inner(left, right)
        if text == "(" or text == "⌊" or text == "‖":  # noqa: PLR1714  (narrows the type)
            inner = self.value()
            self._expect(CLOSING[text])
            return Group(text, inner)
        self._place -= 1
        raise self._trouble("a value")

    def _arguments(self, most: int = 2) -> tuple[Node, ...]:
        self._expect("(")
        arguments = [self.value()]
        while len(arguments) < most and self._accept(","):
            self._expect(" ")
            arguments.append(self.value())
        self._expect(")")
        return tuple(arguments)

    # --------------------------------------------------------------------------------- tokens

    @property
    def _next(self) -> str:
        return self._tokens[self._place][1]

    @property
    def _after(self) -> str:
        return self._tokens[self._place + 1][1]

    def _accept(self, text: str) -> bool:
        here = self._next == text
        self._place += here
        return here

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise self._trouble(f"“{text}”")

    def _take(self, kind: str) -> str:
        found, text = self._tokens[self._place]
        if found != kind:
            raise self._trouble(f"a {kind}")
        self._place += 1
        return text

    def _trouble(self, wanted: str) -> Unreadable:
        before = "".join(text for _, text in self._tokens[: self._place])
        return Unreadable(f"“{self._text}” should have {wanted} after “{before}”.")
