"""A lab is built step by step, and every edit can be taken back."""

import pytest
from msgspec.structs import replace

from optlab.engine import Experiment
from optlab.session.bad_file import BadFile
from optlab.session.labs.draft import Draft, new_lab
from optlab.session.labs.lab import Controls
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.reading import MOST_STEPS, read_lab, shipped_labs
from tests.session.labs.grounds import on_bowl

NUMBER = """\
[[prompts]]
kind = "number"
key = "low"
question = "How low?"
answer = { kind = "loss" }
"""


@pytest.fixture
def draft() -> Draft:
    return Draft(new_lab(on_bowl()), "own")


def titles(draft: Draft) -> list[str]:
    return [step.title for step in draft.lab.steps]


def test_a_new_lab_begins_with_what_is_on_screen_and_is_sound(draft):
    assert draft.experiment(0) == on_bowl()
    assert [each for each in check_lab(draft.file) if isinstance(each, Trouble)] == []


def test_steps_are_added_moved_and_removed(draft):
    draft.add_step(0)
    draft.add_step(1, Experiment())
    assert titles(draft) == ["Step 1", "Step 2", "Step 3"]
    assert draft.experiment(1) == on_bowl()
    assert draft.experiment(2) == Experiment()
    assert draft.move_step(2, -1) == 1
    assert titles(draft) == ["Step 1", "Step 3", "Step 2"]
    assert draft.remove_step(2) == 1
    assert titles(draft) == ["Step 1", "Step 3"]


def test_a_step_keeps_its_experiment_when_its_owner_is_removed(draft):
    draft.add_step(0)
    draft.remove_step(0)
    assert titles(draft) == ["Step 2"]
    assert draft.experiment(0) == on_bowl()


def test_the_last_step_stays(draft):
    assert draft.remove_step(0) == 0
    assert len(draft.lab.steps) == 1


def test_a_lab_can_be_full(draft):
    for _ in range(MOST_STEPS - 1):
        draft.add_step(0)
    with pytest.raises(BadFile, match=f"at most {MOST_STEPS} steps"):
        draft.add_step(0)


def test_every_edit_can_be_taken_back_and_made_again(draft):
    before = draft.lab
    draft.edit(title="Bowls")
    draft.edit_step(0, text="Look.")
    draft.capture(0, Experiment())
    after = draft.lab
    for _ in range(3):
        draft.undo()
    assert draft.lab == before
    assert not draft.can_undo
    for _ in range(3):
        draft.redo()
    assert draft.lab == after
    assert not draft.can_redo


def test_an_edit_that_changes_nothing_is_none(draft):
    draft.edit(title=draft.lab.title)
    assert not draft.can_undo
    assert not draft.modified


def test_controls_are_locked_and_freed(draft):
    draft.lock(0, "dataset", "fixed")
    draft.lock(0, "start", "hidden")
    assert draft.lab.steps[0].controls == Controls(fixed=("dataset",), hidden=("start",))
    draft.lock(0, "dataset", "hidden")
    draft.lock(0, "start", "free")
    assert draft.lab.steps[0].controls == Controls(hidden=("dataset",))
    draft.show_only(0, ("seed",))
    assert draft.lab.steps[0].controls.shown == ("seed",)
    draft.free(0)
    assert draft.lab.steps[0].controls == Controls()


def test_prompts_are_typed_as_in_the_file(draft):
    draft.set_part(0, "prompts", NUMBER)
    (prompt,) = draft.lab.steps[0].prompts
    assert prompt.key == "low"
    assert draft.part(0, "prompts") == NUMBER
    draft.set_part(0, "prompts", "")
    assert draft.lab.steps[0].prompts == ()
    assert draft.part(0, "prompts") == ""


@pytest.mark.parametrize("name", list(shipped_labs())[:2])
def test_what_is_shown_of_a_shipped_lab_can_be_typed_again(name):
    draft = Draft(read_lab(shipped_labs()[name]).lab, name)
    before = draft.lab
    for place in range(len(before.steps)):
        for part in ("prompts", "checks", "claims"):
            draft.set_part(place, part, draft.part(place, part))
    assert draft.lab == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NUMBER.replace('"number"', '"nummer"'), "prompts, line 2: .*did you mean number"),
        (NUMBER.replace('"low"', '"L O W"'), "prompts, line 3: "),
        (NUMBER + "oops", "prompts, line 6: this is not valid TOML"),
        (NUMBER + NUMBER, "two prompts"),
        ('[[steps]]\ntitle = "x"\n', "text is missing"),
        ('[[steps]]\ntitle = "x"\ntext = "x"\n', r"only \[\[prompts\]\] belong here"),
        ("[steps.experiment]\nsteps = 5\n", r"only \[\[prompts\]\] belong here"),
    ],
)
def test_what_cannot_be_is_said_with_its_line_and_nothing_changes(draft, text, said):
    before = draft.lab
    with pytest.raises(BadFile, match=said):
        draft.set_part(0, "prompts", text)
    assert draft.lab == before


def test_a_key_is_used_once_in_the_whole_lab(draft):
    draft.set_part(0, "prompts", NUMBER)
    draft.add_step(0)
    before = draft.lab
    with pytest.raises(BadFile, match="two prompts"):
        draft.set_part(1, "prompts", NUMBER)
    assert draft.lab == before


def test_saving_is_remembered(draft):
    draft.edit(title="Bowls")
    assert draft.modified
    draft.keep()
    assert not draft.modified
    assert replace(draft.lab, title="Bowls") == draft.lab
