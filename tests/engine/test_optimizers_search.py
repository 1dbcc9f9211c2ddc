"""Random search, exhaustive search, annealing: what they accept, pay and find."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.engine import (
    Cost,
    Experiment,
    Fitting,
    Landscape,
    Racer,
    Snapshot,
    begin,
    prepare,
    race,
)
from optlab.engine.datasets import Circle
from optlab.engine.experiment import AnyObjective
from optlab.engine.landscapes import (
    AnyLandscape,
    Bowl,
    DoubleWell,
    FinickyDrinker,
    IcedTea,
    Rastrigin,
    Rosenbrock,
    StyblinskiTang,
    Tea,
)
from optlab.engine.models import Mlp
from optlab.engine.optimizers import (
    Annealing,
    AnyOptimizer,
    EvolutionStrategy,
    Exhaustive,
    Genetic,
    GradientDescent,
    Oracle,
    RandomSearch,
    probing,
)
from optlab.engine.schedules import Exponential
from optlab.engine.starts import At

NETWORK = Fitting(Circle(samples=30), Mlp((2,)), batch_size=0)
SEARCHES = (RandomSearch(), Exhaustive(radius=1.0), Annealing(), Genetic(), EvolutionStrategy())


class Still:
    """A differentiator for methods that never ask for a slope."""

    gradient = np.zeros(0)
    samples = 0
    batch = None

    def turn(self, step: int) -> None:
        """Every step sees the same."""

    def __call__(self, theta: np.ndarray) -> float:  # noqa: ARG002
        raise AssertionError("a search feels no slope")


def walk(
    optimizer: AnyOptimizer,
    height: Callable[[np.ndarray], np.ndarray],
    start: np.ndarray,
    steps: int,
    seed: int = 0,
) -> np.ndarray:
    """Give theta (steps + 1, D) on the ground `height` (P, D) -> (P,)."""

    def measure(theta: np.ndarray, batch: object) -> np.ndarray:
        del batch
        return height(theta)

    oracle = Oracle(Still(), measure, seed=seed)
    theta, memory = start.copy(), optimizer.init(start)
    path = [start]
    for step in range(steps):
        oracle.turn(step, 1.0)
        theta, memory = optimizer.step(theta, memory, oracle)
        path.append(theta.copy())
    return np.array(path)


def run(
    objective: AnyObjective | AnyLandscape,
    optimizer: AnyOptimizer,
    steps: int,
    start: tuple[float, ...] = (),
    seed: int = 7,
) -> list[Snapshot]:
    if not isinstance(objective, Fitting | Landscape):
        start = start or objective.start
        objective = Landscape(objective)
    experiment = Experiment(
        objective=objective,
        start=At(start) if start else Experiment().start,
        racers=(Racer("it", optimizer),),
        seed=seed,
    )
    rows = list(begin(experiment))
    for (chunk,) in race(experiment, rows[-1:], steps):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


def height(landscape: AnyLandscape, points: np.ndarray) -> np.ndarray:
    return np.asarray(landscape.value(*np.moveaxis(points, -1, 0)))


# ------------------------------------------------------------------------------- all of them


@pytest.mark.parametrize("hole", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("optimizer", SEARCHES, ids=lambda each: each.title)
def test_what_is_no_number_is_never_accepted(optimizer: AnyOptimizer, hole: float):
    """Beside a parabola that ends at 0.5 there is nothing to stand on."""

    def ground(theta: np.ndarray) -> np.ndarray:
        return np.where(theta.max(axis=-1) < 0.5, (theta * theta).sum(axis=-1), hole)

    path = walk(optimizer, ground, np.array([0.4, -1.0]), 300)
    assert np.isfinite(ground(path)).all()
    assert (path[-1] != path[0]).all()


@pytest.mark.parametrize("optimizer", SEARCHES, ids=lambda each: each.title)
def test_where_nothing_is_a_number_they_stay(optimizer: AnyOptimizer):
    path = walk(optimizer, lambda theta: np.full(len(theta), math.nan), np.ones(3), 50)
    assert (path == 1.0).all()


@pytest.mark.parametrize("optimizer", SEARCHES, ids=lambda each: each.title)
def test_their_points_come_in_blocks_where_they_are_many(
    optimizer: AnyOptimizer, monkeypatch: pytest.MonkeyPatch
):
    whole = run(NETWORK, optimizer, 10)
    monkeypatch.setattr(probing, "PROBED", 5 * len(whole[0].theta))
    parts = run(NETWORK, optimizer, 10)
    assert parts[-1].theta == pytest.approx(whole[-1].theta, rel=1e-9)
    assert parts[-1].cost == whole[-1].cost


@pytest.mark.parametrize("optimizer", SEARCHES, ids=lambda each: each.title)
def test_the_seed_decides_their_luck(optimizer: AnyOptimizer):
    one, same, other = (run(Rosenbrock(), optimizer, 5, seed=seed)[-1] for seed in (1, 1, 2))
    assert one.memory.tolist() == same.memory.tolist()
    assert isinstance(optimizer, Exhaustive) == (one.memory.tolist() == other.memory.tolist())


# ----------------------------------------------------------------------------- random search


@given(
    st.sampled_from([Bowl(), Rosenbrock(), Rastrigin(), IcedTea()]),
    st.floats(1e-3, 10),
    st.integers(1, 20),
    st.integers(0, 1000),
)
def test_random_search_takes_the_best_it_tried_or_stays(
    landscape: AnyLandscape, radius: float, tries: int, seed: int
):
    optimizer = RandomSearch(radius, tries)
    rows = run(landscape, optimizer, 20, seed=seed)
    for before, after in pairwise(rows):
        tried = optimizer.population(after.memory)
        assert tried.shape == (tries, len(before.theta))
        points = np.vstack((before.theta, tried))
        best = height(landscape, points).argmin()
        assert after.theta.tolist() == points[best].tolist()
        assert after.loss == pytest.approx(float(height(landscape, before.theta)), rel=1e-12)
        assert after.cost == Cost((tries + 1) * after.step, 0, 0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(1e-3, 10))
def test_random_search_never_gets_worse(seed: int, radius: float):
    for objective in (NETWORK, Landscape(StyblinskiTang())):
        rows = run(objective, RandomSearch(radius), 100, seed=seed)
        heights = prepare(Experiment(objective=objective, seed=seed)).value(
            np.array([each.theta for each in rows])
        )
        assert (np.diff(heights) <= 0.0).all()


def test_its_tries_are_a_bell_around_it_as_wide_as_the_radius():
    tries = RandomSearch(0.3, tries=1000).population(
        run(Bowl(), RandomSearch(0.3, tries=1000), 1, (5.0, -5.0))[-1].memory
    )
    assert tries.mean(axis=0) == pytest.approx([5.0, -5.0], abs=4 * 0.3 / math.sqrt(1000))
    assert tries.std(axis=0) == pytest.approx([0.3, 0.3], rel=4 / math.sqrt(2000))


def test_a_schedule_narrows_the_search():
    """Half the radius at every step: where nothing is better, the tries shrink towards it."""
    racer = Racer("it", RandomSearch(1.0, 200), Exponential(0.5, 1))
    experiment = Experiment(objective=Landscape(Bowl()), start=At((0.0, 0.0)), racers=(racer,))
    rows = list(begin(experiment))
    for (chunk,) in race(experiment, rows, 10):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    for step, after in enumerate(rows[1:]):
        assert after.memory.std() == pytest.approx(0.5**step, rel=4 / math.sqrt(800))


# -------------------------------------------------------------------------------- exhaustive


def test_it_tastes_every_cup_of_tea():
    """81 cups for 81 temperatures, one at a time; the best one is where the tea is best."""
    optimizer = Exhaustive(points=81)
    rows = run(Tea(), optimizer, 81)
    cups = np.concatenate([optimizer.population(each.memory) for each in rows])
    assert cups[:, 0] == pytest.approx(np.arange(20.0, 101.0), rel=1e-12)
    assert [each.cost.loss_evaluations for each in rows] == list(range(82))
    assert rows[-1].theta == pytest.approx([60.0])
    over = optimizer.finished(np.array([each.memory for each in rows]))
    assert over.tolist() == 81 * [False] + [True]


@pytest.mark.parametrize("points", [2, 7, 20])
def test_it_finds_the_best_point_of_the_grid(any_landscape: AnyLandscape, points: int):
    optimizer = Exhaustive(points=points)
    rows = run(any_landscape, optimizer, points)
    sides = [np.linspace(low, high, points) for low, high in any_landscape.box]
    grid = np.stack(np.meshgrid(*sides), axis=-1)
    heights = height(any_landscape, grid)
    last = rows[-1]
    assert float(height(any_landscape, last.theta)) == heights.min() == last.loss
    assert last.theta.tolist() in grid.reshape(-1, len(sides)).tolist()
    assert last.cost == Cost(heights.size, 0, 0)
    assert optimizer.finished(last.memory)
    seen = heights if heights.ndim == 1 else heights.min(axis=1)
    assert [each.loss for each in rows[1:]] == np.minimum.accumulate(seen).tolist()
    tasted = np.concatenate([optimizer.population(each.memory) for each in rows])
    assert tasted.tolist() == grid.reshape(-1, len(sides)).tolist()


@pytest.mark.parametrize("pair", [(0, 1), (3, 2), (1, 1), (0, 1000)])
def test_in_a_network_it_varies_two_parameters_around_the_start(pair: tuple[int, int]):
    points, radius = 6, 1.5
    rows = run(NETWORK, Exhaustive(points, radius, *pair), points)
    start = rows[0].theta
    across, up = (min(each, len(start) - 1) for each in pair)
    value = prepare(Experiment(objective=NETWORK)).value
    heights = []
    side = np.linspace(-radius, radius, points)
    for v in side if up != across else [0.0]:
        for u in side:
            there = start.copy()
            there[across] += u
            there[up] += v
            heights.append(float(value(there)))
    assert rows[-1].loss == pytest.approx(min(heights), rel=1e-12)
    assert rows[-1].cost.loss_evaluations == len(heights)
    others = [i for i in range(len(start)) if i not in {across, up}]
    assert rows[-1].theta[others].tolist() == start[others].tolist()


def test_when_all_is_tasted_it_pays_no_more():
    """In mini-batches no run ends by standing still."""
    batches = Fitting(Circle(samples=30), Mlp((2,)), batch_size=4)
    rows = run(batches, Exhaustive(points=5), 9)
    assert {each.cost for each in rows[5:]} == {Cost(25, 0, 5 * (4 + 4 + 4 + 3 + 4))}
    assert {each.loss for each in rows[5:]} == {rows[5].loss}
    assert rows[-1].theta.tolist() == rows[5].theta.tolist()


@pytest.mark.parametrize("landscape", [IcedTea(), FinickyDrinker(), DoubleWell(), Rastrigin()])
def test_it_finds_what_a_marble_misses(landscape: AnyLandscape):
    reach = 0.02 * np.ptp(landscape.box)
    found = run(landscape, Exhaustive(points=101), 101)[-1].theta
    rolled = run(landscape, GradientDescent(0.01), 1000)[-1].theta
    minima = np.array(landscape.minima)
    assert np.linalg.norm(minima - found, axis=1).min() < reach
    assert np.linalg.norm(minima - rolled, axis=1).min() > reach


# --------------------------------------------------------------------------------- annealing


@pytest.mark.parametrize("climb", [0.01, 0.1, 0.5, 1.0, 3.0, 10.0])
@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_a_climb_is_accepted_with_the_probability_of_metropolis(climb: float, temperature: float):
    """Wherever it stands, the next point is higher by the same."""
    steps = 4000
    path = walk(
        Annealing(temperature, cooling=1.0),
        lambda theta: climb * np.arange(len(theta)),
        np.zeros(2),
        steps,
    )
    accepted = int((np.diff(path, axis=0) != 0.0).any(axis=1).sum())
    chance = math.exp(-climb / temperature)
    assert abs(accepted - steps * chance) <= 4 * math.sqrt(steps * chance * (1 - chance)) + 1


def test_what_is_not_higher_is_always_accepted():
    for fall in (0.0, 1e-9, 1.0):
        path = walk(Annealing(1e-9), lambda x, d=fall: -d * np.arange(len(x)), np.zeros(2), 200)
        assert (np.diff(path, axis=0) != 0.0).any(axis=1).all()


@pytest.mark.parametrize("optimizer", [Annealing(1e-300), Annealing(1000.0, cooling=1e-300)])
def test_when_it_is_cold_it_never_climbs(optimizer: Annealing):
    rows = run(Rastrigin(), optimizer, 500)
    losses = [each.loss for each in rows[2:]]  # the first step of the second is hot
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0]


def test_at_a_steady_temperature_it_is_spread_as_boltzmann_says():
    """On x² + y² the density e^(-L / T) is a bell with the variance T / 2 in x and in y."""
    temperature = 0.08
    rows = run(Bowl(), Annealing(temperature, 1.0, radius=0.4), 20_000, (0.0, 0.0))
    theta = np.array([each.theta for each in rows[200:]])
    assert theta.var(axis=0) == pytest.approx(temperature / 2, rel=0.1)
    assert theta.mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.02)


def test_it_keeps_the_best_it_ever_saw():
    rows = run(Rastrigin(), Annealing(5.0, cooling=1.0), 300)
    seen = [rows[0].theta, *(each.memory[0] for each in rows[1:])]
    heights = height(Rastrigin(), np.array(seen))
    for step, each in enumerate(rows[1:], 2):
        assert each.memory[1].tolist() == seen[heights[:step].argmin()].tolist()
        assert each.memory[2].tolist() == pytest.approx([heights[:step].min(), 0.0], rel=1e-12)
        assert each.cost == Cost(2 * each.step, 0, 0)
    assert any(after.loss > before.loss for before, after in pairwise(rows[1:]))  # it climbed


def test_its_temperature_cools_by_the_same_factor_at_every_step():
    """Cooled to 0.9ᵏ, a climb of 1 is accepted in step k with probability e^(-1 / 0.9ᵏ)."""
    steps, walks = 12, 600
    optimizer = Annealing(1.0, cooling=0.9)
    moved = np.zeros(steps)
    for seed in range(walks):
        path = walk(optimizer, lambda x: 1.0 * np.arange(len(x)), np.zeros(1), steps, seed)
        moved += np.diff(path[:, 0]) != 0.0
    chance = np.exp(-1.0 / 0.9 ** np.arange(steps))
    assert (np.abs(moved - walks * chance) <= 4 * np.sqrt(walks * chance * (1 - chance))).all()


def test_hot_enough_it_leaves_the_wrong_well():
    """From the higher well of the double well; cold, it stays there."""

    def in_the_deep_one(optimizer: Annealing) -> int:
        rows = (run(DoubleWell(), optimizer, 600, seed=seed) for seed in range(20))
        return sum(bool(each[-1].theta[0] < 0.0) for each in rows)

    assert in_the_deep_one(Annealing(1.0, 0.99, radius=0.5)) >= 16
    assert in_the_deep_one(Annealing(1e-6, 0.98, radius=0.1)) == 0
