"""Every lab in `broken` has one mistake; this is what its author is told."""

from pathlib import Path

import pytest

from optlab.resources import resource
from optlab.session.bad_file import BadFile
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.reading import LabFile, parse_lab, read_lab

FOLDER = Path(__file__).parent / "broken"

UNREADABLE = {
    "newer_format": "line 1: format is 2, from a newer OptLab",
    "not_toml": "line 4: this is not valid TOML at column 11",
    "no_steps": "a lab has 1 to 40 steps, not 0",
    "unknown_key": "line 12: steps[0].tasks is unknown (did you mean task?)",
    "missing_minutes": "minutes is missing",
    "level": 'level must be first steps, going deeper or going on, not the text "easy"',
    "row_of_course": "line 12: steps[0].teaches[0] must be at least 1, at most 30, not 31",
    "kind_of_prompt": "line 22: steps[0].prompts[0].kind must be multiple-choice, number, ",
    "bad_key": 'line 23: steps[0].prompts[0].key must be short and made of a-z, 0-9 and "-"',
    "key_twice": '"loss" is the key of two prompts',
    "experiment_knob": "racers[0].optimizer.learning_rat is unknown (did you mean learning_rate?)",
    "experiment_unfit": "Cross-entropy needs classes, but Line has numbers to predict",
}
"""What cannot even be read."""

SEEN = {
    "control": "line 13, steps[0].controls.fixed: optimizer.lerning_rate is unknown "
    "(did you mean learning_rate?).",
    "control_of_fitting": "dataset is no control here, where the objective is a landscape.",
    "tab": "line 12, steps[0].view.tab: The tab metrics shows nothing on a landscape",
    "racer_in_view": 'There is no racer "Marbel" here (did you mean Marble?).',
    "cursor": "The run has 30 steps, so the cursor cannot stand at 31.",
    "racer_in_claim": 'There is no racer "Adam" here, only Marble.',
    "measure_of_fitting": "A landscape has no data, so there is no such number.",
    "loss_on_test": "No data is kept back for testing here.",
    "step_beyond": "The run has only 30 steps, not 99.",
    "options": "line 26, steps[0].prompts[0].answer: There are 2 options, so 3 is none of them.",
    "one_option": "There must be 2 to 12 options, not 1.",
    "marked_point": "A point can be marked only where there are one or two parameters.",
    "column": "optimizer.rate is unknown",
    "prediction_too_late": "line 40, steps[1].prompts[0]: What is to be drawn here was seen "
    "already: a step before it plays the same run. Give this step an experiment of its own.",
    "seeds_missing": "The step is varied, but the lab has no seeds to vary it with. List some",
    "seeds_unused": "line 5, seeds: There are seeds, but no step is varied.",
    "seed_twice": "A seed is listed twice. List every seed once.",
    "varied_again": "line 38, steps[1]: The step goes on with the run of step 1, which is varied.",
    "no_text": "line 9, steps[0].text: There is nothing here to read.",
    "script": 'line 10, steps[0].text: "<script>" is HTML, which is shown as it is typed',
    "link_out": 'line 12, steps[0].task: The link to "javascript:alert(1)" leads nowhere',
    "link_nowhere": "show:pley points at nothing (did you mean play?).",
    "link_to_hidden": "show:start points at a control that this step hides.",
    "picture": 'There is no picture "bowl.png" in the lab.',
    "picture_outside": 'The picture "../../bowl.png" lies outside the lab',
    "tex": "\\theta is TeX; formulas are typed as they look",
    "endless": "at most 20,000 are shown, so make two steps of it.",
    "solution_path": "line 30, steps[0].checks[0].solution: racers[0].optimizer.learning_rte is "
    "unknown (did you mean learning_rate?)",
    "solution_locked": "The solution does what a student may not",
    "claim_set": "line 34, steps[0].claims[0].set: racers.1 does not exist",
}
"""What is seen by reading; the engine is not asked."""

TOLD = {
    "never_reached": "What is asked for here is infinite in the run of this step.",
    "solution_too_weak": "The solution optimizer.learning_rate=0.02 does not meet "
    '"The loss falls below 0.01."',
    "no_solution": 'The run as it is does not meet "The loss falls below 0.01.", and no solution',
    "met_already": 'The run as it is meets "The loss falls below 0.01." already',
    "given_in_vain": 'The run as it is does not meet "The loss falls below 0.01."',
    "claim": 'line 32, steps[0].claims[0]: The engine does not confirm "The loss rises.": 25',
    "not_on_every_seed": "With seed 1: The solution optimizer.learning_rate=0.3 does not meet",
}
"""What only the engine can tell."""


def troubles(name, *, engine):
    file = read_lab(FOLDER / f"{name}.toml")
    return [str(each) for each in check_lab(file, engine=engine) if isinstance(each, Trouble)]


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_lab_that_cannot_be_read_says_where_and_why(name):
    with pytest.raises(BadFile) as trouble:
        read_lab(FOLDER / f"{name}.toml")
    assert UNREADABLE[name] in str(trouble.value)


@pytest.mark.parametrize("name", SEEN)
def test_a_mistake_is_seen_without_the_engine(name):
    assert any(SEEN[name] in each for each in troubles(name, engine=False))


@pytest.mark.parametrize("name", TOLD)
def test_a_promise_that_does_not_come_out_is_told_by_the_engine(name):
    assert troubles(name, engine=False) == []
    (trouble,) = troubles(name, engine=True)
    assert TOLD[name] in trouble


def test_each_mistake_is_the_only_one():
    for name in SEEN:
        said = troubles(name, engine=False)
        assert len({each.partition(":")[0] for each in said}) == 1, (name, said)


def test_the_table_speaks_of_every_broken_lab():
    assert {path.stem for path in FOLDER.iterdir()} == {*UNREADABLE, *SEEN, *TOLD}


def test_a_picture_that_is_there_is_no_trouble(tmp_path):
    folder = tmp_path / "bowl"
    folder.mkdir()
    text = (FOLDER / "picture.toml").read_text("utf-8")
    (folder / "lab.toml").write_text(text, "utf-8")
    head = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20"
    (folder / "bowl.png").write_bytes(head)
    assert list(check_lab(read_lab(folder), engine=False)) == []


def test_a_lab_that_lacks_any_one_of_its_lines_is_met_with_sentences():
    lines = resource("templates", "lab.toml").read_text("utf-8").splitlines()
    refused: list[str] = []
    for number in range(len(lines)):
        text = "\n".join(lines[:number] + lines[number + 1 :])
        try:
            file = LabFile("lab", parse_lab(text, "lab.toml"), text)
        except BadFile as trouble:
            refused.append(str(trouble))
        else:
            assert all(str(each).endswith(".") for each in check_lab(file, engine=False))
    assert len(refused) > 10
    assert all(each.startswith("lab.toml") for each in refused)
