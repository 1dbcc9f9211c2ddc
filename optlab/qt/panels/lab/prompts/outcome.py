"""A prediction beside what came of it, and the gap between them, in two columns."""

from __future__ import annotations

import math
from html import escape
from typing import Any, cast

from optlab.qt.text import tr
from optlab.session.labs.prompts import DrawnCurve, MarkedPoint, MultipleChoice, Number
from optlab.session.labs.sheet import Given
from optlab.session.numbers import percent, trimmed


def outcome_html(given: Given) -> str:
    """Rows of a table; empty while there is no outcome."""
    answer = given.answer
    if answer is None or answer.verdict is None:
        return ""
    rows = [(tr("You expected"), told(given, answer.value))]
    if answer.real is not None:
        rows.append((tr("It came out"), told(given, answer.real)))
    gap = _gap(given, answer.verdict.gap)
    if gap:
        rows.append((tr("Gap"), gap))
    cells = "".join(
        f"<tr><td>{escape(name)}&nbsp;</td><td><b>{escape(value)}</b></td></tr>"
        for name, value in rows
        if value
    )
    return f"<table cellspacing='0' cellpadding='2'>{cells}</table>" if cells else ""


def told(given: Given, value: Any) -> str:
    """A value of this prompt in a few words."""
    prompt = given.prompt
    if isinstance(prompt, MultipleChoice):
        place = value if isinstance(value, int) else 0
        return prompt.options[place - 1] if 1 <= place <= len(prompt.options) else ""
    if isinstance(prompt, Number):
        return f"{trimmed(value)} {prompt.unit}".strip()
    if isinstance(prompt, MarkedPoint) and isinstance(value, list):
        return ", ".join(trimmed(each) for each in cast("list[float]", value))
    if isinstance(prompt, DrawnCurve) and isinstance(value, list) and value:
        points = cast("list[list[float]]", value)
        ends = {"first": trimmed(points[0][1]), "last": trimmed(points[-1][1])}
        return tr("{first} at first, {last} at the end", **ends)
    return str(value) if isinstance(value, str) else ""


def _gap(given: Given, gap: float) -> str:
    if not math.isfinite(gap):
        return ""
    if isinstance(given.prompt, Number):
        return f"{trimmed(gap)} {given.prompt.unit}".strip()
    if isinstance(given.prompt, DrawnCurve | MarkedPoint):
        return percent(gap) if gap <= 1.0 else tr("over 100 %")
    return ""
