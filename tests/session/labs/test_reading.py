"""A lab is read, or refused with one sentence that names the line."""

import pytest

from optlab.engine.experiment import Landscape
from optlab.session.bad_file import BadFile
from optlab.session.labs.course import ROWS, course_map
from optlab.session.labs.lab import prompt_keys
from optlab.session.labs.reading import experiment_at, find_lab, parse_lab, read_lab, shipped_labs

TEXT = '''\
format = 1
title = "A bowl"
summary = "Roll down."
minutes = 10
goals = ["See a minimum."]
seeds = [3, 5]

[[steps]]
title = "Look"
text = """
A [bowl]
seed = 3
"""
teaches = [5, 7]

[steps.experiment]
steps = 40
objective = { kind = "landscape", landscape = { kind = "bowl" } }
start = { kind = "uniform" }

[[steps.prompts]]
kind = "number"
key = "lowest"
question = "How low is it?"

[[steps]]
title = "Roll"
text = "Press Play."
varied = true

[[steps.prompts]]
kind = "multiple-choice"
key = "where"
question = "Where does it end?"
options = ["left", "right"]
answer = 1
'''


def test_a_lab_is_read_with_its_steps_and_prompts():
    lab = parse_lab(TEXT, "bowl.toml")
    assert [step.title for step in lab.steps] == ["Look", "Roll"]
    assert prompt_keys(lab) == ("lowest", "where")
    assert lab.level == "first steps"


def test_a_step_goes_on_with_the_experiment_before_it_and_a_varied_one_takes_the_seed():
    lab = parse_lab(TEXT, "bowl.toml")
    first, second = experiment_at(lab, 0, seed=5), experiment_at(lab, 1, seed=5)
    assert isinstance(first.objective, Landscape)
    assert (first.seed, second.seed) == (7, 5)
    assert experiment_at(lab, 1) == first


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "A bowl"', "", "title is missing"),
        ('title = "Look"', "", r"bowl.toml, line 8: steps\[0\].title is missing"),
        ("minutes = 10", "minutes = 999", "line 4: minutes must be at least 1, at most 240"),
        ('kind = "bowl"', 'kind = "bowel"', r"line 18: .*did you mean bowl"),
        ("steps = 40", "steps = 0", r"line 17: steps\[0\].experiment"),
        ("[5, 7]", "[5, 31]", r"line 14: steps\[0\].teaches\[1\]"),
        ('key = "lowest"', 'key = "Low est"', r"line 23: steps\[0\].prompts\[0\].key"),
        ('key = "where"', 'key = "lowest"', r"line 33: .*two prompts"),
        ("answer = 1", 'answer = "left"', r"line 36: steps\[1\].prompts\[0\].answer"),
        ("varied = true", "varied = 1", r"line 29: .*true or false"),
        ('text = "Press Play."', "txet = 1", "did you mean text"),
        ('kind = "number"', "", r"steps\[0\].prompts\[0\].kind is missing|goes with"),
        ("format = 1", "format = 2", "from a newer OptLab"),
        ("seeds = [3, 5]", "seeds = [-3]", r"seeds\[0\]"),
        ("[[steps]]", "[[stages]]", "stages is unknown"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_with_its_line(old, new, said):
    with pytest.raises(BadFile, match=said):
        parse_lab(TEXT.replace(old, new), "bowl.toml")


@pytest.mark.parametrize("text", ["", "title = ", "steps = []", 'steps = "no"', "a = 1"])
def test_what_is_no_lab_is_refused(text):
    with pytest.raises(BadFile):
        parse_lab(text, "x.toml")


def test_a_lab_without_steps_is_none():
    head = TEXT.partition("[[steps]]")[0]
    with pytest.raises(BadFile, match="1 to 40 steps"):
        parse_lab(f"{head}steps = []\n", "x.toml")


def test_a_folder_and_a_file_hold_the_same_lab(tmp_path):
    (tmp_path / "bowl.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bowl").mkdir()
    (tmp_path / "bowl" / "lab.toml").write_text(TEXT, encoding="utf-8")
    file, folder = read_lab(tmp_path / "bowl.toml"), read_lab(tmp_path / "bowl")
    assert file.name == folder.name == "bowl"
    assert file.lab == folder.lab
    assert file.digest == folder.digest


def test_a_lab_that_is_nowhere_is_named_with_those_that_are():
    with pytest.raises(BadFile, match='"nowhere" is neither a file nor a lab'):
        find_lab("nowhere")


def test_shipped_labs_are_found_by_name_in_the_order_of_teaching():
    orders = [read_lab(path).lab.order for path in shipped_labs().values()]
    assert orders == sorted(orders)
    for name, path in shipped_labs().items():
        assert find_lab(name) == path


def test_the_map_of_the_course_has_every_row():
    lab = parse_lab(TEXT, "bowl.toml")
    taught = course_map({"bowl": lab})
    assert set(taught) == set(ROWS) == set(range(1, 31))
    assert [(place.lab, place.step) for place in taught[7]] == [("bowl", 1)]
    assert taught[30] == []
