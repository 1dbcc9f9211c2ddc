"""The teacher's guide as one page to print."""

from __future__ import annotations

from optlab.session.labs.guide.guide import Guide, rows_of, way_to
from optlab.session.labs.lab import LabStep
from optlab.session.labs.markdown import html_of
from optlab.session.labs.page import page
from optlab.session.labs.report.words import inline, points, text

LOOK = """
.answer { color: #1b7f4b; }
.key { font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; font-size: 0.85em; }
h2 { margin-top: 16px; }
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
        f"{html_of(lab.teacher, guide.file.pictures)}{steps}"
        + (f'<p class="part">What was learnt</p><ul>{learnt}</ul>' if learnt else "")
        + (f'<p class="part">To take home</p><p>{inline(lab.question)}</p>' if lab.question else "")
    )
    return page(f"{lab.title} – teacher's guide", body, LOOK)


def _step(guide: Guide, number: int, step: LabStep) -> str:
    pictures = guide.file.pictures
    rows = "; ".join(rows_of(step))
    prompts = "".join(
        f'<tr><td class="ask" valign="top">{inline(prompt.question, pictures)} '
        f'<span class="muted"><span class="key">{text(prompt.key)}</span>'
        f"{', predicted' if prompt.predict else ''}, {points(prompt.points)} "
        f"{'point' if prompt.points == 1 else 'points'}</span></td>"
        f'<td class="ask answer" valign="top">'
        f"{'<br>'.join(text(each) for each in guide.answers[prompt.key])}</td></tr>"
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
