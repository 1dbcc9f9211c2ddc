"""One prompt of a report: what was asked, what was said, and what became of it.

An answer comes out of a file that anybody may have written: one that its prompt cannot read is said
to be none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from optlab.session.labs.markdown import html_of
from optlab.session.labs.marks import Answer
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import (
    AnyPrompt,
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Table,
    Verdict,
)
from optlab.session.labs.report.figure import HEIGHT, WIDTH, curve, curves_address
from optlab.session.labs.report.words import chosen, inline, measured, said, settings, text
from optlab.session.numbers import figure, percent

TRIES = {1: "", 2: "second try", 3: "third try"}

Pictures = Mapping[str, bytes]


def prompt_html(notebook: Notebook, prompt: AnyPrompt, pictures: Pictures) -> str:
    """A prompt with its answer, as a table of one row, which a page does not break."""
    answer = notebook.answers.get(prompt.key)
    kind = '<p class="kicker">Prediction</p>' if prompt.predict else ""
    parts = [kind, html_of(prompt.question, pictures)]
    if isinstance(prompt, Table):
        parts.append(_table(notebook, prompt))
    elif answer is None:
        parts.append('<p class="muted">No answer.</p>')
    else:
        parts.append(_answer(prompt, answer, pictures))
    if answer is not None:
        parts.append(_verdict(prompt, answer))
    sign = sign_html(answer.verdict if answer else None)
    return marked(sign, "".join(parts))


def marked(sign: str, content: str) -> str:
    """Content with a sign at its left."""
    return (
        f'<table width="100%" cellspacing="0"><tr><td class="sign" width="3%" valign="top">{sign}'
        f'</td><td class="ask" width="97%" valign="top">{content}</td></tr></table>'
    )


def sign_html(verdict: Verdict | None) -> str:
    """Right, wrong, or neither, as a sign."""
    if verdict is None or verdict.right is None:
        return '<span class="muted">–</span>'
    return '<span class="good">✓</span>' if verdict.right else '<span class="bad">✗</span>'


def _answer(prompt: AnyPrompt, answer: Answer, pictures: Pictures) -> str:
    """What was said, in the form of its prompt."""
    value: Any = answer.value
    try:
        prompt.read(value)
    except ValueError:
        return '<p class="muted">An answer that cannot be read.</p>'
    match prompt:
        case MultipleChoice():
            return _box(inline(prompt.options[int(value) - 1], pictures))
        case Number():
            return _box(f"{chosen(float(value))} {text(prompt.unit)}")
        case FreeText():
            return _box(said(value))
        case DrawnCurve():
            return _curves(answer)
        case MarkedPoint():
            return _box(_marked(answer))
        case Table():
            return ""


def _box(content: str) -> str:
    return f'<table width="100%" cellspacing="0"><tr><td class="said">{content}</td></tr></table>'


def _curves(answer: Answer) -> str:
    drawn = curve(answer.value)
    if drawn is None:
        return '<p class="muted">A curve that cannot be read.</p>'
    real = curve(answer.real)
    told = f"drawn from {figure(float(drawn[0, 1]))} to {figure(float(drawn[-1, 1]))}"
    if real is not None:
        told += f"; it went from {figure(float(real[0, 1]))} to {figure(float(real[-1, 1]))}"
    return (
        f'<p><img src="{curves_address(drawn, real)}" width="{WIDTH}" height="{HEIGHT}" '
        f'alt="Loss over steps: {told}."></p>'
    )


def _marked(answer: Answer) -> str:
    """Where the end was expected, and where it was."""
    there = f"You marked {_point(answer.value)}."
    real: Any = answer.real
    return f"{there} It ended at {_point(real)}." if isinstance(real, list) else there


def _point(theta: Any) -> str:
    numbers = [each for each in cast("list[Any]", theta) if isinstance(each, int | float)]
    figures = ", ".join(measured(float(each)) for each in numbers)
    return f"({figures})" if len(numbers) > 1 else figures


def _verdict(prompt: AnyPrompt, answer: Answer) -> str:
    """The sentence that was said, the gap of a prediction, and which try it was."""
    verdict = answer.verdict
    if verdict is None:
        return '<p class="muted">Locked; its run was not played.</p>'
    tries = TRIES.get(answer.tries, f"try {answer.tries}")
    notes = [text(str(verdict.says)), f"({tries})" if tries else ""]
    if isinstance(prompt, DrawnCurve | MarkedPoint) and not math.isnan(verdict.gap):
        notes.insert(1, f"Gap: {percent(verdict.gap)}.")
    if not prompt.predict and verdict.right is False:  # it was told to think again
        notes[0] = "Not right."
    if verdict.right is None:
        return ""
    return f"<p>{' '.join(note for note in notes if note)}</p>"


def _table(notebook: Notebook, prompt: Table) -> str:
    """The rows of a table, and what was changed for each."""
    rows = notebook.rows.get(prompt.key, [])
    if not rows:
        return '<p class="muted">No rows.</p>'
    head = "".join(f'<th align="left">{text(column.title)}</th>' for column in prompt.columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{chosen(each) if column.setting else measured(each)}</td>"
            for column, each in zip(prompt.columns, row.cells, strict=False)
        )
        + f'<td class="muted">{settings(row.settings)}</td></tr>'
        for row in rows
    )
    return (
        f'<table class="grid" cellspacing="0"><tr>{head}<th align="left">Changed</th></tr>{body}'
        "</table>"
    )
