"""A run: pure steps, the same bits alone and in blocks, from any snapshot, on the same batches."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.engine import (
    OPTIMIZERS,
    Chunk,
    Cost,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Snapshot,
    Status,
    advance,
    begin,
    prepare,
    race,
)
from optlab.engine.datasets import Circle, Line
from optlab.engine.declare import kind_of
from optlab.engine.experiment import AnyObjective
from optlab.engine.fitted import FittingObjective
from optlab.engine.landscapes import AnyLandscape, Bowl, Rastrigin, Ravine, Rosenbrock
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear, Mlp
from optlab.engine.optimizers import (
    Adam,
    Annealing,
    AnyOptimizer,
    Backtracking,
    Bfgs,
    ConjugateGradient,
    EvolutionStrategy,
    Exhaustive,
    FiniteDifferences,
    Genetic,
    GradientDescent,
    Nesterov,
    Newton,
    RandomSearch,
)
from optlab.engine.starts import At

CLASSES: dict[str, Any] = dict(OPTIMIZERS)
ALL = tuple(Racer(kind, cls()) for kind, cls in CLASSES.items())
FEW = (
    Racer("slow", GradientDescent(learning_rate=0.01)),
    Racer("quick", GradientDescent()),
    *(Racer(cls.title, cls()) for cls in (Adam, Backtracking, Newton, RandomSearch, Genetic)),
)
"""One of every way to ask the oracle, and two that take their steps together."""
ENDLESS = tuple(racer for racer in ALL if not hasattr(racer.optimizer, "finish"))
SLOPELESS = (
    FiniteDifferences,
    RandomSearch,
    Exhaustive,
    Annealing,
    Genetic,
    EvolutionStrategy,
)
SEVERAL = (Backtracking, Newton, Bfgs, ConjugateGradient, *SLOPELESS)
STRIDES = ("learning_rate", "radius", "mutation", "spread")
STEPS = 60


def striding(optimizer: AnyOptimizer, length: float) -> AnyOptimizer:
    """The optimizer with the knobs that say how far its steps go at `length`."""
    return replace(optimizer, **{name: length for name in STRIDES if hasattr(optimizer, name)})


def bits(snapshot: Snapshot) -> tuple[object, ...]:
    """All of a snapshot, to the last bit."""
    return (
        *(snapshot.racer, snapshot.step, snapshot.cost, snapshot.status, snapshot.evidence),
        *(snapshot.theta.tobytes(), snapshot.memory.tobytes(), snapshot.memory.shape),
        np.array([snapshot.loss, snapshot.gradient_norm]).tobytes(),
    )


def rows_of(
    experiment: Experiment, chunks: Iterable[tuple[Chunk, ...]], start: Sequence[Snapshot]
) -> list[list[Snapshot]]:
    """Snapshots by racer and step, in the order in which the chunks bring them."""
    rows = [[each] for each in start]
    for item in chunks:
        for chunk in item:
            rows[chunk.racer] += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


def stepped(experiment: Experiment, start: Sequence[Snapshot], until: int) -> list[list[Snapshot]]:
    rows = [[each] for each in start]
    for racer in rows:
        while racer[-1].step < until and racer[-1].status is Status.running:
            racer.append(advance(experiment, racer[-1]))
    return rows


def same(one: list[list[Snapshot]], other: list[list[Snapshot]]) -> bool:
    return [[bits(each) for each in racer] for racer in one] == [
        [bits(each) for each in racer] for racer in other
    ]


# ------------------------------------------------------------------------- alone and in blocks


def test_steps_alone_and_in_blocks_have_the_same_bits(any_objective: AnyObjective):
    experiment = Experiment(objective=any_objective, racers=FEW)
    start = begin(experiment)
    alone = stepped(experiment, start, STEPS)
    for budget in (0.0, 0.0005, 1.0):
        assert same(alone, rows_of(experiment, race(experiment, start, STEPS, budget), start))


@pytest.mark.parametrize("landscape", [Bowl(), Rosenbrock(), Rastrigin()], ids=kind_of)
def test_so_have_runs_that_end(landscape: AnyLandscape, any_optimizer: AnyOptimizer):
    for rate in (0.4, 10.0):
        racer = Racer("it", striding(any_optimizer, rate))
        experiment = Experiment(objective=Landscape(landscape), racers=(racer,))
        start = begin(experiment)
        alone = stepped(experiment, start, 300)
        for budget in (0.0, 1.0):
            assert same(alone, rows_of(experiment, race(experiment, start, 300, budget), start))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.floats(0, 0.002))
def test_it_does_not_matter_where_a_race_is_cut(stops: list[int], budget: float):
    experiment = Experiment(objective=Fitting(Circle(samples=20), batch_size=3), racers=ALL)
    start = begin(experiment)
    rows = [[each] for each in start]
    for stop in (*sorted(stops), 41):
        heads = [racer[-1] for racer in rows]
        more = rows_of(experiment, race(experiment, heads, stop, budget), heads)
        for racer, made in zip(rows, more, strict=True):
            racer.extend(made[1:])
    assert same(rows, rows_of(experiment, race(experiment, start, 41), start))


def test_any_snapshot_replays_to_the_same_bits(any_optimizer: AnyOptimizer):
    fitting = Fitting(Circle(samples=30), Mlp((3,)), batch_size=4)
    for objective in (fitting, Landscape(Rosenbrock())):
        experiment = Experiment(objective=objective, racers=(Racer("it", any_optimizer),))
        start = begin(experiment)
        (rows,) = rows_of(experiment, race(experiment, start, 50), start)
        for step in {0, 1, len(rows) // 2, len(rows) - 2}:
            (again,) = rows_of(experiment, race(experiment, (rows[step],), 50), (rows[step],))
            assert same([again], [rows[step:]])


def test_a_racer_does_not_see_the_others():
    fitting = Fitting(Circle(samples=30), batch_size=7)
    together = Experiment(objective=fitting, racers=ALL)
    rows = rows_of(together, race(together, begin(together), STEPS), begin(together))
    for index, racer in enumerate(ALL):
        alone = replace(together, racers=(racer,))
        (own,) = rows_of(alone, race(alone, begin(alone), STEPS), begin(alone))
        assert [each.theta.tobytes() for each in own] == [
            each.theta.tobytes() for each in rows[index]
        ]


def test_racers_catch_up_from_different_steps():
    experiment = Experiment(objective=Fitting(Circle(samples=20)), racers=ALL)
    start = begin(experiment)
    whole = rows_of(experiment, race(experiment, start, 40), start)
    places = [min(2 * index, len(racer) - 1) for index, racer in enumerate(whole)]
    uneven = [racer[place] for racer, place in zip(whole, places, strict=True)]
    more = rows_of(experiment, race(experiment, uneven, 40), uneven)
    assert same(more, [racer[place:] for racer, place in zip(whole, places, strict=True)])


def test_a_race_that_is_there_already_does_nothing():
    experiment = Experiment(objective=Landscape(Bowl()))
    assert list(race(experiment, begin(experiment), 0)) == []


def test_blocks_grow_to_fill_the_budget():
    experiment = Experiment(objective=Fitting(), racers=ENDLESS)
    lengths = [
        [len(chunk) for chunk in item]
        for item in race(experiment, begin(experiment), 3000, budget=1000.0)
    ]
    sizes = [8, 16, 32, 64, 128, 256, 512, 512, 512, 512, 448]
    assert lengths == [[size] * len(ENDLESS) for size in sizes]


def test_steps_that_take_long_come_one_by_one():
    experiment = Experiment(objective=Fitting(), racers=ALL)
    first, *items = race(experiment, begin(experiment), 11, budget=0.0)
    assert [chunk.racer for chunk in first] == list(range(len(ALL)))
    wanted = [(racer, step, 1) for step in (9, 10, 11) for racer in range(len(ALL))]
    assert [(chunk.racer, chunk.first, len(chunk)) for (chunk,) in items] == wanted


# ---------------------------------------------------------------------------------------- purity


def test_what_a_run_leaves_behind_is_read_only(any_optimizer: AnyOptimizer):
    experiment = Experiment(racers=(Racer("it", any_optimizer),))
    start = begin(experiment)
    (chunk,) = next(race(experiment, start, 5))
    snapshots = (*start, advance(experiment, start[0]), chunk.snapshot(-1))
    for each in snapshots:
        assert not each.theta.flags.writeable
        assert not each.memory.flags.writeable
    for column in (chunk.theta, chunk.memory, chunk.loss, chunk.gradient_norm, chunk.cost):
        assert not column.flags.writeable


def test_a_step_leaves_its_arguments_as_they_were(any_objective: AnyObjective):
    experiment = Experiment(objective=any_objective, racers=FEW)
    for start in begin(experiment):
        middle = advance(experiment, start)
        before = bits(start), bits(middle)
        assert bits(advance(experiment, start)) == bits(middle)
        advance(experiment, middle)
        assert (bits(start), bits(middle)) == before


def test_a_snapshot_says_what_its_step_saw(any_optimizer: AnyOptimizer):
    """All but Nesterov look where they stand; searches and finite differences feel no gradient."""
    if isinstance(any_optimizer, Exhaustive):
        pytest.skip("it tastes no point twice: see test_optimizers_search")
    experiment = Experiment(objective=Fitting(batch_size=9), racers=(Racer("it", any_optimizer),))
    objective = prepare(experiment)
    assert isinstance(objective, FittingObjective)
    (start,) = begin(experiment)
    assert (start.step, start.cost, start.status) == (0, Cost(), Status.running)
    assert np.isnan([start.loss, start.gradient_norm]).all()
    assert start.memory.shape == (len(any_optimizer.memory_names), objective.size)
    now = start
    for step in range(30):
        before, now = now, advance(experiment, now)
        there = before.theta
        if isinstance(any_optimizer, Nesterov):
            there = there - any_optimizer.beta * before.memory[0]
        batch = objective.batch(step)
        assert now.step == step + 1
        assert now.loss == pytest.approx(float(objective.value(there, batch)), rel=1e-12)
        slope = float(np.linalg.norm(objective.gradient(there, batch)))
        if isinstance(any_optimizer, SLOPELESS):
            slope = math.nan
        assert now.gradient_norm == pytest.approx(slope, rel=1e-12, nan_ok=True)


def test_chunks_are_the_rows_of_their_snapshots():
    experiment = Experiment(objective=Landscape(Ravine()))
    for item in race(experiment, begin(experiment), 30):
        for chunk in item:
            assert len(chunk) == len(chunk.theta) == len(chunk.memory) == len(chunk.cost)
            assert bits(chunk.snapshot(-1)) == bits(chunk.snapshot(len(chunk) - 1))
            with pytest.raises(IndexError):
                chunk.snapshot(len(chunk))


# --------------------------------------------------------------------------------------- batches


@pytest.mark.parametrize("batch_size", [0, 1, 3, 7, 15])
def test_every_racer_pays_for_the_same_batches(batch_size: int):
    """15 training samples: 3 divides them, 7 does not. In small steps, so that nobody flies off."""
    fitting = Fitting(Circle(samples=30), Mlp((2,)), batch_size=batch_size)
    slow = tuple(Racer(each.name, striding(each.optimizer, 0.01)) for each in ENDLESS)
    experiment = Experiment(objective=fitting, racers=slow)
    objective = prepare(experiment)
    per_epoch = objective.steps_per_epoch
    assert per_epoch == (-(-15 // batch_size) if batch_size else 1)
    start = begin(experiment)
    rows = rows_of(experiment, race(experiment, start, 3 * per_epoch), start)
    batches = None
    for racer in rows:
        paid = np.diff([each.cost for each in racer], axis=0)
        evaluations = paid[:, 0] + paid[:, 1]
        assert (evaluations >= 1).all()
        samples = paid[:, 2] / evaluations  # every answer of a step is on its batch
        assert samples.reshape(3, per_epoch).sum(axis=1).tolist() == [15, 15, 15]
        batches = samples.tolist() if batches is None else batches
        assert samples.tolist() == batches


def test_every_racer_sees_the_very_same_samples():
    """At one common theta, the loss that each racer sees tells its batch."""
    fitting = Fitting(Line(samples=20), Linear(), MeanSquaredError(), batch_size=3)
    crawl = tuple(Racer(each.name, striding(each.optimizer, 1e-300)) for each in ENDLESS)
    experiment = Experiment(objective=fitting, racers=crawl, start=At((0.5, 0.5)))
    start = begin(experiment)
    rows = rows_of(experiment, race(experiment, start, 25), start)
    losses = [[each.loss for each in racer[1:]] for racer in rows]
    assert len(set(losses[0])) > 20
    for seen in losses:
        assert seen == pytest.approx(losses[0], rel=1e-12)


@pytest.mark.parametrize(
    "optimizer",
    [each.optimizer for each in ALL if not isinstance(each.optimizer, SEVERAL)],
    ids=lambda optimizer: optimizer.title,
)
def test_costs_are_counted_exactly(optimizer: AnyOptimizer):
    """One gradient a step, but for those that ask several times: see test_optimizers_probing."""
    fitting = Fitting(Circle(samples=30), Mlp((2,)), batch_size=4)
    for objective, samples in ((fitting, [4, 8, 12, 15, 19]), (Landscape(Bowl()), [0] * 5)):
        experiment = Experiment(objective=objective, racers=(Racer("it", optimizer),))
        start = begin(experiment)
        (rows,) = rows_of(experiment, race(experiment, start, 5), start)
        wanted = [Cost(0, step, paid) for step, paid in enumerate([0, *samples])]
        assert [each.cost for each in rows] == wanted


# --------------------------------------------------------------------------------------- trouble


def test_every_optimizer_survives_every_landscape(
    any_optimizer: AnyOptimizer, any_landscape: AnyLandscape, capfd: pytest.CaptureFixture[str]
):
    """At the ends of the learning rate's range, from the start and from far outside."""
    size = len(any_landscape.start)
    starts = (any_landscape.start, (1e3, -1e3)[:size], size * (1e100,), size * (0.0,))
    for rate in (1e-12, 0.03, 10.0):
        for start in starts:
            racer = Racer("it", striding(any_optimizer, rate))
            experiment = Experiment(
                objective=Landscape(any_landscape), racers=(racer,), start=At(start)
            )
            first = begin(experiment)
            (rows,) = rows_of(experiment, race(experiment, first, 200), first)
            assert np.isfinite(rows[-1].theta).all()
            if rows[-1].step < 200:
                assert rows[-1].status is not Status.running
                assert rows[-1].evidence
    assert capfd.readouterr() == ("", "")


def test_every_fitting_survives_a_wild_learning_rate(
    some_fitting: Fitting, capfd: pytest.CaptureFixture[str]
):
    wild = tuple(Racer(each.name, striding(each.optimizer, 10.0)) for each in ALL)
    experiment = Experiment(objective=some_fitting, racers=wild)
    start = begin(experiment)
    for racer in rows_of(experiment, race(experiment, start, 100), start):
        assert np.isfinite(racer[-1].theta).all()
        prepare(experiment).value(racer[-1].theta)
        prepare(experiment).test_value(racer[-1].theta)
    assert capfd.readouterr() == ("", "")
