"""The labs that come with the program say nothing that the engine does not confirm."""

import json

import pytest

from optlab.cli import main
from optlab.resources import resource
from optlab.session.labs.course import ROWS, course_map
from optlab.session.labs.lab import Lab
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.reading import LabFile, read_lab, shipped_labs

LABS = {name: read_lab(path) for name, path in shipped_labs().items()}


def troubles(file: LabFile) -> list[str]:
    return [str(each) for each in check_lab(file) if isinstance(each, Trouble)]


@pytest.mark.parametrize("name", LABS)
def test_a_shipped_lab_proves_itself_on_every_seed_that_students_are_given(name):
    assert troubles(LABS[name]) == []


def test_the_template_proves_itself():
    assert troubles(read_lab(resource("templates", "lab.toml"))) == []


def test_every_row_of_the_course_is_taught_by_a_lab_step():
    taught = course_map({name: file.lab for name, file in LABS.items()})
    assert [row for row in ROWS if not taught[row]] == []


def test_the_map_of_the_course_is_printed(capsys):
    assert main(["list", "labs", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [each["row"] for each in printed["course"]] == list(ROWS)
    assert all(each["steps"] for each in printed["course"])


def asked(lab: Lab) -> int:
    return sum(len(step.prompts) + len(step.checks) for step in lab.steps)


@pytest.mark.parametrize("name", LABS)
def test_a_lab_asks_is_short_and_ends_with_what_was_learnt(name):
    lab = LABS[name].lab
    assert 10 <= lab.minutes <= 25
    assert asked(lab) >= len(lab.steps)
    assert lab.learnt
    assert "?" in lab.question
    assert lab.teacher
    assert all(step.conclusion for step in lab.steps)
    assert any(prompt.predict for step in lab.steps for prompt in step.prompts)
