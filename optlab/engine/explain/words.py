"""What the symbols of the formulas stand for, in words: a symbol means the same everywhere.

Knobs and memories bring their own words; the rest of the notation of the course is here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from optlab.engine.declare import Choice, knobs

HAT, TILDE = "\u0302", "\u0303"

NOTATION: Mapping[str, str] = {
    "θ": "parameters",
    "g": "slope",
    "∇L": "slope",
    "L": "loss",
    "Δ": "move before the learning rate",
    "a": "step length",
    "q": "point that is tried",
    "t": "number of this step",
    "k": "steps made before",
    "K": "planned steps",
    "π": "half a turn",
    "eᵢ": "direction of one parameter alone",
}


def memory_symbols(optimizer: Choice) -> Sequence[str]:
    """Return the symbols of the memory's rows; () where no formula names them."""
    return getattr(optimizer, "memory_symbols", ())


def meanings(optimizer: Choice) -> dict[str, str]:
    """Return the words for every symbol of an optimizer or schedule."""
    names: Sequence[str] = getattr(optimizer, "memory_names", ())
    own = {knob.symbol: knob.title.lower() for knob in knobs(type(optimizer)) if knob.symbol}
    own |= dict(zip(memory_symbols(optimizer), names, strict=False))
    marked: dict[str, str] = {}
    for symbol, words in own.items():
        marked[_with(symbol, HAT)] = f"{words}, corrected for its start at 0"
        marked[_with(symbol, TILDE)] = f"{words}, corrected and looking ahead"
    return {**NOTATION, **marked, **own}


def _with(symbol: str, mark: str) -> str:
    return unicodedata.normalize("NFC", symbol + mark)
