"""What an author begins with is sound, and every control can be named."""

import pytest
from msgspec.structs import replace

from optlab.engine import Experiment
from optlab.session.labs.draft import Draft, new_lab
from optlab.session.labs.lab import Controls, prompt_keys
from optlab.session.labs.locks import locks_of, whole
from optlab.session.labs.openable import openable
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.snippets import SNIPPETS, snippet
from optlab.session.override import value_at
from tests.session.labs.grounds import on_bowl

PROMPTS = list(SNIPPETS["prompts"])


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_to_begin_with_is_sound(name):
    draft = Draft(new_lab(on_bowl()), "own")
    draft.set_part(0, "prompts", snippet("prompts", name, ()))
    assert [str(each) for each in check_lab(draft.file) if isinstance(each, Trouble)] == []


@pytest.mark.parametrize("part", ["checks", "claims"])
def test_checks_and_claims_to_begin_with_are_read(part):
    draft = Draft(new_lab(Experiment()), "own")
    text = "\n".join(snippet(part, name, ()) for name in SNIPPETS[part])
    draft.set_part(0, part, text)
    held = getattr(draft.lab.steps[0], part)
    assert len(held) == len(SNIPPETS[part])
    for each in held:
        each.check.check(Experiment())


def test_keys_are_never_taken_twice():
    draft = Draft(new_lab(Experiment()), "own")
    for _ in range(3):
        typed = draft.part(0, "prompts") + snippet("prompts", "Text", prompt_keys(draft.lab))
        draft.set_part(0, "prompts", typed)
    assert prompt_keys(draft.lab) == ("text-1", "text-2", "text-3")


@pytest.mark.parametrize("experiment", [Experiment(), on_bowl()])
def test_every_control_can_be_set_and_locked(experiment):
    controls = openable(experiment)
    assert len({each.path for each in controls}) == len(controls)
    for each in controls:
        if each.path != "racers":
            value_at(experiment, each.path)
        locks = locks_of(Controls(fixed=(each.path,)))
        assert locks.state(whole(each.path)) == "fixed"


def test_a_lock_on_a_listed_control_holds():
    locks = locks_of(Controls(fixed=("steps",)))
    assert locks.refusal(Experiment(), replace(Experiment(), steps=7)) is not None
