"""Explanations: the formula on the screen gives the numbers of the code, and nothing is made up."""

from collections.abc import Iterator
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import (
    LANDSCAPES,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Snapshot,
    Status,
    advance,
    begin,
    prepare,
)
from optlab.engine.datasets import Line as LineData
from optlab.engine.declare import knobs
from optlab.engine.experiment import AnyObjective
from optlab.engine.explain import Explanation, explain
from optlab.engine.explain.evaluation import Scope, evaluate
from optlab.engine.explain.heard import Heard
from optlab.engine.explain.parser import read, read_value
from optlab.engine.explain.tree import Symbol, nodes
from optlab.engine.explain.words import meanings, memory_symbols
from optlab.engine.landscapes import AnyLandscape, Beale, Bowl, Rastrigin, Ravine, Rosenbrock
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.optimizers import (
    Adam,
    Annealing,
    AnyOptimizer,
    Backtracking,
    EvolutionStrategy,
    FiniteDifferences,
    Genetic,
    GradientDescent,
    Momentum,
    Nesterov,
    NormalisedDescent,
    RandomSearch,
)
from optlab.engine.optimizers.adam import Moments
from optlab.engine.optimizers.adaptive import Adaptive
from optlab.engine.optimizers.descent import Descent
from optlab.engine.schedules import AnySchedule, Constant, Exponential
from optlab.engine.starts import At

CONSTANT = Constant()
WORKED_OUT = [cls() for family in (Descent, Adaptive, Moments) for cls in get_args(family)]
WORKED_OUT.append(FiniteDifferences())

by_formula = pytest.mark.parametrize("optimizer", WORKED_OUT, ids=lambda each: each.title)


def experiment_of(
    objective: AnyObjective, optimizer: AnyOptimizer, schedule: AnySchedule = CONSTANT
) -> Experiment:
    return Experiment(objective=objective, racers=(Racer("it", optimizer, schedule),), steps=40)


def steps_of(
    experiment: Experiment, steps: int
) -> Iterator[tuple[Snapshot, Explanation, Snapshot]]:
    """Give snapshot, explanation and next snapshot while the racer runs."""
    (before,) = begin(experiment)
    for _ in range(steps):
        after = advance(experiment, before)
        yield before, explain(experiment, before), after
        if after.status is not Status.running:
            break
        before = after


def check_formula(explanation: Explanation, optimizer: AnyOptimizer):
    """Check that the lines, worked out, are the memory and the theta that the code left."""
    kept = {line.symbol: line.value for line in explanation.lines if line.kept}
    assert set(kept) == {"θ", *memory_symbols(optimizer)}
    before, symbols = explanation.before, memory_symbols(optimizer)
    assert close(kept["θ"], explanation.theta, before.theta)
    for symbol, row, was in zip(symbols, explanation.memory, before.memory, strict=True):
        assert close(kept[symbol], row, was)


def check_formulas(experiment: Experiment, steps: int):
    for _, explanation, _ in steps_of(experiment, steps):
        check_formula(explanation, experiment.racers[0].optimizer)


def close(ours: np.ndarray, theirs: np.ndarray, before: np.ndarray) -> bool:
    """Compare to 1e-12; a sum that cancels is only as exact as its largest term."""
    numbers = np.abs([*theirs, *before])
    size = float(numbers[np.isfinite(numbers)].max(initial=0.0))
    return bool(np.allclose(ours, theirs, rtol=1e-12, atol=1e-14 * size, equal_nan=True))


# ----------------------------------------------------------------------- all of the catalog


def test_it_takes_the_very_step_of_the_run(any_optimizer: AnyOptimizer):
    for objective in (Fitting(), Landscape(Bowl())):
        for before, explanation, after in steps_of(experiment_of(objective, any_optimizer), 3):
            assert after.status is not Status.diverged
            assert np.array_equal(explanation.theta, after.theta)
            assert np.array_equal(explanation.memory, after.memory)
            assert explanation.step == after.step
            assert np.array_equal(explanation.change, after.theta - before.theta)
            saw = explanation.loss, explanation.gradient_norm
            assert np.array_equal(saw, (after.loss, after.gradient_norm), equal_nan=True)
            paid = np.array(explanation.paid) + before.cost
            assert tuple(paid.tolist()) == after.cost


def test_it_hears_every_question(any_optimizer: AnyOptimizer):
    for _, explanation, _ in steps_of(experiment_of(Fitting(), any_optimizer), 3):
        asked = len(explanation.felt) + 2 * len(explanation.bent)
        assert asked == explanation.paid.gradient_evaluations
        assert len(explanation.trials) == explanation.paid.loss_evaluations
        assert explanation.samples == Fitting().batch_size
        assert explanation.paid.samples == 10 * (asked + len(explanation.trials))


