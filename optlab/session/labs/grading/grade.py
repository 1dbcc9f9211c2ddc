"""From a folder of reports to a table: read everything, mark it lab by lab, compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

from optlab.session.bad_file import BadFile
from optlab.session.labs.expected import Expected
from optlab.session.labs.grading.collecting import reports_in
from optlab.session.labs.grading.copies import suspicions
from optlab.session.labs.grading.marking import marked
from optlab.session.labs.grading.row import Row
from optlab.session.labs.reading import LabFile, read_lab, shipped_labs
from optlab.session.labs.report import Report, read_report
from optlab.session.labs.variants import seed_of


@dataclass(frozen=True)
class LabTable:
    """The reports of one lab, by student."""

    file: LabFile
    rows: tuple[Row, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The prompts, in order."""
        return tuple(prompt.key for step in self.file.lab.steps for prompt in step.prompts)


@dataclass(frozen=True)
class ClassTable:
    """All reports of a folder: a table for each lab, and those that belong to none."""

    labs: tuple[LabTable, ...]
    others: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every report."""
        return (*(row for lab in self.labs for row in lab.rows), *self.others)


Grading = Generator[str, None, ClassTable]
"""What is being done, now and then; at last the table."""


def grade(folder: Path, lab: LabFile | None = None) -> Grading:
    """Grade the reports in a folder: those of `lab`, or each by the lab of its name.

    Raises BadFile where there is nothing to grade; a bad report is a row with its sentence.
    """
    read: dict[str, list[tuple[str, Report]]] = defaultdict(list)
    others: list[Row] = []
    paths = reports_in(folder)
    for number, path in enumerate(paths, 1):
        yield f"reading report {number} of {len(paths)}"
        name = path.relative_to(folder).as_posix()
        try:
            report = read_report(path)
        except BadFile as trouble:
            others.append(Row(name, troubles=(f"UNREADABLE: {trouble.sentence}",)))
        else:
            read[report.head.lab].append((name, report))
    tables: list[LabTable] = []
    for lab_name, reports in sorted(read.items()):
        found = _lab_of(lab_name, reports[0][1], lab)
        if isinstance(found, str):
            others += [_unmarked(name, report, found) for name, report in reports]
        else:
            tables.append((yield from _graded(found, reports)))
    return ClassTable(tuple(tables), tuple(others))


def _graded(lab: LabFile, reports: list[tuple[str, Report]]) -> Generator[str, None, LabTable]:
    """Mark the reports of one lab, those with the same seed together, and compare them."""
    expected = Expected(lab.lab)

    def order(each: tuple[str, Report]) -> tuple[int, str]:
        return seed_of(lab.lab, each[1].head.lab, each[1].head.student) or 0, each[0]

    handed: list[tuple[Row, Report]] = []
    for number, (name, report) in enumerate(sorted(reports, key=order), 1):
        note = f"{lab.name}: marking report {number} of {len(reports)}"
        yield note
        work = marked(name, report, lab, expected)
        while True:
            try:
                next(work)
            except StopIteration as end:
                handed.append((end.value, report))
                break
            yield note
    handed.sort(key=lambda each: (each[0].student.casefold(), each[0].file))
    yield f"{lab.name}: comparing {len(handed)} reports"
    told = suspicions(lab.lab, handed)
    rows = [
        replace(row, troubles=(*row.troubles, *told[place]))
        for place, (row, _) in enumerate(handed)
    ]
    return LabTable(lab, tuple(rows))


def _lab_of(name: str, report: Report, given: LabFile | None) -> LabFile | str:
    """The lab that reports of this name belong to, or why there is none."""
    if given is not None:
        if name == given.name or report.head.title == given.lab.title:
            return given
        return f'This is a report of the lab "{name}", not of "{given.name}".'
    path = shipped_labs().get(name)
    if path is None:
        return f'The lab "{name}" does not come with OptLab; name its file with --lab.'
    return read_lab(path)


def _unmarked(name: str, report: Report, why: str) -> Row:
    changed = (f"CHANGED: {report.flaw}",) if report.flaw else ()
    return Row(
        name,
        lab=report.head.lab,
        student=report.head.student,
        seal=report.head.seal,
        troubles=(f"NOT MARKED: {why}", *changed),
    )
