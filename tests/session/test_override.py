import pytest
from msgspec.structs import replace

from optlab.engine.experiment import Experiment, Landscape, Racer
from optlab.engine.models import Mlp
from optlab.engine.optimizers import Momentum, Nesterov
from optlab.session.bad_file import BadFile
from optlab.session.override import override

START = replace(Experiment(), racers=(Racer("One", Momentum()), Racer("Two", Nesterov(beta=0.5))))


def refusal(change: str) -> str:
    with pytest.raises(BadFile) as caught:
        override(START, change)
    return str(caught.value)


def test_a_change_to_all_racers():
    changed = override(START, "optimizer.learning_rate=0.25")
    assert [racer.optimizer.learning_rate for racer in changed.racers] == [0.25, 0.25]
    assert changed.racers[1].optimizer.beta == 0.5


@pytest.mark.parametrize("path", ["racers.1.optimizer.beta", "racers[1].optimizer.beta"])
def test_a_change_to_one_racer(path):
    changed = override(START, f"{path} = 0.75")
    assert [racer.optimizer.beta for racer in changed.racers] == [0.9, 0.75]


def test_short_paths_reach_into_the_objective():
    assert override(START, "dataset.samples=100").objective.dataset.samples == 100
    assert override(START, "objective.batch_size=0").objective.batch_size == 0
    assert override(START, "model.hidden=[3, 3]").objective.model == Mlp(hidden=(3, 3))
    assert override(START, "test_share=0.25").objective.test_share == 0.25
    assert override(START, "steps=42").steps == 42


def test_another_kind_begins_with_its_defaults():
    assert (
        override(START, "optimizer.kind=adam").racers[0].optimizer
        == Experiment().racers[1].optimizer
    )
    assert (
        override(START, 'start={ kind = "zeros" }').start
        == override(START, "start.kind=zeros").start
    )
    bowl = override(START, 'objective={ kind = "landscape" }')
    assert bowl.objective == Landscape()
    assert override(bowl, "landscape.kind=bowl").objective == Landscape(
        override(bowl, 'landscape={kind="bowl"}').objective.landscape
    )


def test_a_bare_word_is_a_text():
    assert override(START, "racers.0.name=Fast").racers[0].name == "Fast"
    assert override(START, 'racers.0.name="Very fast"').racers[0].name == "Very fast"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("optimizer.learning_rate=-1", "racers[0].optimizer.learning_rate must be above 0, at most 10, not -1."),
        ("optimizer.learning_rate=fast", 'racers[0].optimizer.learning_rate must be a number, not the text "fast".'),
        ("optimizer.learning_rate=nan", "racers[0].optimizer.learning_rate must be a finite number, not nan."),
        ("optimizer.learning_rat=1", "racers[0].optimizer.learning_rat is unknown (did you mean learning_rate?): "
         "racers[0].optimizer has only learning_rate and beta."),
        ("optimiser.learning_rate=1", "optimiser is unknown (did you mean optimizer?)."),
        ("racers.2.name=x", "racers.2 does not exist: racers has 0 to 1."),
        ("racers.x=3", "racers.x does not exist: racers has 0 to 1."),
        ("steps.more=3", "steps has nothing inside it."),
        ("model.activation.kin=3", "objective.model.activation.kin is unknown: objective.model.activation has no knobs."),
        ("landscape.kind=bowl", "landscape is no part of the objective here, which is a fitting."),
        ("steps", "write path=value, such as optimizer.learning_rate=0.1."),
        ("steps=", "write path=value, such as optimizer.learning_rate=0.1."),
        ("=3", "write path=value, such as optimizer.learning_rate=0.1."),
        ("steps=3\nseed=4", "write one path=value, such as optimizer.learning_rate=0.1."),
        ("racers.1.name=One", "racers[1].name must differ from racers[0].name, but both are the text \"One\"."),
    ],
)  # fmt: skip
def test_trouble_is_one_sentence(change, sentence):
    assert refusal(change) == f"--set {change}: {sentence}"
