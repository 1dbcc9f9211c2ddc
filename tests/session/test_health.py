"""Checks find the illnesses that runs have, and no others; what they suggest helps."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine.activations import AnyActivation, Relu, Sigmoid, Tanh
from optlab.engine.baseline import guess, guessing_loss
from optlab.engine.datasets import Births, Circle, Iris
from optlab.engine.experiment import MOST_RACERS, Experiment, Fitting, Landscape, Racer
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import AnyLandscape, Bowl, Himmelblau, Ravine, Rosenbrock, Saddle
from optlab.engine.losses import MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Mlp
from optlab.engine.objective import check, prepare
from optlab.engine.optimizers import (
    OPTIMIZERS,
    Adam,
    AnyOptimizer,
    Genetic,
    GradientDescent,
    Momentum,
    Newton,
)
from optlab.engine.snapshot import Status
from optlab.engine.starts import AnyStart, At, Glorot, He, Normal, Zeros
from optlab.engine.units import layer_units
from optlab.resources import resource
from optlab.session.files import read_experiment
from optlab.session.health import comparison, curves, edge, layers, standstill
from optlab.session.health.examination import CHECKS, examine, worst
from optlab.session.health.finding import Finding, Severity
from optlab.session.moment import moment
from optlab.session.recording import Recording
from optlab.session.training import train

DEFAULT = Experiment()
GD = GradientDescent


def data(
    optimizer: AnyOptimizer,
    *,
    hidden: tuple[int, ...] = (4, 2),
    activation: AnyActivation = Tanh(),  # noqa: B008  (a frozen value)
    start: AnyStart = Glorot(),  # noqa: B008
    steps: int = 500,
    **fitting: Any,
) -> Experiment:
    objective = Fitting(model=Mlp(hidden=hidden, activation=activation), **fitting)
    racers = (Racer("Alone", optimizer),)
    return replace(DEFAULT, objective=objective, start=start, racers=racers, steps=steps)


def land(ground: AnyLandscape, *optimizers: AnyOptimizer, steps: int = 300) -> Experiment:
    racers = tuple(Racer(f"R{place}", each) for place, each in enumerate(optimizers))
    objective, start = Landscape(ground), At(ground.start)
    return replace(DEFAULT, objective=objective, start=start, racers=racers, steps=steps)


def example(name: str) -> Experiment:
    return read_experiment(resource("examples", f"{name}.optlab"))


@cache
def recorded(experiment: Experiment) -> Recording:
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, 10**9):
        pass
    return recording


def found(experiment: Experiment, step: int | None = None) -> tuple[Finding, ...]:
    recording = recorded(experiment)
    return examine(moment(recording, recording.reached if step is None else step))


def titles(experiment: Experiment) -> dict[str, set[str]]:
    """What is found about each racer at 26 steps along the run."""
    recording, ill = recorded(experiment), dict[str, set[str]]()
    for place in range(26):
        for each in examine(moment(recording, place * recording.reached // 25)):
            name = experiment.racers[each.racer].name
            ill.setdefault(name, set()).add(str(each.title))
    return ill


BIRTHS = replace(
    DEFAULT,
    objective=Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError(), batch_size=0),
    racers=(Racer("GD", GD(0.1)), Racer("Adam", Adam(0.1))),
    steps=300,
)

HEALTHY = {
    "the default experiment": DEFAULT,
    "the same with other seeds": replace(DEFAULT, seed=11),
    "a line through the births": BIRTHS,
    "a bowl": land(Bowl(), GD(0.1), Momentum(0.03, 0.5), Adam(0.1)),
    "a ravine taken with care": land(Ravine(20.0), GD(0.04), Adam(0.1)),
    "a ReLU network": data(GD(0.1), hidden=(8,), activation=Relu(), start=He(), batch_size=0),
    "a deep tanh network": data(GD(0.2), hidden=(8, 8, 8), batch_size=0),
}


@pytest.mark.parametrize("name", HEALTHY)
def test_nothing_is_found_where_nothing_is_wrong(name: str) -> None:
    assert titles(HEALTHY[name]) == {}


VALLEY = str(standstill.HOLLOW)


@pytest.mark.parametrize(
    ("name", "ill"),
    [
        ("births", {}),
        ("circle", {"Gradient descent": {str(standstill.CREEPING)}}),
        ("iced-tea", {"Gradient descent": {VALLEY}, "Light momentum": {VALLEY}}),
        (
            "double-well",
            {"Gradient descent": {VALLEY}, "Light momentum": {VALLEY}, "Adam": {VALLEY}},
        ),
        ("himmelblau", {"Heavy momentum": {str(curves.OSCILLATION)}}),
        ("rosenbrock-race", {"Gradient descent": {str(standstill.PLATEAU)}}),
        (
            "tea",
            {"Too bold": {str(curves.OSCILLATION)}, "Too careful": {str(standstill.CREEPING)}},
        ),
    ],
)
def test_examples_have_the_illnesses_that_they_are_made_to_show(
    name: str, ill: dict[str, set[str]]
) -> None:
    assert titles(example(name)) == ill


DEEP = (6, 6, 6, 6, 6)
OVERFIT = data(
    Adam(0.1), hidden=(4, 2), steps=1000, dataset=Circle(samples=40, noise=0.3), batch_size=0
)

ILL = [
    ("too long steps", land(Ravine(100.0), GD(0.0205)), curves.DIVERGENCE, Severity.alarm),
    ("no bottom", land(Saddle(), Momentum(0.03)), curves.DIVERGENCE, Severity.note),
    ("a steep valley", land(Rosenbrock(), Momentum(0.03)), curves.DIVERGENCE, Severity.alarm),
    ("jumps", land(Bowl(), GD(0.99)), curves.OSCILLATION, Severity.warning),
    (
        "overshooting",
        land(Ravine(50.0), Momentum(0.03, 0.99), steps=200),
        curves.OSCILLATION,
        Severity.warning,
    ),
    ("noise", data(GD(3.0)), curves.OSCILLATION, Severity.warning),
    ("units that stay alike", data(GD(0.03), start=Zeros()), standstill.PLATEAU, Severity.warning),
    (
        "a flat start",
        data(GD(0.1), hidden=DEEP, start=Normal(0.1)),
        standstill.PLATEAU,
        Severity.warning,
    ),
    ("tiny steps", data(GD(0.001)), standstill.CREEPING, Severity.warning),
    ("tiny steps of Adam", data(Adam(0.0001)), standstill.CREEPING, Severity.warning),
    ("noise by heart", OVERFIT, curves.OVERFITTING, Severity.warning),
    (
        "fading",
        data(GD(0.1), hidden=DEEP, activation=Sigmoid(), steps=50),
        layers.VANISHING,
        Severity.warning,
    ),
    (
        "dead",
        data(GD(3.0), hidden=(8, 8), activation=Relu(), start=He()),
        layers.DEAD,
        Severity.warning,
    ),
    (
        "pressed",
        data(GD(0.03), hidden=(8, 8), start=Normal(10.0), steps=60),
        layers.SATURATED,
        Severity.warning,
    ),
    ("dear", land(Himmelblau(), Genetic(), GD(0.005)), comparison.DEARER, Severity.note),
    (
        "care",
        land(Bowl(), Adam(0.01), Adam(0.03), Adam(0.1), GD(0.1)),
        comparison.MORE_CARE,
        Severity.note,
    ),
]


@pytest.mark.parametrize(
    ("experiment", "title", "severity"), [row[1:] for row in ILL], ids=[row[0] for row in ILL]
)
def test_an_illness_is_found_where_it_is(experiment, title, severity) -> None:
    findings = found(experiment)
    mine = [each for each in findings if each.title == title]
    assert [each.severity for each in mine] == [severity] * len(mine)
    assert mine
    for each in mine:
        assert each.facts
        text = str(each.sentence)
        assert text.endswith(".")
        assert "nan" not in text
        if each.trial is not None:
            check(each.trial.experiment)
            assert each.trial.experiment != experiment
    assert worst(findings) == max(each.severity for each in findings)


def test_dead_units_are_told_with_the_samples_that_were_looked_at() -> None:
    experiment = data(GD(3.0), hidden=(8, 8), activation=Relu(), start=He())
    (finding,) = (each for each in found(experiment) if each.title == layers.DEAD)
    snapshot = moment(recorded(experiment), 500).snapshots[0]
    objective = FittingObjective(Fitting(model=Mlp(hidden=(8, 8), activation=Relu())), 7)
    units = layer_units(objective.network, snapshot.theta, objective.batches.whole.columns)
    counts = [int(each.dead.sum()) for each in units]
    assert [each.value for each in finding.facts] == [f"{count} of 8" for count in counts]
    assert f"{sum(counts)} of 16 hidden units are flat on all 200 training samples" in str(
        finding.sentence
    )


def test_units_that_died_on_the_way_are_no_news_for_a_smaller_learning_rate() -> None:
    experiment = data(GD(3.0), hidden=(8, 8), activation=Relu(), start=He())
    (finding,) = (each for each in found(experiment) if each.title == layers.DEAD)
    assert "smaller learning rate" in str(finding.sentence)
    assert finding.trial is not None
    calmer = finding.trial.experiment.racers[-1].optimizer
    assert isinstance(calmer, GD)
    assert calmer.learning_rate <= 0.3


def test_units_that_large_features_press_flat_are_told_to_standardise() -> None:
    raw = Fitting(
        dataset=Iris(),
        model=Mlp(hidden=(8,), activation=Sigmoid()),
        loss=SoftmaxCrossEntropy(),
        standardise=False,
    )
    experiment = Experiment(
        steps=60, objective=raw, start=Normal(3.0), racers=(Racer("It", GD(0.001)),)
    )
    (finding,) = (each for each in found(experiment, 5) if each.title == layers.SATURATED)
    assert "standardised" in str(finding.sentence)
    assert finding.trial is not None
    mended = finding.trial.experiment.objective
    assert isinstance(mended, Fitting)
    assert mended.standardise


def test_exploding_gradients_are_found_before_the_end() -> None:
    wild = data(GD(0.1), hidden=(16, 16, 16, 16), activation=Relu(), start=Normal(2.0))
    (mine,) = (each for each in found(wild, 2) if each.title == layers.EXPLODING)
    seen = recorded(wild).track(0).rows[2]
    promised = 0.1 * seen["gradient_norm"] ** 2 / seen["batch_loss"]
    assert f"{promised:,.0f} times" in str(mine.sentence)


def test_every_check_has_a_run_that_it_is_found_in() -> None:
    shown = {str(row[2]) for row in ILL} | {str(layers.EXPLODING), str(edge.BEYOND)}
    assert {str(each.title) for each in CHECKS} == shown
    assert all(str(each.help) for each in CHECKS)


@pytest.mark.parametrize(
    ("optimizer", "warned"),
    [(GD(0.0205), True), (GD(0.0195), False), (Momentum(0.0205), False), (Momentum(0.04), True)],
)
def test_a_parabola_tells_before_the_first_step_who_will_blow_up(optimizer, warned) -> None:
    experiment = land(Ravine(100.0), optimizer, steps=400)
    told = [each for each in found(experiment, 0) if each.title == edge.BEYOND]
    assert bool(told) == warned
    assert (recorded(experiment).track(0).status is Status.diverged) == warned
    if warned:
        facts = {str(each.label): each.value for each in told[0].facts}
        assert float(facts["largest curvature"]) == pytest.approx(100.0)
        assert told[0].trial is not None
        assert not found(told[0].trial.experiment, 0)[1:]


@pytest.mark.parametrize("experiment", [DEFAULT, land(Rosenbrock(), GD(0.01))])
def test_other_ground_foretells_nothing(experiment: Experiment) -> None:
    assert edge.steepest(prepare(experiment)) is None


def test_a_line_through_data_is_a_parabola_too() -> None:
    wild = replace(BIRTHS, racers=(Racer("GD", GD(1.01)), Racer("Calm", GD(0.99))))
    told = [each.racer for each in found(wild, 0) if each.title == edge.BEYOND]
    assert told == [0]  # standardised features: the curvatures of the mean square are 2
    tracks = [recorded(wild).track(place) for place in range(2)]
    assert tracks[0].train_loss[-1] > tracks[0].train_loss[0]
    assert tracks[1].train_loss[-1] < tracks[1].train_loss[0]


CURES = [
    (land(Ravine(100.0), GD(0.0205)), curves.DIVERGENCE),
    (land(Rosenbrock(), Momentum(0.03)), curves.DIVERGENCE),
    (land(Bowl(), GD(0.99)), curves.OSCILLATION),
    (data(GD(3.0)), curves.OSCILLATION),
    (data(GD(0.001)), standstill.CREEPING),
    (data(GD(0.03), start=Zeros()), standstill.PLATEAU),
    (data(GD(3.0), hidden=(8, 8), activation=Relu(), start=He()), layers.DEAD),
    (data(GD(0.03), hidden=(8, 8), start=Normal(10.0), steps=60), layers.SATURATED),
    (example("iced-tea"), standstill.HOLLOW),
]


@pytest.mark.parametrize(("experiment", "title"), CURES)
def test_what_is_suggested_makes_the_loss_lower(experiment, title) -> None:
    finding = next(each for each in found(experiment) if each.title == title)
    assert finding.trial is not None
    tried = finding.trial.experiment
    place = len(tried.racers) - 1 if len(tried.racers) > len(experiment.racers) else finding.racer
    before, after = recorded(experiment), recorded(tried)
    was, is_now = (
        recording.losses(racer, recording.track(racer).last)[0]
        for recording, racer in ((before, finding.racer), (after, place))
    )
    assert is_now < was
    if title is not standstill.CREEPING:  # ten times as far may still be little
        assert all(each.title != title for each in found(tried) if each.racer == place)


def test_a_suggested_racer_goes_to_the_end_and_only_where_there_is_room() -> None:
    experiment = land(Bowl(), GD(0.99), GD(0.1))
    (finding,) = found(experiment)
    assert finding.trial is not None
    tried = finding.trial.experiment
    assert tried.racers[:2] == experiment.racers
    assert tried.racers[2].name in str(finding.trial.label)
    full = land(Bowl(), *(GD(0.99) for _ in range(MOST_RACERS)))
    assert all(each.trial is None for each in found(full))


def test_an_overfitted_run_is_told_with_its_numbers() -> None:
    recording = recorded(OVERFIT)
    finding = next(each for each in found(OVERFIT) if each.title == curves.OVERFITTING)
    tests = recording.track(0).test_loss
    facts = {str(each.label): each.value for each in finding.facts}
    assert facts["at step"] == str(int(tests.argmin()))
    assert float(facts["lowest test loss"]) == pytest.approx(tests.min(), rel=1e-3)
    assert float(facts["test loss now"]) == pytest.approx(tests[-1], rel=1e-3)


def test_nothing_newer_than_the_cursor_is_looked_at() -> None:
    whole = recorded(OVERFIT)
    part = Recording(OVERFIT, whole.objective)
    for _ in train(part, 300):
        pass
    early, late = (examine(moment(each, 200)) for each in (part, whole))
    assert early == late


@pytest.mark.parametrize(
    "fitting",
    [
        Fitting(),
        Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError()),
        Fitting(dataset=Iris(), loss=SoftmaxCrossEntropy()),
    ],
)
def test_guessing_is_the_best_that_can_be_said_without_the_features(fitting: Fitting) -> None:
    objective = FittingObjective(fitting, 7)
    theta = guess(objective)
    said = objective.predict(theta, objective.train.features)
    assert np.ptp(said, axis=-1).max() == pytest.approx(0.0, abs=1e-12)
    biases = objective.network.layers(objective.gradient(theta))[-1][:, -1]
    assert biases == pytest.approx(0.0, abs=1e-9)
    if not objective.train.class_names:
        assert guessing_loss(objective) == pytest.approx(objective.train.targets.var())


def test_newton_pays_more_per_step_and_its_facts_say_how_much() -> None:
    experiment = land(Himmelblau(), Newton(), GD(0.005))
    (finding,) = (each for each in found(experiment, 10) if each.title == comparison.DEARER)
    costs = [each.cost for each in moment(recorded(experiment), 10).snapshots]
    paid = [each.loss_evaluations + each.gradient_evaluations for each in costs]
    assert finding.racer == 0
    times = float(str(finding.sentence).split("costs ")[1].split(" times")[0])
    assert math.isclose(times, paid[0] / paid[1], rel_tol=1e-2)


KINDS = [each() for each in OPTIMIZERS.values()]


@pytest.mark.parametrize("ground", ["net", "bowl"])
@pytest.mark.parametrize("first", range(0, len(KINDS), MOST_RACERS))
def test_every_method_can_be_examined_at_every_step(ground: str, first: int) -> None:
    some = [each for each in KINDS[first : first + MOST_RACERS] if isinstance(each, AnyOptimizer)]
    racers = tuple(Racer(each.title, each) for each in some)
    experiment = replace(
        DEFAULT if ground == "net" else land(Bowl(), GD()), racers=racers, steps=60
    )
    recording = recorded(experiment)
    for step in range(0, recording.reached + 1, 5):
        for each in examine(moment(recording, step)):
            values = " ".join(fact.value for fact in each.facts)
            words = (
                f"{each.sentence} {each.said_of('It')} {values} {each.trial and each.trial.label}"
            )
            assert "nan" not in words
            assert "{" not in words


def test_batches_that_toss_a_racer_out_of_its_valley_do_not_make_it_diverge() -> None:
    fitting = Fitting(Births(), model=Linear(), loss=MeanSquaredError(), batch_size=1)
    objective = prepare(replace(DEFAULT, objective=fitting, start=Zeros()))
    assert isinstance(objective, FittingObjective)
    theta = np.zeros(objective.size)
    for _ in range(500):
        theta = theta - 0.1 * objective.gradient(theta)
    best = At(tuple(theta.tolist()))
    racers = (Racer("Alone", GD(0.3)),)
    experiment = replace(DEFAULT, objective=fitting, start=best, racers=racers, steps=400)
    recording = recorded(experiment)
    grown = 0
    for step in range(20, 400):
        at = moment(recording, step)
        slope = objective.gradient(at.snapshots[0].theta)
        lower = objective.value(at.snapshots[0].theta - 0.3 * slope) < at.train_losses[0]
        if at.train_losses[0] > 2.0 * recording.losses(0, 0)[0] and lower:
            grown += 1
            assert curves.DIVERGENCE not in [each.title for each in examine(at)], step
    assert grown > 5
