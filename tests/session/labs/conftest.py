"""A lab with a prompt of every kind, and a clock that goes when it is told to."""

import pytest

from optlab.engine.experiment import Experiment
from optlab.session.files import plain
from optlab.session.labs.conditions import Below
from optlab.session.labs.lab import Goal, Lab, LabStep
from optlab.session.labs.measures.combined import Constant
from optlab.session.labs.measures.curves import Loss
from optlab.session.labs.prompts import (
    Column,
    DrawnCurve,
    FreeText,
    MarkedPoint,
    MultipleChoice,
    Number,
    Table,
)
from optlab.session.labs.reading import LabFile
from optlab.session.labs.shelves import Shelves
from tests.session.labs import grounds

CURVE = DrawnCurve(key="curve", question="How will it fall?", predict=True, points=2)
CHOICE = MultipleChoice(key="choice", question="Which $α$?", options=("this", "that"), answer=2)
NUMBER = Number(key="number", question="How much?", answer=Constant(value=0.2), unit="cups")
TEXT = FreeText(key="text", question="Why is that?")
TABLE = Table(
    key="table",
    question="Fill it.",
    columns=(Column(title="Rate", setting="optimizer.learning_rate"), Column(title="End")),
)
POINT = MarkedPoint(key="point", question="Where will it end?", predict=True)
GOAL = Goal(says="The loss falls below 0.2.", check=Below(what=Loss(), limit=0.2))


class Clock:
    """Seconds since 1970 that stand still until somebody moves them."""

    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def lab():
    return Lab(
        title="Steps",
        summary="How large a step may be.",
        minutes=10,
        goals=("Know it.",),
        seeds=(3, 7, 12),
        steps=(
            LabStep(
                title="One & two",
                text="Look.",
                experiment=plain(Experiment()),
                prompts=(CURVE, CHOICE, NUMBER),
                hints=("First.", "Second."),
            ),
            LabStep(title="Three", text="Look.", prompts=(TEXT, TABLE, POINT), checks=(GOAL,)),
            LabStep(title="Four", text="Nothing to do."),
        ),
    )


@pytest.fixture(scope="session")
def lab_file(lab):
    return LabFile("steps", lab, "the text")


@pytest.fixture
def notebook(tmp_path, lab_file, clock):
    opened = Shelves(tmp_path).open(lab_file, "group 7", clock)
    yield opened
    opened.close()


@pytest.fixture
def bowl():
    return grounds.on_bowl()


@pytest.fixture
def line():
    return grounds.line()


@pytest.fixture
def circle():
    return grounds.circle()
