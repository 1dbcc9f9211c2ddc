"""What teachers read about the format is what the declarations say."""

import pytest

from optlab.engine.declare import knobs
from optlab.resources import resource
from optlab.session.labs.conditions import CONDITIONS
from optlab.session.labs.lab import Claim, Controls, Goal, Lab, LabStep, View
from optlab.session.labs.measures import MEASURES
from optlab.session.labs.pointing import BUTTONS, TABS, VIEWS
from optlab.session.labs.prompts import PROMPTS
from optlab.session.labs.prompts.prompt import Prompt

README = resource("labs", "README.md").read_text("utf-8")


@pytest.mark.parametrize("declared", [Lab, LabStep, Controls, View, Prompt, Goal, Claim])
def test_every_key_is_explained_by_its_own_help(declared):
    for knob in knobs(declared):
        assert f"| `{knob.name}` | {knob.help} |" in README


@pytest.mark.parametrize("catalog", [PROMPTS, CONDITIONS, MEASURES])
def test_every_kind_is_there_with_its_keys(catalog):
    common = {knob.name for knob in knobs(Prompt)} if catalog is PROMPTS else set()
    for kind, choice in catalog.items():
        own = [f"`{knob.name}`" for knob in knobs(choice) if knob.name not in common]
        assert f"| `{kind}` | {choice.help} | {', '.join(own) or '-'} |" in README


def test_everything_that_a_link_can_point_at_is_named():
    for name in (*BUTTONS, *TABS, *VIEWS):
        assert f"`{name}`" in README
