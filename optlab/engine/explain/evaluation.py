"""The value of a tree: parameter by parameter, with the numbers that the step itself had.

A value is one number or one per parameter (D,). L and ∇L at a point are never computed anew: they
are looked up in what the step asked, so a formula that names a point the code never went to has no
value (`Unheard`). 0 / 0 is 0: where there is no slope there is no direction to go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.explain.heard import Heard
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


@dataclass(frozen=True, eq=False, slots=True)
class Scope:
    """What the symbols of a line stand for, each one number () or one per parameter (D,)."""

    symbols: Mapping[str, Array]
    heard: Heard

    def having(self, symbol: str, value: Array) -> Scope:
        """Return the same scope but for one symbol."""
        return Scope({**self.symbols, symbol: value}, self.heard)


def evaluate(node: Node, scope: Scope) -> Array:
    """Return the value () or (D,) of a node; raises Unheard, and KeyError for a strange symbol."""
    with np.errstate(all="ignore"):
        return frozen(np.asarray(_value(node, scope), dtype=np.float64))


FUNCTIONS: dict[str, Callable[..., Array]] = {
    "√": np.sqrt,
    "sign": np.sign,
    "max": np.maximum,
    "min": np.minimum,
    "cos": np.cos,
}


def _value(node: Node, scope: Scope) -> Array:  # noqa: C901, PLR0911  (a case per kind of node)
    match node:
        case Number(text):
            return np.array(float(text.replace("−", "-")))
        case Symbol(name):
            return scope.symbols[name]
        case Group("(", inner):
            return _value(inner, scope)
        case Group("⌊", inner):
            return np.floor(_value(inner, scope))
        case Group(_, inner):
            return np.linalg.norm(_value(inner, scope), axis=-1)
        case Negative(inner):
            return -_value(inner, scope)
        case Power(base, exponent, _):
            return _value(base, scope) ** _value(exponent, scope)
        case Binary(operator, left, right):
            return _joined(operator, _value(left, scope), _value(right, scope))
        case Call(function, arguments):
            return FUNCTIONS[function](*(_value(each, scope) for each in arguments))
        case Inner(left, right):
            return (_value(left, scope) * _value(right, scope)).sum(axis=-1)
        case Ask("L", point):
            return scope.heard.losses_at(_value(point, scope))
        case Ask(_, point):
            return scope.heard.slope_at(_value(point, scope))


def _joined(operator: str, left: Array, right: Array) -> Array:
    match operator:
        case "+":
            return left + right
        case "−":
            return left - right
        case "/":
            return np.where((left == 0.0) & (right == 0.0), 0.0, left / right)
        case _:
            return left * right
