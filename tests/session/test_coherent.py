"""Choices that an edit made unfit give way to others, with a sentence."""

import itertools

import pytest
from msgspec.structs import replace

from optlab.engine.activations import Relu, Sigmoid
from optlab.engine.datasets import DATASETS, Circle, Line
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import Bowl, IcedTea, Ravine, RavineSlice, Rosenbrock, Tea
from optlab.engine.losses import LOSSES, CrossEntropy, MeanSquaredError, RootMeanSquaredError
from optlab.engine.models import MODELS, Linear, Logistic, Mlp
from optlab.engine.objective import check
from optlab.engine.starts import At, Normal
from optlab.engine.trouble import Unfit
from optlab.session.coherent import coherent
from optlab.session.pace import suited


def fitting(experiment: Experiment) -> Fitting:
    assert isinstance(experiment.objective, Fitting)
    return experiment.objective


def test_what_fits_is_left_alone():
    assert coherent(Experiment()) == (Experiment(), ())


@pytest.mark.parametrize(
    ("dataset", "model", "loss"),
    list(itertools.product(DATASETS.values(), MODELS.values(), LOSSES.values())),
)
def test_every_combination_becomes_one_that_works_and_keeps_the_dataset(dataset, model, loss):
    wanted = Experiment(objective=Fitting(dataset=dataset(), model=model(), loss=loss()))
    experiment, notes = coherent(wanted)
    check(experiment)
    assert fitting(experiment).dataset == dataset()
    assert bool(notes) == (experiment != wanted)
    assert all(str(note).endswith(".") for note in notes)


def test_the_loss_follows_the_dataset():
    wanted = Experiment(objective=Fitting(dataset=Line(), model=Mlp(), loss=CrossEntropy()))
    experiment, notes = coherent(wanted)
    assert fitting(experiment).loss == MeanSquaredError()
    (note,) = notes
    assert "Cross-entropy" in str(note)
    assert str(note).endswith("Loss is now MSE.")


def test_a_choice_that_cannot_be_gives_way_to_what_stood_there():
    before = Experiment(
        objective=Fitting(dataset=Line(), model=Linear(), loss=RootMeanSquaredError())
    )
    unfit = replace(before, objective=replace(before.objective, loss=CrossEntropy()))
    experiment, notes = coherent(unfit, before)
    assert experiment == before
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("hidden", "activations"),
    [
        ((4, 2), (Relu(), Sigmoid())),
        ((9, 9), (Relu(), Sigmoid())),
        ((4,), (Relu(),)),
        ((4, 4, 4, 4), (Relu(), Sigmoid(), Sigmoid(), Sigmoid())),
        ((), ()),
    ],
)
def test_an_activation_per_layer_comes_and_goes_with_its_layer(hidden, activations):
    model = Mlp(hidden=(4, 2), activations=(Relu(), Sigmoid()))
    before = Experiment(objective=Fitting(model=model))
    wanted = replace(before, objective=Fitting(model=replace(model, hidden=hidden)))
    experiment, notes = coherent(wanted, before)
    check(experiment)
    assert fitting(experiment).model == Mlp(hidden=hidden, activations=activations)
    assert notes == ()


def test_one_activation_for_all_layers_stays_one():
    wanted = Experiment(objective=Fitting(model=Mlp(hidden=(3, 3, 3), activation=Relu())))
    assert coherent(wanted, Experiment()) == (wanted, ())


def test_several_choices_may_have_to_follow():
    wanted = Experiment(
        objective=Fitting(
            dataset=Line(samples=20), model=Logistic(), loss=CrossEntropy(), batch_size=100
        )
    )
    experiment, notes = coherent(wanted)
    check(experiment)
    assert fitting(experiment).dataset == Line(samples=20)
    assert fitting(experiment).batch_size == 0
    assert len(notes) == 3


def test_a_point_that_is_no_longer_one_gives_way_to_a_start_that_is_drawn():
    before = Experiment(objective=Landscape(), start=At((1.0, 2.0)))
    check(before)
    wanted = replace(before, objective=Fitting(dataset=Circle()))
    experiment, notes = coherent(wanted, before)
    check(experiment)
    assert not isinstance(experiment.start, At)
    assert notes == ()
    fits = replace(wanted, start=Normal())
    assert coherent(fits, before) == (fits, ())


def test_a_landscape_that_is_chosen_begins_where_it_is_usually_begun():
    rolling, _ = coherent(replace(Experiment(), objective=Landscape(Bowl())), Experiment())
    assert rolling.start == At(Bowl.start)
    other, _ = coherent(replace(rolling, objective=Landscape(Ravine())), rolling)
    assert other.start == At(Ravine.start)
    clicked = replace(rolling, start=At((0.5, 0.25)))
    kept, _ = coherent(replace(clicked, objective=Landscape(Ravine())), clicked)
    assert kept.start == clicked.start


def test_a_point_goes_along_only_to_a_landscape_it_lies_in():
    rolling = Experiment(objective=Landscape(Tea()), start=At((80.0,)), racers=suited(Tea()))
    iced, _ = coherent(replace(rolling, objective=Landscape(IcedTea())), rolling)
    assert iced.start == At((80.0,))
    for other in (Rosenbrock(), RavineSlice()):
        moved, notes = coherent(replace(rolling, objective=Landscape(other)), rolling)
        assert moved.start == At(other.start)
        assert notes == ()
        check(moved)
    flat = Experiment(objective=Landscape(Bowl()), start=At((0.5, 0.25)))
    assert coherent(replace(flat, objective=Landscape(Tea())), flat)[0].start == At(Tea.start)


def test_racers_that_nobody_made_suit_the_landscape_and_those_of_a_person_stay():
    rolling, _ = coherent(replace(Experiment(), objective=Landscape(Rosenbrock())), Experiment())
    assert rolling.racers == suited(Rosenbrock())
    steeper, _ = coherent(replace(rolling, objective=Landscape(Ravine())), rolling)
    assert steeper.racers == suited(Ravine())
    steepest = replace(steeper, objective=Landscape(Ravine(condition=1000.0)))
    assert coherent(steepest, steeper)[0] == steepest
    back, _ = coherent(replace(steepest, objective=Fitting()), steepest)
    assert back.racers == Experiment().racers
    made = replace(rolling, racers=rolling.racers[:1])
    kept, _ = coherent(replace(made, objective=Landscape(Ravine())), made)
    assert kept.racers == made.racers


def test_what_nothing_helps_is_said():
    twins = Experiment(racers=(Racer("A"), Racer("A")))
    with pytest.raises(Unfit, match="name"):
        coherent(twins)
