"""The tree that a formula is read into; `parser` makes it, `evaluation` and `writing` walk it.

It keeps what a reader sees (brackets, raised exponents, products without a sign), so writing a tree
down again gives the formula letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal, cast

Operator = Literal["+", "−", "/", "·", " "]
"""A product has the sign · or none: then a space stands between its factors."""

Function = Literal["√", "sign", "max", "min", "cos"]
Asked = Literal["L", "∇L"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter with its marks: θ, β₁, m̂."""

    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in brackets: (round ones), ⌊rounded down⌋ or ‖the length of a vector‖."""

    left: Literal["(", "⌊", "‖"]
    inner: Node


@dataclass(frozen=True, slots=True)
class Power:
    """A power; `raised` when the exponent is set above the line (βᵗ), else it follows ^."""

    base: Node
    exponent: Node
    raised: bool


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus before a term."""

    inner: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two terms or two factors."""

    operator: Operator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function of what follows it, parameter by parameter."""

    function: Function
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the step asked for at a point of its own: the loss L(…) or the slope ∇L(…)."""

    asked: Asked
    point: Node


@dataclass(frozen=True, slots=True)
class Inner:
    """The inner product ⟨a, b⟩ of two vectors."""

    left: Node
    right: Node


Node = Number | Symbol | Group | Power | Negative | Binary | Call | Ask | Inner


@dataclass(frozen=True, slots=True)
class Condition:
    """Left and right of ≤ or <."""

    left: Node
    sign: Literal["≤", "<"]
    right: Node


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a formula: `symbol ← value` is kept for the next step, `symbol = value` is not.

    `shown` is the left side as written, where it says more than the symbol: η(k), gᵢ.
    """

    symbol: str
    shown: str
    arrow: Literal["←", "="]
    value: Node


def nodes(root: Statement | Condition | Node) -> Iterator[Node]:
    """Go through all nodes of a tree, from left to right and from the whole to its parts."""
    if isinstance(root, Node):
        yield root
    for field in fields(root):
        inner = getattr(root, field.name)
        for each in cast("tuple[object, ...]", inner if isinstance(inner, tuple) else (inner,)):
            if isinstance(each, Node):
                yield from nodes(each)