def test_what_it_heard_is_true(any_optimizer: AnyOptimizer):
    experiment = experiment_of(Landscape(Rosenbrock()), any_optimizer)
    objective = prepare(experiment)
    for _, explanation, _ in steps_of(experiment, 2):
        for each in explanation.felt:
            assert each.slope == pytest.approx(objective.gradient(each.theta), rel=1e-12)
            assert each.loss == pytest.approx(float(objective.value(each.theta)), rel=1e-12)
        for each in explanation.trials:
            assert each.loss == pytest.approx(float(objective.value(each.theta)), rel=1e-12)
        for each in explanation.bent:
            product = objective.hessian_vector(each.theta, each.direction)
            assert each.product == pytest.approx(product, rel=1e-6)


def test_where_it_went_is_the_trial_that_it_accepted(any_optimizer: AnyOptimizer):
    experiment = experiment_of(Landscape(Ravine()), any_optimizer)
    for before, explanation, after in steps_of(experiment, 12):
        place = explanation.accepted
        assert sum(each.accepted for each in explanation.trials) <= 1
        if place is not None:
            assert np.array_equal(explanation.trials[place].theta, after.theta)
            assert not np.array_equal(before.theta, after.theta)


@pytest.mark.parametrize("landscape", [Rosenbrock(), Beale(), Rastrigin()])
def test_a_trial_is_accepted_by_the_rule_on_the_screen(
    any_optimizer: AnyOptimizer, landscape: AnyLandscape
):
    """It is good enough, and the first that is or the best of all; else none was good enough."""
    experiment = experiment_of(Landscape(landscape), any_optimizer)
    for _, explanation, _ in steps_of(experiment, 12):
        trials, strict = explanation.trials, " < " in explanation.rule
        if not explanation.rule:
            assert all(np.isnan(each.bound) for each in trials)
            continue
        spared = [0.0 if strict else 2e-14 * abs(each.bound) for each in trials]  # for rounding
        room = [each.bound - each.loss for each in trials]
        good = [space > 0.0 or (space == 0.0 and not strict) for space in room]
        place = explanation.accepted
        if place is None:
            assert not any(good)
        else:
            assert good[place] or room[place] >= -spared[place]
            best = min(range(len(trials)), key=lambda each: trials[each].loss)
            assert place == best or not any(good[:place])


def test_the_terms_are_vectors_of_the_step(any_optimizer: AnyOptimizer):
    for before, explanation, after in steps_of(experiment_of(Fitting(), any_optimizer), 2):
        named = {(each.symbol, each.when): each.value for each in explanation.terms}
        assert np.array_equal(named["θ", "before"], before.theta)
        assert np.array_equal(named["θ", "after"], after.theta)
        assert np.array_equal(named["Δθ", "now"], explanation.change)
        rows = [each for each in explanation.terms if each.meaning in any_optimizer.memory_names]
        memories = np.array([*before.memory, *after.memory])
        assert np.array_equal([each.value for each in rows], memories) or not len(memories)
        for each in explanation.terms:
            assert each.value.shape in ((), before.theta.shape)
            assert each.value.dtype == np.float64
            assert not each.value.flags.writeable


def test_a_formula_is_in_the_notation_or_in_words(any_optimizer: AnyOptimizer):
    statements = read(any_optimizer.formula)
    assert bool(statements) == (type(any_optimizer) in map(type, WORKED_OUT))


def test_a_schedule_is_its_formula(any_schedule: AnySchedule):
    experiment = experiment_of(Landscape(Bowl()), Momentum(learning_rate=0.02), any_schedule)
    for before, explanation, _ in steps_of(experiment, 30):
        factor = any_schedule.factor(before.step, experiment.steps)
        assert explanation.factor == factor
        assert float(explanation.rate.value) == pytest.approx(0.02 * factor, rel=1e-12)


def test_every_symbol_has_words(any_optimizer: AnyOptimizer):
    words = meanings(any_optimizer)
    for statement in read(any_optimizer.formula):
        for each in nodes(statement):
            assert not isinstance(each, Symbol) or words[each.name]
        assert words[statement.symbol]


# ------------------------------------------------------------------- formulas against the code


@by_formula
def test_the_formula_gives_the_step_on_a_network(optimizer: AnyOptimizer):
    for schedule in get_args(AnySchedule):
        experiment = experiment_of(Fitting(), optimizer, schedule())
        check_formulas(experiment, 5)


@by_formula
@pytest.mark.parametrize("landscape", [cls() for cls in LANDSCAPES.values()], ids=LANDSCAPES)
def test_the_formula_gives_the_step_on_every_landscape(
    optimizer: AnyOptimizer, landscape: AnyLandscape
):
    experiment = experiment_of(Landscape(landscape), optimizer, Exponential(every=10))
    check_formulas(experiment, 12)


