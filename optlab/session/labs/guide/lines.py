"""The teacher's guide as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from optlab.session.labs.guide.guide import Guide, rows_of, way_to
from optlab.session.labs.lab import LabStep

WIDTH = 96


def guide_lines(guide: Guide) -> list[str]:
    """The guide, wrapped to 96 columns; Markdown stays as it was typed."""
    lab = guide.file.lab
    lines = [lab.title, "=" * len(lab.title), ""]
    lines += _wrapped(f"{lab.summary} {lab.level.capitalize()}, {lab.minutes} minutes.")
    lines += ["", *_wrapped(guide.variant), "", "Afterwards one can"]
    lines += [line for goal in lab.goals for line in _wrapped(goal, "  - ")]
    if lab.teacher.strip():
        lines += ["", *(line for part in _parts(lab.teacher) for line in _wrapped(part))]
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
        yield from _wrapped(f"Row {row}", "   ")
    for part in _parts(step.task):
        yield from _wrapped(part, "   Task: ")
    for prompt in step.prompts:
        yield from _wrapped(" ".join(prompt.question.split()), f"   {prompt.key}: ")
        yield from _wrapped(guide.answers[prompt.key], "      = ")
    for goal in step.checks:
        yield from _wrapped(f"{goal.says} {way_to(goal)}", "   Goal: ")


def _parts(markdown: str) -> list[str]:
    """Paragraphs, each on one line."""
    return [" ".join(each.split()) for each in markdown.split("\n\n") if each.strip()]


def _wrapped(text: str, before: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=" " * len(before))
