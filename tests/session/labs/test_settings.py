"""What differs between two experiments, said so that the one can be made out of the other."""

from itertools import permutations

import pytest
from msgspec.structs import replace

from optlab.engine.experiment import Experiment
from optlab.resources import resource
from optlab.session.bad_file import BadFile
from optlab.session.files import read_experiment
from optlab.session.labs.settings import experiment_with, settings_between
from optlab.session.override import override

BASE = Experiment()
EXAMPLES = [read_experiment(path) for path in sorted(resource("examples").glob("*.optlab"))]


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ("steps=20", "steps", 20),
        ("optimizer.learning_rate=0.25", "optimizer.learning_rate", 0.25),
        ("racers[1].optimizer.beta1=0.5", "racers[1].optimizer.beta1", 0.5),
        ("dataset.noise=0.2", "dataset.noise", 0.2),
        ("model.hidden=[3]", "model.hidden", [3]),
        ("racers[0].name=Fast", "racers[0].name", "Fast"),
    ],
)
def test_one_change_is_one_setting(change, path, value):
    assert settings_between(BASE, override(BASE, change)) == {path: value}


def test_another_kind_is_a_setting_with_its_knobs():
    own = override(BASE, "model.activation={ kind = 'relu' }")
    assert settings_between(BASE, own) == {"model.activation": {"kind": "relu"}}


def test_other_racers_are_one_setting():
    own = replace(BASE, racers=BASE.racers[:1])
    found = settings_between(BASE, own)
    assert list(found) == ["racers"]
    assert experiment_with(BASE, found) == own


def test_nothing_changed_is_no_setting():
    assert settings_between(BASE, BASE) == {}
    assert experiment_with(BASE, {}) == BASE


def test_any_experiment_can_be_made_out_of_any_other():
    assert len(EXAMPLES) > 3
    for begin, own in permutations([BASE, *EXAMPLES], 2):
        assert experiment_with(begin, settings_between(begin, own)) == own


@pytest.mark.parametrize("path", ["nonsense", "racers[7].name", "steps.x", "optimizer.x.y", ""])
def test_settings_that_cannot_be_are_one_sentence(path):
    with pytest.raises(BadFile):
        experiment_with(BASE, {path: 1})
