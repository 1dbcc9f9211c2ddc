"""A class that works on the lab of the template, with a curve to draw and three more numbers."""

import itertools

import pytest

from optlab.engine.keys import generator
from optlab.resources import resource
from optlab.session.labs.entries import Begin
from optlab.session.labs.expected import Expected
from optlab.session.labs.journal import Journal
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.prompts import Verdict
from optlab.session.labs.reading import LabFile, parse_lab
from optlab.session.labs.report import dump
from optlab.session.labs.trial import finish
from optlab.session.labs.variants import seed_of
from optlab.session.message import Message

MORE = """
[[steps.prompts]]
kind = "drawn-curve"
key = "curve"
question = "Draw the loss."
predict = true

[[steps.prompts]]
kind = "number"
key = "begin"
question = "How large is the loss at the start?"
answer = { kind = "loss", step = 0 }

[[steps.prompts]]
kind = "number"
key = "slope"
question = "How steep is it there?"
answer = { kind = "gradient-norm", step = 0 }

[[steps.claims]]
says = "After 40"""

CURVE = [[0, 25.0], [40, 18.0]]
WORDS = {
    "Anna": "It scales the slope, and so it says how long every single step becomes.",
    "Bob": "The larger it is the further the marble jumps, until it jumps right out.",
    "Cem": "A factor in front of the gradient. Mine was too small, so nothing came of it.",
    "Dora": "How brave the marble is: with little courage it hardly moves at all downhill.",
}


@pytest.fixture(scope="session")
def file():
    text = resource("templates", "lab.toml").read_text("utf-8")
    text = text.replace('\n[[steps.claims]]\nsays = "After 40', MORE, 1)
    return LabFile("bowls", parse_lab(text, "bowls"), text)


@pytest.fixture(scope="session")
def expected(file):
    return Expected(file.lab)


@pytest.fixture
def work(file, expected):
    """Answers the whole lab; `said` are answers other than the right ones, `claim` the verdicts."""

    def work(student, *, said=(), pace=0, claim=None, until=None):
        seed = seed_of(file.lab, file.name, student)
        pauses = generator(pace, f"pauses of {student}").uniform(2.0, 60.0, 100).tolist()
        times = itertools.accumulate(pauses, initial=1_800_000_000.0)
        journal = Journal(clock=lambda: next(times))
        head = {"lab": file.name, "title": file.lab.title, "student": student, "seed": seed}
        journal.append(Begin, **head, digest=file.digest, version="0.1.0")
        notebook = Notebook(file.lab, journal)
        answers = {
            "guess": 2,
            "curve": CURVE,
            "words": WORDS.get(student, f"{student} thinks that {student} has nothing to add."),
            "rates": [
                {"cells": [rate, rate * 2], "settings": {"optimizer.learning_rate": rate}}
                for rate in (0.1, 0.2, 0.3)
            ],
        } | dict(said)
        for place, step in enumerate(file.lab.steps[:until]):
            notebook.enter(place)
            for prompt in step.prompts:
                right = finish(expected.number(prompt.key, seed))
                value = answers.get(prompt.key, right)
                try:
                    verdict = finish(expected.verdict(prompt.key, seed, value))
                except ValueError:  # a forged report says so all the same
                    verdict = Verdict(None, 0.0, Message("Kept."))
                verdict = verdict if claim is None else type(verdict)(claim, 0.0, verdict.says)
                if prompt.predict:
                    notebook.lock(prompt.key, value)
                    notebook.outcome(prompt.key, verdict)
                else:
                    notebook.answer(prompt.key, value, verdict)
            for at in range(len(step.checks)):
                notebook.meet(place, at, "It is.", {})
        notebook.finish()
        return notebook

    return work


class Class:
    """The folder of a class; called, it writes the report of a student and returns its path."""

    def __init__(self, folder, work):
        self.folder, self.work = folder, work
        folder.mkdir()

    def __call__(self, student, name=None, **how):
        path = self.folder / f"{name or student}.optreport"
        path.write_bytes(dump(self.work(student, **how).journal.lines))
        return path


@pytest.fixture
def hand_in(work, tmp_path):
    return Class(tmp_path / "class", work)
