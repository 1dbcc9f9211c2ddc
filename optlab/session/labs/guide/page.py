"""The teacher's guide as one page to print."""

from __future__ import annotations

from optlab.session.labs.guide.guide import Guide, rows_of, way_to
from optlab.session.labs.lab import LabStep
from optlab.session.labs.markdown import html_of
from optlab.session.labs.report.shell import page
from optlab.session.labs.report.words import inline, points, text

LOOK = """
a { color: inherit; text-decoration: none; font-weight: 600; }
h2, h3, h4 { font-size: 1.1em; margin: 14px 0 1px 0; padding: 8px 0 0 0;
  border-top: 1px solid #d8dde4; page-break-after: avoid; }
.meta { margin: 0 0 3px 0; }
.part { font-weight: 600; margin: 8px 0 0 0; color: #5b6470; }
.grid td { padding: 3px 14px 3px 0; border-bottom: none; }
.answer { color: #1b7f4b; width: 40%; }
.key { font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; font-size: 0.85em; }
.notes { background-color: #f3f5f8; padding: 6px 12px; border-radius: 6px; margin: 8px 0; }
@media screen { body { font-size: 15px; line-height: 1.4; } }
@media print { body { font-size: 8.5pt; } }
"""


def guide_html(guide: Guide) -> str:
    """The whole page, without anything to fetch or to run."""
    lab = guide.file.lab
    goals = "".join(f"<li>{inline(goal)}</li>" for goal in lab.goals)
    steps = "".join(_step(guide, number, step) for number, step in enumerate(lab.steps, 1))
    learnt = "".join(f"<li>{inline(each)}</li>" for each in lab.learnt)
    body = (
        '<p class="kicker">OptLab teacher\'s guide</p>'
        f"<h1>{text(lab.title)}</h1>"
        f'<p class="meta">{text(lab.level.capitalize())} · {lab.minutes} minutes · '
        f"{len(lab.steps)} steps · {text(guide.file.name)}</p>"
        f"<p>{inline(lab.summary)}</p><p>{text(guide.variant)}</p>"
        f'<p class="part">Afterwards one can</p><ul>{goals}</ul>'
        + _notes(html_of(lab.teacher, guide.file.pictures))
        + steps
        + (f'<p class="part">What was learnt</p><ul>{learnt}</ul>' if learnt else "")
        + (f'<p class="part">To take home</p><p>{inline(lab.question)}</p>' if lab.question else "")
    )
    return page(f"{lab.title} – teacher's guide", body, LOOK)


def _notes(markdown: str) -> str:
    return f'<div class="notes">{markdown}</div>' if markdown else ""


def _step(guide: Guide, number: int, step: LabStep) -> str:
    pictures = guide.file.pictures
    rows = "; ".join(rows_of(step))
    prompts = "".join(
        f'<tr><td class="ask" valign="top">{inline(prompt.question, pictures)} '
        f'<span class="muted"><span class="key">{text(prompt.key)}</span>'
        f"{', predicted' if prompt.predict else ''}, {points(prompt.points)} "
        f"{'point' if prompt.points == 1 else 'points'}</span></td>"
        f'<td class="ask answer" valign="top">{text(guide.answers[prompt.key])}</td></tr>'
        for prompt in step.prompts
    )
    goals = "".join(
        f'<tr><td class="ask" valign="top">Goal: {inline(goal.says)}</td>'
        f'<td class="ask answer" valign="top">{text(way_to(goal))}</td></tr>'
        for goal in step.checks
    )
    table = f'<table class="grid" width="100%" cellspacing="0">{prompts}{goals}</table>'
    return (
        f"<h2>{number}. {text(step.title)}</h2>"
        + (f'<p class="meta">{text(rows)}</p>' if rows else "")
        + html_of(step.task, pictures)
        + (table if prompts or goals else "")
    )
