"""An experiment is a frozen value, and what cannot work is refused with a path and a sentence."""

import math

import msgspec
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Landscape, Racer, Unfit, begin, check, prepare
from optlab.engine.activations import Tanh
from optlab.engine.datasets import Births, Circle, Iris, Line, SmallDigits
from optlab.engine.experiment import AnyObjective
from optlab.engine.landscapes import AnyLandscape, Bowl
from optlab.engine.losses import CrossEntropy, Hinge, MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Logistic, Mlp, Polynomial, Softmax
from optlab.engine.starts import AnyStart, At

ON_CIRCLE = Fitting(Circle(samples=20))
ON_LINE = Fitting(Line(samples=20), Linear(), MeanSquaredError())


def refused(experiment: Experiment) -> tuple[str, str]:
    with pytest.raises(Unfit) as caught:
        check(experiment)
    return caught.value.path, str(caught.value)


def test_the_default_works():
    check(Experiment())


def test_every_possible_combination_works(some_fitting: Fitting):
    check(Experiment(objective=some_fitting))


def test_every_landscape_works(any_landscape: AnyLandscape):
    check(Experiment(objective=Landscape(any_landscape)))


@pytest.mark.parametrize("objective", [Fitting(), Landscape()], ids=["fitting", "landscape"])
def test_every_start_works(objective: AnyObjective, any_start: AnyStart):
    experiment = Experiment(objective=objective)
    if isinstance(any_start, At):
        any_start = At((0.1,) * prepare(experiment).size)
    check(replace(experiment, start=any_start))


@pytest.mark.parametrize(
    ("objective", "path", "sentence"),
    [
        (
            replace(ON_CIRCLE, model=Linear()),
            "objective.model",
            (
                "A linear model cannot learn Circle, a classification dataset: "
                "take Polynomial, Logistic, Softmax or Neural network."
            ),
        ),
        (
            replace(ON_LINE, model=Logistic()),
            "objective.model",
            (
                "A logistic model cannot learn Line, a regression dataset: "
                "take Linear, Polynomial or Neural network."
            ),
        ),
        (
            replace(ON_LINE, loss=CrossEntropy()),
            "objective.loss",
            (
                "Cross-entropy needs classes, but Line has numbers to predict: "
                "take MSE, RMSE, MAE, Huber or Log-cosh."
            ),
        ),
        (
            Fitting(Iris(), Logistic(), SoftmaxCrossEntropy()),
            "objective.model",
            (
                "A logistic model tells 2 classes apart, but Iris has 3: "
                "take Polynomial, Softmax or Neural network."
            ),
        ),
        (
            Fitting(Iris(), Softmax(), Hinge()),
            "objective.loss",
            (
                "Hinge tells two classes apart, but Iris has 3: "
                "take Softmax cross-entropy, MSE, RMSE, MAE, Huber or Log-cosh."
            ),
        ),
        (
            replace(ON_CIRCLE, loss=SoftmaxCrossEntropy()),
            "objective.loss",
            (
                "Softmax cross-entropy needs a score for every class, but a neural network "
                "gives one for both: "
                "take Cross-entropy, Hinge, MSE, RMSE, MAE, Huber or Log-cosh."
            ),
        ),
        (
            replace(ON_CIRCLE, model=Softmax()),
            "objective.loss",
            (
                "Cross-entropy reads one score, but a softmax model has one per class: "
                "take Softmax cross-entropy, MSE, RMSE, MAE, Huber or Log-cosh."
            ),
        ),
        (
            Fitting(SmallDigits(), Polynomial(3), SoftmaxCrossEntropy()),
            "objective.model.degree",
            (
                "A polynomial of degree 3 in 64 features has more than 2,000 terms: "
                "take a lower degree."
            ),
        ),
        (
            replace(ON_CIRCLE, model=Mlp((4, 2), activations=(Tanh(),))),
            "objective.model.activations",
            (
                "Activations given: 1, hidden layers: 2. "
                "Give one for each layer, or none to use the same in all."
            ),
        ),
        (
            replace(ON_LINE, batch_size=11),
            "objective.batch_size",
            (
                "The batch size 11 is larger than the training set of 10: "
                "take at most 10, or 0 for the whole set."
            ),
        ),
        (
            Fitting(Births(), Mlp((256, 256, 256)), MeanSquaredError()),
            "objective.model",
            "This model has 132,353 parameters: take fewer or smaller layers, for at most 100,000.",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(
    objective: AnyObjective, path: str, sentence: str
):
    assert refused(Experiment(objective=objective)) == (path, sentence)
    with pytest.raises(Unfit):
        begin(Experiment(objective=objective))


@pytest.mark.parametrize("batch_size", [0, 1, 10])
def test_a_batch_may_be_as_large_as_the_training_set(batch_size: int):
    check(Experiment(objective=replace(ON_LINE, batch_size=batch_size)))


@pytest.mark.parametrize(
    ("objective", "start", "sentence"),
    [
        (ON_LINE, At((1.0,)), "The start needs 2 numbers, one per parameter: not 1."),
        (ON_CIRCLE, At(), "The start needs 25 numbers, one per parameter: not 0."),
        (
            Landscape(Bowl()),
            At((1.0, 2.0, 3.0)),
            "The start needs 2 numbers, one per parameter: not 3.",
        ),
        (
            Landscape(Bowl()),
            At((math.nan, 0.0)),
            "The start must be made of finite numbers.",
        ),
        (ON_LINE, At((0.0, math.inf)), "The start must be made of finite numbers."),
    ],
)
def test_a_start_must_be_a_point_of_the_objective(
    objective: AnyObjective, start: At, sentence: str
):
    assert refused(Experiment(objective=objective, start=start)) == ("start.theta", sentence)
    with pytest.raises(Unfit):
        begin(Experiment(objective=objective, start=start))


def racers(*names: str) -> tuple[Racer, ...]:
    return tuple(Racer(name) for name in names)


@pytest.mark.parametrize(
    ("names", "path", "sentence"),
    [
        ((), "racers", "A race has 1 to 8 racers, not 0."),
        ("abcdefghi", "racers", "A race has 1 to 8 racers, not 9."),
        (("a", ""), "racers[1].name", "Every racer needs a name."),
        ((" \t",), "racers[0].name", "Every racer needs a name."),
        (("a", "b\nc"), "racers[1].name", "A name is one line of ordinary characters."),
        (("x" * 41,), "racers[0].name", "A name has at most 40 characters, not 41."),
        (
            ("Adam", "a", "Adam"),
            "racers[2].name",
            "Every racer needs a name of its own, but two are called Adam.",
        ),
    ],
)
def test_racers_are_1_to_8_with_names_of_their_own(
    names: tuple[str, ...], path: str, sentence: str
):
    assert refused(Experiment(racers=racers(*names))) == (path, sentence)


def test_eight_racers_with_long_names_are_welcome():
    check(Experiment(racers=racers(*"abcdefg", "x" * 40)))


def test_an_experiment_is_a_value():
    one = Experiment()
    assert one == Experiment()
    assert hash(one) == hash(Experiment())
    other = replace(one, seed=8)
    assert other != one
    assert replace(other, seed=7) == one
    assert msgspec.convert(msgspec.to_builtins(other), Experiment) == other


def test_equal_experiments_share_one_objective():
    assert prepare(Experiment(steps=3)) is prepare(Experiment(steps=4))
    assert prepare(Experiment(seed=1)) is not prepare(Experiment(seed=2))


def test_other_formats_are_refused():
    with pytest.raises(msgspec.ValidationError, match="format"):
        msgspec.convert({"format": 2}, Experiment)