@by_formula
@given(data=st.data())
def test_the_formula_gives_the_step_whatever_the_knobs_say(
    optimizer: AnyOptimizer, data: st.DataObject
):
    """At a tiny ε nobody would see on which side of the root it stands."""
    chosen = {knob.name: data.draw(st.floats(*knob.slider)) for knob in knobs(type(optimizer))}
    if "epsilon" in chosen:
        chosen["epsilon"] = data.draw(st.floats(1e-10, 1.0))
    optimizer = replace(optimizer, **chosen)
    check_formulas(experiment_of(Landscape(Beale()), optimizer), 3)


@by_formula
def test_a_wrong_sign_anywhere_in_the_formula_is_found_out(
    optimizer: AnyOptimizer, monkeypatch: pytest.MonkeyPatch
):
    if hasattr(optimizer, "epsilon"):
        optimizer = replace(optimizer, epsilon=0.01)
    formula, other = optimizer.formula, {"+": "−", "−": "+"}
    experiment = experiment_of(Landscape(Beale()), replace(optimizer, learning_rate=1e-3))
    for place, sign in enumerate(formula):
        if sign in other:
            wrong = formula[:place] + other[sign] + formula[place + 1 :]
            monkeypatch.setattr(type(optimizer), "formula", wrong)
            with pytest.raises((AssertionError, LookupError)):
                check_formulas(experiment, 4)


@by_formula
def test_the_numbers_written_give_the_value_of_the_line(optimizer: AnyOptimizer):
    """With all digits, the text alone is enough to get to the result."""
    gentle = replace(optimizer, learning_rate=1e-4)
    experiment = experiment_of(Landscape(Rosenbrock()), gentle)
    (before,) = begin(experiment)
    for _ in range(3):
        before = advance(experiment, before)
    explanation = explain(experiment, before)
    for line in explanation.lines:
        for parameter in range(2):
            exact = 1e-6 if isinstance(optimizer, FiniteDifferences) else 1e-12
            told = line.substituted(parameter, in_full)
            name, arrow, sides = told.partition(" ← " if line.kept else " = ")
            assert name + arrow == line.text[: len(name + arrow)]
            for side in sides.split(" = "):
                assert calculated(side) == pytest.approx(float(line.value[parameter]), rel=exact)


# --------------------------------------------------------------------------------- by hand


def test_momentum_by_hand():
    momentum = Momentum(learning_rate=0.5, beta=0.25)
    experiment = replace(
        experiment_of(Landscape(Bowl()), momentum, Exponential(decay=0.25, every=2)),
        start=At((1.0, -2.0)),
    )
    before = begin(experiment)[0]
    slope = prepare(experiment).gradient(before.theta)
    first = explain(experiment, before)
    assert [line.text for line in first.lines] == ["V ← β V + η ∇L", "θ ← θ − V"]
    assert [line.value.tolist() for line in first.lines] == [
        (0.5 * slope).tolist(),
        (before.theta - 0.5 * slope).tolist(),
    ]
    assert first.rate.substituted(0, str) == "η(k) = 0.5 · 0.25^(0 / 2) = 0.5"
    second = explain(experiment, advance(experiment, before))
    assert second.rate.substituted(0, str) == "η(k) = 0.5 · 0.25^(1 / 2) = 0.25"
    velocity = 0.25 * 0.5 * slope + 0.25 * prepare(experiment).gradient(second.before.theta)
    assert second.lines[0].value == pytest.approx(velocity, rel=1e-15)


def test_adam_in_numbers():
    """The bowl is (x² + y²) / 2 there: the slope is theta itself."""
    experiment = replace(
        experiment_of(Landscape(Bowl()), Adam(learning_rate=0.25)), start=At((0.5, -3.0))
    )
    explanation = explain(experiment, begin(experiment)[0])
    slope = prepare(experiment).gradient(np.array([0.5, -3.0]))[1]
    told = [line.substituted(1, two_digits) for line in explanation.lines]
    g, v = two_digits(slope), two_digits(0.001 * slope**2)
    assert told == [
        f"m ← 0.9 · 0.00 + (1 − 0.9) · ({g}) = {two_digits(0.1 * slope)}",
        f"v ← 0.999 · 0.00 + (1 − 0.999) · ({g})² = {v}",
        f"m̂ = {two_digits(0.1 * slope)} / (1 − 0.9¹) = {g}",
        f"v̂ = {v} / (1 − 0.999¹) = {two_digits(slope**2)}",
        f"θ ← −3.00 − 0.25 · ({g}) / (√{two_digits(slope**2)} + 1e−8) = −2.75",
    ]


