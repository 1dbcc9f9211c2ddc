"""The report for people: one HTML page that holds all of it, for screens and for paper.

Nothing in it is fetched and nothing runs. Nothing personal stands in it but what was typed. It
keeps to what QTextDocument can lay out, because the PDF is printed from the same page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optlab.session.labs.notebook import Notebook
from optlab.session.labs.report.shell import page
from optlab.session.labs.report.steps import Picture, step_html
from optlab.session.labs.report.words import points, short_seal, sitting, spent, text

NOTHING = "&nbsp;"
"""In an empty cell: QTextDocument forgets the margin of what follows an empty last one."""

BUDGET = 1_900_000
"""Bytes of pictures in a report, so that the page stays below 3 MB."""


def report_html(
    notebook: Notebook,
    pictures: Sequence[Picture] = (),
    lab_pictures: Mapping[str, bytes] | None = None,
) -> str:
    """The page; `pictures` are of the student's runs, `lab_pictures` the lab's own files."""
    taken, left_out = _fitting(pictures)
    reached = [step for step in range(len(notebook.lab.steps)) if _reached(notebook, step)]
    steps = "".join(
        step_html(notebook, step, [each for each in taken if each.step == step], lab_pictures or {})
        for step in reached
    )
    body = f"{_head(notebook, left_out)}{_overview(notebook)}{steps}"
    return page(title(notebook), body)


def title(notebook: Notebook) -> str:
    """What the report is called: lab and student."""
    return f"{notebook.lab.title} – {notebook.student}"


def foot(notebook: Notebook) -> str:
    """What stands at the foot of every printed page, as plain text."""
    return f"{title(notebook)} · seal {short_seal(notebook.seal)}"


def _head(notebook: Notebook, left_out: int) -> str:
    """Lab, student, when, how long, points, versions, seal."""
    total = sum(notebook.seconds(step) for step in range(len(notebook.lab.steps)))
    versions = dict.fromkeys(each.version for each in notebook.sittings)
    digests = dict.fromkeys(each.digest for each in notebook.sittings)
    done = sum(notebook.done(step) for step in range(len(notebook.lab.steps)))
    rows = [
        ("Student", f"<b>{text(notebook.student)}</b>"),
        ("Sittings", "<br>".join(sitting(each.begin, each.end) for each in notebook.sittings)),
        ("Time spent", f"{spent(total)} (pauses of more than 5 minutes are cut)"),
        ("Steps done", f"{done} of {len(notebook.lab.steps)}"),
        ("Points", f"<b>{points(notebook.points)}</b> of {points(notebook.most_points)}"),
        *([] if notebook.seed is None else [("Variant", f"seed {notebook.seed}")]),
        ("Program", ", ".join(f"OptLab {text(each)}" for each in versions)),
        ("Lab", f"{text(notebook.begin.lab)}, version " + ", ".join(each[:8] for each in digests)),
        ("Seal", f'<span class="mono">{notebook.seal}</span>'),
        ("", '<span class="muted">The data file that belongs to this report has the same.</span>'),
    ]
    if left_out:
        rows.append(("Pictures", f"{left_out} more would have made the report too large"))
    body = "".join(
        f'<tr><td class="label" valign="top">{label}</td><td class="value">{value}</td></tr>'
        for label, value in rows
    )
    return (
        f'<p class="kicker">OptLab lab report</p><h1>{text(notebook.lab.title)}</h1>'
        f'<p>{text(notebook.lab.summary)}</p><table class="facts" cellspacing="0">{body}</table>'
    )


def _overview(notebook: Notebook) -> str:
    """All steps at a glance."""
    rows: list[str] = []
    for i, step in enumerate(notebook.lab.steps):
        got, most = notebook.points_of(i)
        sign = '<span class="good">✓</span>' if notebook.done(i) else '<span class="muted">–</span>'
        score = f"{points(got)} of {points(most)}" if most else NOTHING
        numbers = (spent(notebook.seconds(i)), score, notebook.hints.get(i, 0) or NOTHING)
        rows.append(
            f'<tr><td width="3%">{sign}</td><td width="61%">{i + 1}. {text(step.title)}</td>'
            + "".join(f'<td class="number" align="right">{each}</td>' for each in numbers)
            + "</tr>"
        )
    return (
        '<h3>Overview</h3><table class="grid" width="100%" cellspacing="0">'
        '<tr><th></th><th align="left">Step</th>'
        '<th class="number" align="right" width="12%">Time</th>'
        '<th class="number" align="right" width="12%">Points</th>'
        '<th class="number" align="right" width="12%">Hints</th>'
        f"</tr>{''.join(rows)}</table>"
    )


def _reached(notebook: Notebook, step: int) -> bool:
    """Whether anything happened in a step."""
    prompts = notebook.lab.steps[step].prompts
    return bool(
        notebook.seconds(step)
        or notebook.runs.get(step)
        or notebook.hints.get(step)
        or any(each.key in notebook.answers or notebook.rows.get(each.key) for each in prompts)
        or any(met_step == step for met_step, _ in notebook.met)
    )


def _fitting(pictures: Sequence[Picture]) -> tuple[list[Picture], int]:
    """The pictures that fit, and how many do not."""
    taken: list[Picture] = []
    room = BUDGET
    for each in pictures:
        if len(each.png) <= room:
            taken.append(each)
            room -= len(each.png)
    return taken, len(pictures) - len(taken)
