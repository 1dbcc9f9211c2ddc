from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from optlab.engine.activations import LeakyRelu, Relu, Sigmoid
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import Bowl
from optlab.engine.models import Mlp
from optlab.engine.optimizers import Adam, Momentum, Nesterov
from optlab.engine.starts import Zeros
from optlab.session.bad_file import BadFile
from optlab.session.files import plain
from optlab.session.override import override

START = replace(Experiment(), racers=(Racer("One", Momentum()), Racer("Two", Nesterov(beta=0.5))))


def after(change: str) -> dict[str, Any]:
    return plain(override(START, change))


def refusal(change: str) -> str:
    with pytest.raises(BadFile) as caught:
        override(START, change)
    return str(caught.value)


def test_a_change_to_all_racers():
    racers = after("optimizer.learning_rate=0.25")["racers"]
    assert [racer["optimizer"]["learning_rate"] for racer in racers] == [0.25, 0.25]
    assert racers[1]["optimizer"]["beta"] == 0.5


@pytest.mark.parametrize("path", ["racers.1.optimizer.beta", "racers[1].optimizer.beta"])
def test_a_change_to_one_racer(path):
    racers = after(f"{path} = 0.75")["racers"]
    assert [racer["optimizer"]["beta"] for racer in racers] == [0.9, 0.75]


def test_short_paths_reach_into_the_objective():
    assert after("dataset.samples=100")["objective"]["dataset"]["samples"] == 100
    assert after("objective.batch_size=0")["objective"]["batch_size"] == 0
    assert after("model.hidden=[3, 3]")["objective"]["model"]["hidden"] == [3, 3]
    assert after("test_share=0.25")["objective"]["test_share"] == 0.25
    assert after("steps=42")["steps"] == 42


def test_another_kind_begins_with_its_defaults():
    assert override(START, "optimizer.kind=adam").racers[0].optimizer == Adam()
    assert override(START, "start.kind=zeros").start == Zeros()
    assert override(START, 'start={ kind = "zeros" }').start == Zeros()
    rolling = override(START, 'objective={ kind = "landscape" }')
    assert rolling.objective == Landscape()
    assert override(rolling, "landscape.kind=bowl").objective == Landscape(Bowl())


def test_a_change_to_an_entry_of_a_list():
    layers = override(START, 'model.activations=[{ kind = "relu" }, { kind = "leaky-relu" }]')
    assert layers.objective == Fitting(model=Mlp(activations=(Relu(), LeakyRelu())))
    other = override(layers, "objective.model.activations[0].kind=sigmoid")
    assert other.objective == Fitting(model=Mlp(activations=(Sigmoid(), LeakyRelu())))
    steeper = override(other, "model.activations[1].slope=0.25")
    assert steeper.objective == Fitting(model=Mlp(activations=(Sigmoid(), LeakyRelu(0.25))))
    assert override(steeper, "model.activations=[]").objective == Fitting()


def test_a_bare_word_is_a_text():
    assert override(START, "racers.0.name=Fast").racers[0].name == "Fast"
    assert override(START, 'racers.0.name="Very fast"').racers[0].name == "Very fast"


LINES = (Path(__file__).parent / "changes.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("change", "sentence"), [*zip(LINES[::2], LINES[1::2], strict=True)])
def test_trouble_is_one_sentence(change, sentence):
    assert refusal(change) == f"--set {change}: {sentence.strip()}"


def test_one_change_is_one_line():
    assert refusal("steps=3\nseed=4").endswith(
        "write one path=value, such as optimizer.learning_rate=0.1."
    )
