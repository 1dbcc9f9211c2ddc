"""The teacher's guide as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from optlab.session.labs.guide.guide import Guide, rows_of, way_to
from optlab.session.labs.lab import LabStep
from optlab.session.labs.plain import plain_lines

WIDTH = 96


def guide_lines(guide: Guide) -> list[str]:
    """The guide, wrapped to 96 columns, in plain words."""
    lab = guide.file.lab
    lines = [lab.title, "=" * len(lab.title), ""]
    lines += [*_wrapped(lab.summary), f"{lab.level.capitalize()}, {lab.minutes} minutes."]
    lines += ["", *_typed(guide.variant), "", "Afterwards one can"]
    lines += [line for goal in lab.goals for line in _wrapped(goal, "  - ")]
    if lab.teacher.strip():
        lines += ["", *_wrapped(lab.teacher)]
    for number, step in enumerate(lab.steps, 1):
        lines += ["", f"{number}. {step.title}", *_step(guide, step)]
    if lab.learnt:
        lines += [
            "",
            "What was learnt",
            *(one for each in lab.learnt for one in _wrapped(each, "  - ")),
        ]
    if lab.question:
        lines += ["", "To take home", *_wrapped(lab.question, "  ")]
    return lines


def _step(guide: Guide, step: LabStep) -> Iterator[str]:
    for row in rows_of(step):
        yield from _typed(f"Row {row}", "   ")
    yield from _wrapped(step.task, "   Task: ")
    for prompt in step.prompts:
        yield from _wrapped(prompt.question, f"   {prompt.key}: ")
        yield from _typed(guide.answers[prompt.key], "      = ")
    for goal in step.checks:
        yield from _wrapped(goal.says, "   Goal: ")
        yield from _typed(way_to(goal), "         ")


def _wrapped(text: str, before: str = "") -> list[str]:
    return plain_lines(text, WIDTH, before)


def _typed(text: str, before: str = "") -> list[str]:
    """Words that are no Markdown."""
    return textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=" " * len(before))
