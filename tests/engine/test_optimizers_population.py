"""Genetic algorithm and evolution strategy: how a generation is made, what it finds, how fast."""

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
    Ackley,
    AnyLandscape,
    Bowl,
    DoubleWell,
    Himmelblau,
    IcedTea,
    Rastrigin,
    Rosenbrock,
    StyblinskiTang,
    ThreeHumpCamel,
)
from optlab.engine.models import Mlp
from optlab.engine.optimizers import (
    AnyOptimizer,
    EvolutionStrategy,
    Genetic,
    GradientDescent,
    Oracle,
)
from optlab.engine.starts import At

Populated = Genetic | EvolutionStrategy
NETWORK = Fitting(Circle(samples=30), Mlp((2,)), batch_size=4)
SEEDS = range(20)
Ground = Callable[[np.ndarray], np.ndarray]


class Still:
    """A differentiator for methods that never ask for a slope."""

    gradient = np.zeros(0)
    samples = 0
    batch = None

    def turn(self, step: int) -> None:
        """Every step sees the same."""

    def __call__(self, theta: np.ndarray) -> float:  # noqa: ARG002
        raise AssertionError("a search feels no slope")


def generations(  # noqa: PLR0917
    optimizer: Populated,
    ground: Ground,
    first: np.ndarray,
    steps: int,
    seed: int = 0,
    pace: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Give theta (steps + 1, D) and memory (steps + 1, M, D) from the memory `first` (M, D)."""

    def measure(theta: np.ndarray, batch: object) -> np.ndarray:
        del batch
        return ground(theta)

    oracle = Oracle(Still(), measure, seed=seed)
    theta, memory = first[0].copy(), first.copy()
    thetas, memories = [first[0]], [first]
    for step in range(steps):
        oracle.turn(step, pace)
        theta, memory = optimizer.step(theta, memory, oracle)
        thetas.append(theta.copy())
        memories.append(memory.copy())
    return np.array(thetas), np.array(memories)


def bred(optimizer: Genetic, parents: np.ndarray, seed: int = 0) -> np.ndarray:
    """Give the generation (P, D) after the parents (P, D), on the sphere."""
    first = np.vstack((parents, np.ones_like(parents[:1])))  # born
    _, memories = generations(optimizer, sphere, first, 1, seed)
    return optimizer.population(memories[1])


def run(
    objective: AnyObjective | AnyLandscape, optimizer: AnyOptimizer, steps: int, seed: int = 7
) -> list[Snapshot]:
    start = Experiment().start
    if not isinstance(objective, Fitting | Landscape):
        start = At(objective.start)
        objective = Landscape(objective)
    racer = Racer("it", optimizer)
    experiment = Experiment(objective=objective, start=start, racers=(racer,), seed=seed)
    rows = list(begin(experiment))
    for (chunk,) in race(experiment, rows[-1:], steps):
        rows += [chunk.snapshot(row) for row in range(len(chunk))]
    return rows


def sphere(theta: np.ndarray) -> np.ndarray:
    return (theta * theta).sum(axis=-1)


def found(landscape: AnyLandscape, optimizer: AnyOptimizer, steps: int, seeds: range) -> int:
    """Count the seeds with which theta ends near a lowest point, far from all other valleys."""
    near = 0.05 * np.ptp(landscape.box[0])
    ends = [run(landscape, optimizer, steps, seed)[-1].theta for seed in seeds]
    away = np.linalg.norm(np.array(landscape.minima) - np.array(ends)[:, None], axis=-1)
    return int((away.min(axis=1) < near).sum())


# ----------------------------------------------------------------------------------- both kinds


@pytest.mark.parametrize("optimizer", [Genetic(), EvolutionStrategy()], ids=lambda it: it.title)
def test_a_population_learns_from_mini_batches(optimizer: Populated):
    size = prepare(Experiment(objective=NETWORK)).size
    rows = run(NETWORK, optimizer, 400)
    value = prepare(Experiment(objective=NETWORK)).value
    assert optimizer.population(rows[-1].memory).shape == (24, size)
    late = value(np.array([each.theta for each in rows[200:]]))
    assert np.median(late) < 0.9 * value(rows[0].theta)
    paid = np.diff([each.cost for each in rows], axis=0)
    tasted = 24 + isinstance(optimizer, EvolutionStrategy)
    assert paid[:4].tolist() == [[tasted, 0, tasted * batch] for batch in (4, 4, 4, 3)]


@pytest.mark.parametrize(
    "landscape", [DoubleWell(), StyblinskiTang(), IcedTea(), Ackley(), ThreeHumpCamel()]
)
def test_a_population_finds_the_valley_that_a_marble_misses(landscape: AnyLandscape):
    """A generation as wide as the landscape looks into every valley; a marble into one."""
    half = 0.5 * float(np.ptp(landscape.box[0]))
    assert found(landscape, GradientDescent(0.01), 1000, range(1)) == 0
    assert found(landscape, Genetic(), 150, SEEDS) >= 17
    assert found(landscape, EvolutionStrategy(48, radius=half), 150, SEEDS) >= 16


def test_among_ninety_ripples_more_children_find_more():
    assert found(Rastrigin(), GradientDescent(0.001), 1000, range(1)) == 0
    assert found(Rastrigin(), Genetic(), 150, SEEDS) >= 14
    few, many = (EvolutionStrategy(size, radius=2.6) for size in (8, 100))
    assert found(Rastrigin(), few, 150, SEEDS) < found(Rastrigin(), many, 150, SEEDS) >= 17


def test_each_of_four_equal_valleys_is_found_by_some_seed():
    minima = np.array(Himmelblau().minima)
    ends = np.array([run(Himmelblau(), Genetic(), 200, seed)[-1].theta for seed in range(40)])
    away = np.linalg.norm(minima - ends[:, None], axis=-1)
    assert (away.min(axis=1) < 0.1).all()
    assert set(away.argmin(axis=1).tolist()) == {0, 1, 2, 3}


# ----------------------------------------------------------------------------- genetic algorithm


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(4, 40), st.integers(1, 5))
def test_theta_is_the_best_of_the_generation_tasted(seed: int, size: int, elite: int):
    optimizer = Genetic(size, elite=elite)
    rows = run(Rosenbrock(), optimizer, 30, seed)
    for before, after in pairwise(rows[1:]):
        generation = optimizer.population(before.memory)
        heights = np.asarray(Rosenbrock().value(*generation.T))
        ranked = generation[heights.argsort(kind="stable")]
        assert generation[0].tolist() == before.theta.tolist()
        assert after.theta.tolist() == ranked[0].tolist()
        best = optimizer.population(after.memory)[: min(elite, size)]
        assert best.tolist() == ranked[:elite].tolist()
        assert after.loss == pytest.approx(float(heights[0]), rel=1e-12)
        assert after.cost == Cost(size * after.step, 0, 0)
    losses = [each.loss for each in rows[1:]]
    assert losses == sorted(losses, reverse=True)


def test_the_first_generation_is_born_all_over_the_box():
    """Then theta jumps to the best of 1,000 even draws: one in every hundredth of the box."""
    ends = np.array([run(Bowl(), Genetic(1000), 1, seed)[-1].theta for seed in SEEDS])
    assert (np.abs(ends) < 2 / 5).all()
    frozen = Genetic(4, elite=4)
    ends = [frozen.population(run(Rastrigin(), frozen, 1, seed)[-1].memory) for seed in SEEDS]
    born = np.concatenate(ends)
    born = born[(born != Rastrigin().start).any(axis=1)]
    assert len(born) == 3 * len(SEEDS)
    assert (np.abs(born) <= 2.6).all()
    assert np.abs(born).max() > 2.4
    assert born.mean() == pytest.approx(0.0, abs=4 * 5.2 / math.sqrt(12 * born.size))


def test_without_a_box_it_is_born_around_the_start():
    """An elite of all keeps the first generation as it was born, best first."""
    optimizer = Genetic(1000, elite=1000, spread=0.3)
    start, after = run(NETWORK, optimizer, 1)
    born = optimizer.population(after.memory)
    born = born[(born != start.theta).any(axis=1)] - start.theta
    assert len(born) == 999
    assert born.std() == pytest.approx(0.3, rel=4 / math.sqrt(2 * born.size))
    assert born.mean() == pytest.approx(0.0, abs=4 * 0.3 / math.sqrt(born.size))


def test_without_mutation_children_take_each_number_from_a_parent():
    first = np.random.default_rng(3).normal(size=(50, 4))
    for crossover, mixed in ((1.0, True), (0.0, False)):
        optimizer = Genetic(50, mutation_rate=0.0, crossover=crossover)
        made = bred(optimizer, first)
        for gene in range(4):
            assert np.isin(made[:, gene], first[:, gene]).all()
        copies = (made[:, None] == first).all(axis=-1).any(axis=1)
        assert copies.all() != mixed


def test_a_mutation_moves_a_number_as_often_and_as_far_as_its_knobs_say():
    first = np.full((1000, 6), 5.0)
    optimizer = Genetic(1000, mutation=0.2, mutation_rate=0.3, crossover=0.0, elite=1)
    made = bred(optimizer, first)
    moves = (made - 5.0)[1:].ravel()
    moved = moves != 0.0
    chance = math.sqrt(0.3 * 0.7 / len(moves))
    assert moved.mean() == pytest.approx(0.3, abs=4 * chance)
    assert moves[moved].std() == pytest.approx(0.2, rel=4 / math.sqrt(2 * moved.sum()))


def test_tournaments_of_three_favour_the_better_as_theory_says():
    """The individual of rank r of P wins with probability ((P − r)³ − (P − r − 1)³) / P³."""
    size = 8
    first = np.arange(1.0, size + 1)[:, None]
    optimizer = Genetic(size, mutation_rate=0.0, crossover=0.0, elite=1)
    wins = np.zeros(size)
    for seed in range(1500):
        made = bred(optimizer, first, seed)
        wins += (made[1:] == first.T).sum(axis=0)
    left = np.arange(size, 0, -1)
    chance = (left**3 - (left - 1) ** 3) / size**3
    draws = wins.sum()
    assert draws == 1500 * (size - 1)
    assert (np.abs(wins - draws * chance) <= 4 * np.sqrt(draws * chance * (1 - chance))).all()


# ----------------------------------------------------------------------------- evolution strategy


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(4, 40), st.floats(0.05, 1.0))
def test_the_parent_moves_to_the_mean_of_the_best_children(seed: int, size: int, share: float):
    optimizer = EvolutionStrategy(size, share, 0.3)
    for before, after in pairwise(run(Rosenbrock(), optimizer, 20, seed)):
        children = optimizer.population(after.memory)
        assert children.shape == (size, 2)
        best = np.asarray(Rosenbrock().value(*children.T)).argsort()[: math.ceil(share * size)]
        assert after.theta == pytest.approx(children[best].mean(axis=0), rel=1e-12, abs=1e-12)
        assert after.loss == pytest.approx(float(Rosenbrock().value(*before.theta)), rel=1e-12)
        assert after.cost == Cost((size + 1) * after.step, 0, 0)
        assert after.memory[-1, 0] > 0.0 == after.memory[-1, 1]


def test_chance_alone_does_not_change_its_step_size():
    """On flat ground ln σ is a fair random walk with steps of variance τ² / μ, τ² = 1 / 2D."""
    steps, size = 3000, 3
    optimizer = EvolutionStrategy()
    start = optimizer.init(np.zeros(size))
    _, memories = generations(optimizer, lambda theta: np.zeros(len(theta)), start, steps)
    changes = np.diff(np.log(memories[:, -1, 0]))
    variance = 1 / (2 * size) / 6
    assert changes.mean() == pytest.approx(0.0, abs=4 * math.sqrt(variance / steps))
    assert changes.var() == pytest.approx(variance, rel=4 * math.sqrt(2 / steps))


def test_downhill_its_steps_grow_and_at_the_bottom_they_shrink():
    optimizer = EvolutionStrategy(radius=0.01)
    start = optimizer.init(np.full(3, 10.0))
    _, memories = generations(optimizer, sphere, start, 300)
    sizes = memories[:, -1, 0]
    assert sizes[:50].max() > 10 * sizes[0]
    assert sizes[-1] < 1e-3 * sizes.max()


@pytest.mark.parametrize("size", [5, 30])
def test_it_halves_its_distance_at_a_steady_rate_near_the_best_possible(size: int):
    """The best possible: at every distance the one step size that gains most, found by trying.

    No rule for step sizes can beat it on the sphere (Beyer 2001, The theory of evolution
    strategies); one that learns its size from its children gets a good part of it.
    """
    optimizer = EvolutionStrategy()
    start = optimizer.init(np.ones(size))
    thetas, _ = generations(optimizer, sphere, start, 300)
    steps, logarithms = np.arange(100, 301), np.log(np.linalg.norm(thetas, axis=1)[100:])
    rate, _ = np.polyfit(steps, logarithms, 1)
    assert np.corrcoef(steps, logarithms)[0, 1] < -0.99

    draws = np.random.default_rng(0).standard_normal((500, 24, size))
    gains = []
    for step in np.linspace(0.2, 3.0, 15) / math.sqrt(size):
        children = step * draws
        children[..., 0] += 1.0
        best = sphere(children).argsort(axis=1)[:, :6, None]
        parents = np.take_along_axis(children, best, axis=1).mean(axis=1)
        gains.append(-float(np.log(np.linalg.norm(parents, axis=1)).mean()))
    assert 0.3 * max(gains) < -rate < max(gains)


def test_a_schedule_scales_its_steps():
    optimizer = EvolutionStrategy(100)
    start = optimizer.init(np.zeros(2))
    whole, part = (
        optimizer.population(generations(optimizer, sphere, start, 1, pace=pace)[1][1])
        for pace in (1.0, 0.25)
    )
    assert part == pytest.approx(0.25 * whole, rel=1e-9)
