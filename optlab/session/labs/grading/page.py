"""A class's table as a page: one row per student, one column per prompt, and what to look at."""

from __future__ import annotations

from optlab.session.labs.grading.grade import ClassTable, LabTable
from optlab.session.labs.grading.marking import goals_of
from optlab.session.labs.grading.row import Cell, Row, is_judged, most_points
from optlab.session.labs.report.shell import page
from optlab.session.labs.report.words import points, spent, text

LOOK = """
body { max-width: none; }
.wrap { overflow-x: auto; }
.class { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
.class th, .class td { padding: 5px 10px; border-bottom: 1px solid #e6e9ee; text-align: left;
  vertical-align: top; white-space: nowrap; }
.class th { color: #5b6470; font-weight: 600; position: sticky; top: 0; background: #ffffff; }
.class td.said { max-width: 15em; overflow: hidden; text-overflow: ellipsis; padding: 5px 10px;
  background: none; border-radius: 0; }
.part { font-weight: 600; margin: 1.6em 0 0.3em 0; color: #5b6470; }
.class td.number, .class th.number { text-align: right; }
.class .who { font-weight: 600; position: sticky; left: 0; background: #ffffff; }
.class tr.look td { background: #fdf3e7; }
.class tr.look td.who { border-left: 3px solid #d55e00; }
.class tfoot td { color: #5b6470; border-bottom: none; border-top: 2px solid #d8dde4; }
.mark { display: inline-block; width: 1.1em; }
.empty { color: #9aa3ae; }
.kinds { color: #5b6470; font-weight: 400; font-size: 0.85em; }
.notes td { padding: 4px 14px 4px 0; vertical-align: top; }
.notes li { margin: 0 0 2px 0; }
.notes ul { margin: 0; padding-left: 1.1em; }
@media print { @page { size: A4 landscape; } .class th { position: static; }
  .class td.said { white-space: normal; } }
"""


def class_html(table: ClassTable) -> str:
    """The whole page, without anything to fetch or to run."""
    rows = table.rows
    looks = sum(bool(row.troubles) for row in rows)
    counted = f"{len(rows)} {'report' if len(rows) == 1 else 'reports'}"
    to_look = f", {looks} to look at" if looks else ", none with anything odd"
    body = (
        f'<p class="kicker">OptLab labs</p><h1>{counted}{to_look}</h1>'
        '<p class="meta">All answers were judged anew by the engine, with each student\'s own seed.'
        " Nothing that a report says about being right was believed.</p>"
        + "".join(_lab(lab) for lab in table.labs)
        + (f"<h2>Not in any table</h2>{_notes(table.others)}" if table.others else "")
    )
    return page("Graded reports", body, LOOK)


def _lab(table: LabTable) -> str:
    lab = table.file.lab
    most = most_points(lab)
    prompts = [
        (prompt, number) for number, step in enumerate(lab.steps, 1) for prompt in step.prompts
    ]
    head = "".join(
        f'<th title="{text(" ".join(prompt.question.split()))}">{text(prompt.key)}<br>'
        f'<span class="kinds">step {number}'
        f"{f', {points(prompt.points)} p' if is_judged(prompt) else ', to read'}</span></th>"
        for prompt, number in prompts
    )
    rows = "".join(_row(table, row, most) for row in table.rows)
    odd = tuple(row for row in table.rows if row.troubles)
    return (
        f'<h2>{text(lab.title)} <span class="kinds">{text(table.file.name)}</span></h2>'
        '<div class="wrap"><table class="class">'
        '<thead><tr><th>Student</th><th class="number">Points</th>'
        '<th class="number">Steps</th><th class="number">Goals</th><th class="number">Hints</th>'
        f'<th class="number">Time</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{_foot(table)}</tfoot></table></div>"
        + (f'<p class="part">To look at</p>{_notes(odd)}' if odd else "")
    )


def _row(table: LabTable, row: Row, most: float) -> str:
    lab = table.file.lab
    cells = "".join(_cell(row.cells[key]) for key in table.keys)
    return (
        f"<tr{' class=look' if row.troubles else ''}>"
        f'<td class="who" title="{text(row.file)}">{text(row.student) or "(nobody)"}</td>'
        f'<td class="number"><b>{points(row.points)}</b> of {points(most)}</td>'
        f'<td class="number">{row.steps_done} of {len(lab.steps)}</td>'
        f'<td class="number">{row.goals_met} of {goals_of(lab)}</td>'
        f'<td class="number">{row.hints or ""}</td>'
        f'<td class="number">{spent(row.seconds)}</td>{cells}</tr>'
    )


def _cell(cell: Cell) -> str:
    if not cell.given:
        return '<td class="empty">no answer</td>'
    sign = {True: "✓", False: "✗", None: ""}[cell.right]
    mood = {True: "good", False: "bad", None: "muted"}[cell.right]
    note = text(f"{cell.said} ({cell.note})" if cell.note else cell.said)
    mark = f'<span class="mark {mood}">{sign}</span>' if sign else ""
    return f'<td class="said" title="{note}">{mark}{text(_short(cell.said))}</td>'


def _foot(table: LabTable) -> str:
    """How many had each prompt right, and the means."""
    rows = table.rows
    count = len(rows)
    shares: list[str] = []
    for key in table.keys:
        judged = [row.cells[key].right for row in rows if row.cells[key].right is not None]
        right = sum(each is True for each in judged)
        shares.append(f"<td>{right} of {len(judged)} right</td>" if judged else "<td></td>")
    mean = sum(row.points for row in rows) / count
    seconds = sum(row.seconds for row in rows) / count
    return (
        f'<tr><td class="who">Mean of {count}</td><td class="number">{mean:.1f}</td>'
        f'<td></td><td></td><td></td><td class="number">{spent(seconds)}</td>{"".join(shares)}</tr>'
    )


def _notes(rows: tuple[Row, ...]) -> str:
    lines = "".join(
        f"<tr><td>{_who(row)}</td><td><ul>"
        + "".join(f"<li>{text(each)}</li>" for each in row.troubles)
        + "</ul></td></tr>"
        for row in rows
    )
    return f'<table class="notes">{lines}</table>'


def _who(row: Row) -> str:
    """Student and file, as far as they are known."""
    file = f'<span class="muted">{text(row.file)}</span>'
    return f"<b>{text(row.student)}</b><br>{file}" if row.student else file


def _short(said: str) -> str:
    return said if len(said) <= 60 else said[:59] + "…"