def test_nesterov_feels_the_slope_where_it_is_going():
    experiment = experiment_of(Landscape(Rosenbrock()), Nesterov(learning_rate=1e-4))
    before = advance(experiment, begin(experiment)[0])
    explanation = explain(experiment, before)
    (felt,) = explanation.felt
    ahead = before.theta - 0.9 * before.memory[0]
    assert felt.theta == pytest.approx(ahead, rel=1e-15)
    assert not np.allclose(felt.theta, before.theta)
    (term,) = (each for each in explanation.terms if each.symbol == "∇L(θ − β V)")
    assert np.array_equal(term.value, felt.slope)


def test_a_formula_that_names_another_point_is_found_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Nesterov, "formula", "V ← β V + η ∇L(θ + β V),  θ ← θ − V")
    experiment = experiment_of(Landscape(Rosenbrock()), Nesterov(learning_rate=1e-4))
    with pytest.raises(LookupError):
        explain(experiment, advance(experiment, begin(experiment)[0]))


def test_where_there_is_no_slope_the_formula_stays_too():
    experiment = replace(
        experiment_of(Landscape(Bowl()), NormalisedDescent()), start=At((0.0, 0.0))
    )
    explanation = explain(experiment, begin(experiment)[0])
    assert explanation.lines[0].value.tolist() == [0.0, 0.0]
    check_formula(explanation, NormalisedDescent())


def test_a_step_out_of_all_numbers_is_explained():
    experiment = experiment_of(Landscape(Rosenbrock()), GradientDescent(learning_rate=10.0))
    *_, (_, explanation, after) = steps_of(experiment, 40)
    assert after.status is Status.diverged
    check_formula(explanation, GradientDescent())


def test_after_the_end_nothing_follows():
    experiment = experiment_of(Landscape(Bowl()), GradientDescent(learning_rate=10.0))
    *_, (_, _, after) = steps_of(experiment, 400)
    with pytest.raises(ValueError, match="Diverged at step"):
        explain(experiment, after)


def test_a_line_search_tells_what_it_asked_of_every_try():
    experiment, before = first_of(Landscape(Rosenbrock()), Backtracking(share=0.5, shrink=0.25))
    value, slope = prepare(experiment).value, prepare(experiment).gradient(before.theta)
    trials = explain(experiment, before).trials
    assert [each.accepted for each in trials] == [*[False] * (len(trials) - 1), True]
    assert len(trials) > 2
    for number, trial in enumerate(trials):
        rate = 0.25**number
        fall = 0.5 * rate * float(slope @ slope)
        assert trial.theta == pytest.approx(before.theta - rate * slope, rel=1e-15)
        assert trial.bound == pytest.approx(float(value(before.theta)) - fall, rel=1e-12)
        assert (trial.loss <= trial.bound) == trial.accepted


def test_chance_has_a_part_only_in_searches(any_optimizer: AnyOptimizer):
    by_chance = RandomSearch | Annealing | Genetic | EvolutionStrategy
    explanation = explain(*first_of(Fitting(), any_optimizer))
    assert explanation.drew == isinstance(any_optimizer, by_chance)


def test_random_search_goes_to_the_best_of_what_is_better():
    experiment, before = first_of(Landscape(Rosenbrock()), RandomSearch(tries=20))
    explanation = explain(experiment, before)
    here, *tried = explanation.trials
    assert np.array_equal(here.theta, before.theta)
    assert {each.bound for each in tried} == {here.loss}
    (accepted,) = (each for each in tried if each.accepted)
    assert accepted.loss == min(each.loss for each in tried) < here.loss


def test_probing_tries_a_little_of_every_direction():
    data = Fitting(LineData(), Linear(), MeanSquaredError(), batch_size=0)
    explanation = explain(*first_of(data, FiniteDifferences(probe=0.5)))
    theta = explanation.before.theta
    tried = [each.theta.tolist() for each in explanation.trials]
    assert tried == [theta.tolist(), *(theta + 0.5 * np.eye(2)).tolist()]
    assert explanation.accepted is None
    assert explanation.felt == ()
    assert explanation.paid.samples == 3 * explanation.samples > 0


def test_too_many_probes_are_not_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("optlab.engine.explain.heard.MOST_KEPT", 100)
    explanation = explain(*first_of(Fitting(), FiniteDifferences()))
    assert len(explanation.trials) == 100 // len(explanation.theta)
    assert explanation.lines == ()


def first_of(objective: AnyObjective, optimizer: AnyOptimizer) -> tuple[Experiment, Snapshot]:
    experiment = experiment_of(objective, optimizer)
    return experiment, begin(experiment)[0]


def in_full(number: float) -> str:
    return repr(number).replace("-", "−")


def two_digits(number: float) -> str:
    return f"{number:.2f}".replace("-", "−")


def calculated(text: str) -> float:
    return float(evaluate(read_value(text), Scope({}, Heard())))
