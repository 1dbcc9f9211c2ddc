"""One step of a report: its prompts, its checks, the runs that counted, its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from optlab.session.labs.marks import Run
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.picture import address_of, size_of
from optlab.session.labs.report.answers import Pictures, marked, prompt_html
from optlab.session.labs.report.words import inline, measured, points, settings, spent, text

MOST_RUNS = 12
MOST_METRICS = 6
WIDEST = 620
"""Pixels of a picture on the page."""


@dataclass(frozen=True)
class Picture:
    """A picture of the window that belongs to a step: PNG, and a line below it."""

    step: int
    caption: str
    png: bytes


def step_html(notebook: Notebook, step: int, shown: Sequence[Picture], pictures: Pictures) -> str:
    """Everything about one step that the student came to."""
    lab_step = notebook.lab.steps[step]
    prompts = "".join(prompt_html(notebook, each, pictures) for each in lab_step.prompts)
    return "".join(
        (
            f"<h2>{step + 1}. {text(lab_step.title)}</h2>",
            f'<p class="meta">{" · ".join(facts(notebook, step))}</p>',
            prompts,
            _checks(notebook, step, pictures),
            _runs(notebook.runs.get(step, [])),
            "".join(_picture(each) for each in shown),
        )
    )


def facts(notebook: Notebook, step: int) -> list[str]:
    """Done or not, time, points, hints."""
    lab_step = notebook.lab.steps[step]
    found = ["done" if notebook.done(step) else "not done", spent(notebook.seconds(step))]
    got, most = notebook.points_of(step)
    if most:
        found.append(f"{points(got)} of {points(most)} {'point' if most == 1 else 'points'}")
    hints = len(lab_step.hints)
    if hints:
        found.append(
            f"{notebook.hints.get(step, 0)} of {hints} {'hint' if hints == 1 else 'hints'}"
        )
    return found


def _checks(notebook: Notebook, step: int, pictures: Pictures) -> str:
    """The goals of the student's own run."""
    goals = notebook.lab.steps[step].checks
    rows: list[str] = []
    for i, goal in enumerate(goals):
        met = notebook.met.get((step, i))
        sign = '<span class="good">✓</span>' if met else '<span class="muted">–</span>'
        how = '<p class="muted">Not reached.</p>'
        if met:
            changed = f'<span class="muted">(changed: {settings(met.settings)})</span>'
            how = f"<p>{text(met.figures)} {changed}</p>"
        rows.append(marked(sign, f"<p>{inline(goal.says, pictures)}</p>{how}"))
    return f"<h3>Goals</h3>{''.join(rows)}" if rows else ""


def _runs(runs: Sequence[Run]) -> str:
    """The runs that counted: what was changed for them, and what came out."""
    if not runs:
        return ""
    titles = list(dict.fromkeys(title for run in runs for title in run.metrics))[:MOST_METRICS]
    head = "".join(f'<th class="number" align="right">{text(title)}</th>' for title in titles)
    rows = "".join(
        f"<tr><td>{settings(run.settings)}</td>"
        + "".join(
            f'<td class="number" align="right">{measured(run.metrics.get(title))}</td>'
            for title in titles
        )
        + "</tr>"
        for run in runs[-MOST_RUNS:]
    )
    more = len(runs) - MOST_RUNS
    note = f'<p class="caption">Before these there were {more} more.</p>' if more > 0 else ""
    return (
        '<h3>Runs</h3><table class="grid" width="100%" cellspacing="0">'
        f'<tr><th align="left">Changed</th>{head}</tr>{rows}</table>{note}'
    )


def _picture(picture: Picture) -> str:
    size = size_of("picture.png", picture.png)
    width = min(size.width, WIDEST)
    height = round(size.height * width / size.width)
    address, caption = address_of("picture.png", picture.png), text(picture.caption)
    return (
        f'<p class="picture"><img src="{address}" width="{width}" height="{height}" '
        f'alt="{caption}"><br><span class="caption">{caption}</span></p>'
    )
