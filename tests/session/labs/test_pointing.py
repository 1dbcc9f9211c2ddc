import pytest

from optlab.engine.experiment import Experiment, Landscape
from optlab.session.files import plain
from optlab.session.labs.pointing import BUTTONS, TABS, VIEWS, path_trouble, target_trouble

HILL = Experiment(objective=Landscape())


def paths_in(data, around=""):
    for key, value in data.items():
        path = f"{around}.{key}" if around else key
        yield path
        if isinstance(value, dict):
            yield from paths_in(value, path)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from paths_in(value[0], f"{path}[0]")


@pytest.mark.parametrize("experiment", [Experiment(), HILL], ids=["fitting", "landscape"])
def test_everything_that_stands_in_a_file_is_a_path(experiment):
    for path in paths_in(plain(experiment)):
        assert not path_trouble(path, experiment)
        short = path.removeprefix("objective.").removeprefix("racers[0].")
        if short not in ("kind", "name"):
            assert not path_trouble(short, experiment)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("optimizer.lerning_rate", "(did you mean learning_rate?)"),
        ("optimiser", "(did you mean optimizer?)"),
        ("datset.noise", "(did you mean dataset?)"),
        ("racers.optimizer", "racers are counted, such as racers[0].optimizer"),
        ("steps.x", "there is nothing inside steps"),
        ("optimizer.kind.x", "nothing inside its kind"),
        ("", "is unknown"),
        ("xyzzy", "xyzzy is unknown."),
    ],
)
def test_any_other_path_is_told_with_the_nearest(path, said):
    assert said in path_trouble(path)


def test_a_control_of_the_other_kind_of_objective_is_told():
    assert not path_trouble("dataset.noise")
    assert "the objective is a landscape" in path_trouble("dataset.noise", HILL)
    assert "the objective is a fitting" in path_trouble("landscape", Experiment())


def test_a_knob_of_an_optimizer_that_could_be_chosen_is_a_path():
    assert not path_trouble("optimizer.beta2", HILL)


def test_all_places_can_be_pointed_at():
    targets = [*BUTTONS, *(f"tab:{each}" for each in TABS), *(f"view:{each}" for each in VIEWS)]
    assert not any(target_trouble(each) for each in (*targets, "optimizer.learning_rate"))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("pley", "(did you mean play?)"),
        ("tab:metric", "(did you mean metrics?)"),
        ("view:los", "(did you mean loss?)"),
        ("tab:", "there is data, step"),
        ("optimizer.lerning_rate", "(did you mean learning_rate?)"),
    ],
)
def test_nothing_else_can(target, said):
    assert said in target_trouble(target)
