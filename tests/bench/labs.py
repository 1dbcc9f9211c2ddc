"""Labs: how long a class's reports take to be graded."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from optlab.engine.keys import generator
from optlab.session.labs.entries import Begin
from optlab.session.labs.expected import Expected
from optlab.session.labs.grading import class_csv, class_html, grade
from optlab.session.labs.journal import Journal
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import AnyPrompt, DrawnCurve, FreeText, MarkedPoint, Number, Table
from optlab.session.labs.reading import LabFile, read_lab, shipped_labs
from optlab.session.labs.report import dump
from optlab.session.labs.trial import finish
from optlab.session.labs.variants import seed_of
from tests.bench.measure import Row, at_most, seconds

REPORTS = 200

WORDS = ("step", "rate", "slope", "loss", "bowl", "marble", "falls", "slowly", "faster", "noise")


def rows() -> Iterator[Row]:
    """200 reports of the lab that takes longest to work out: read, verified, marked, compared."""
    slowest, took = "", 0.0
    for name, path in shipped_labs().items():
        file = read_lab(path)
        spent = seconds(lambda file=file: work_out(file))
        slowest, took = max((slowest, took), (name, spent), key=lambda each: each[1])
    file = read_lab(shipped_labs()[slowest])
    with TemporaryDirectory() as folder:
        expected = Expected(file.lab)
        for number in range(REPORTS):
            report = dump(worked(file, expected, f"student {number}").journal.lines)
            Path(folder, f"{number}.optreport").write_bytes(report)
        spent = seconds(lambda: tables(Path(folder)))
    yield at_most(f"{REPORTS} reports of the lab {slowest} graded", spent, 20.0, "s")


def work_out(file: LabFile) -> None:
    """All right numbers for all seeds."""
    expected = Expected(file.lab)
    for seed in file.lab.seeds or (None,):
        for key in expected.prompts:
            finish(expected.told(key, seed))


def tables(folder: Path) -> None:
    """Grade, and write both tables."""
    table = finish(grade(folder))
    class_csv(table)
    class_html(table)


def worked(file: LabFile, expected: Expected, student: str) -> Notebook:
    """The notebook of a student who answered everything."""
    seed = seed_of(file.lab, file.name, student)
    random = generator(1, f"answers of {student}")
    times = itertools.accumulate(random.uniform(1.0, 90.0, 2000).tolist(), initial=1.8e9)
    journal = Journal(clock=lambda: next(times))
    journal.append(
        Begin,
        lab=file.name,
        title=file.lab.title,
        student=student,
        seed=seed,
        digest=file.digest,
        version="bench",
    )
    notebook = Notebook(file.lab, journal)
    for place, step in enumerate(file.lab.steps):
        notebook.enter(place)
        for prompt in step.prompts:
            right = finish(expected.number(prompt.key, seed))
            value = answer(prompt, right, [random.choice(WORDS) for _ in range(20)], expected, seed)
            verdict = finish(expected.verdict(prompt.key, seed, value))
            if prompt.predict:
                notebook.lock(prompt.key, value)
                notebook.outcome(prompt.key, verdict)
            else:
                notebook.answer(prompt.key, value, verdict)
    notebook.finish()
    return notebook


def answer(
    prompt: AnyPrompt, right: float, words: list[str], expected: Expected, seed: int | None
) -> Any:
    """Some answer to a prompt."""
    match prompt:
        case Number():
            return right * float(len(words[0]))
        case FreeText():
            return " ".join(words) + "." * prompt.least
        case Table():
            cells = [float(len(words)) for _ in prompt.columns]
            return [{"cells": cells, "settings": {}}] * prompt.least
        case DrawnCurve():
            return [[float(step), len(word) / (1.0 + step)] for step, word in enumerate(words)]
        case MarkedPoint():
            return [0.5] * expected.trial(prompt.key, seed).objective.size
        case _:
            return 1
