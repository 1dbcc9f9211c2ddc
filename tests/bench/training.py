"""Training: the time of a step with recording, against PyTorch eager in the same rounds."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from statistics import median

import numpy as np

from optlab.engine import Experiment, Fitting, Racer, begin, prepare, race
from optlab.engine.activations import Sigmoid
from optlab.engine.datasets import Line, SmallDigits
from optlab.engine.losses import CrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.models import Linear, Mlp
from optlab.engine.objective import Objective
from optlab.engine.optimizers import Adam, GradientDescent, Oracle
from optlab.engine.run import races
from optlab.engine.team import Run
from optlab.session.recording import Recording
from optlab.session.training import train
from tests.bench.measure import Row, at_least, at_most, ratio, rounds

STEPS = 5_000
TORCH_STEPS = 200
SEEDS = 8
FEW_STEPS = 400
PIECES = 1_000
SEARCHING = 0.1
"""Seconds of work at a time where no window waits."""

NETWORK = Fitting(batch_size=10)
LINE = Fitting(dataset=Line(), model=Linear(), loss=MeanSquaredError(), batch_size=10)
DIGITS = Fitting(SmallDigits(), Mlp((32,)), SoftmaxCrossEntropy(), batch_size=32, standardise=False)
CASES = (
    ("2-4-2-1, SGD", NETWORK, GradientDescent(learning_rate=0.05), 30.0),
    ("2-4-2-1, Adam", NETWORK, Adam(learning_rate=0.001), 40.0),
    ("2 parameters, SGD", LINE, GradientDescent(learning_rate=0.001), 60.0),
    ("2 parameters, Adam", LINE, Adam(learning_rate=0.0001), 60.0),
    ("digits 64-32-10, batch 32, SGD", DIGITS, GradientDescent(learning_rate=0.05), 10.0),
    ("digits 64-32-10, batch 32, Adam", DIGITS, Adam(learning_rate=0.001), 10.0),
)


def rows() -> Iterator[Row]:
    """Each case against PyTorch, the cost of recording, and eight racers against one."""
    for name, fitting, optimizer, budget in CASES:
        racer = Racer("one", optimizer)
        experiment = Experiment(objective=fitting, steps=STEPS, racers=(racer,))
        works: dict[str, Callable[[], object]] = {
            "measured": lambda e=experiment: measure(e),
            "recorded": lambda e=experiment: record(e),
            "bare": lambda e=experiment: run(e),
        }
        other = torch_loop(prepare(experiment), optimizer)
        if other is not None:
            works["torch"] = other
        times = rounds(works)
        step = median(times["recorded"]) / STEPS
        yield Row(f"training step with recording, {name}", f"{step * 1e6:.1f} µs")
        if "torch" in times:
            gain = ratio(times["torch"], times["recorded"]) * STEPS / TORCH_STEPS
            theirs = median(times["torch"]) / TORCH_STEPS * 1e6
            note = f" (PyTorch {theirs:.0f} µs)"
            yield at_least("  against PyTorch eager, one thread", gain, budget, "x", note)
        else:
            yield Row("  against PyTorch eager, one thread", "PyTorch is not here", f"{budget:g}x")
        extra = 100.0 * (ratio(times["recorded"], times["bare"]) - 1.0)
        yield at_most("  extra for recording every step", extra, 8.0, "%")
        more = 100.0 * (ratio(times["measured"], times["bare"]) - 1.0)
        yield Row("  extra with train and test losses for the curves", f"{more:.3g} %")
    yield eight()
    for count, budget in ((8, 2.5), (64, 5.0)):
        yield seeds(count, budget)
    yield from breakdown()


def eight() -> Row:
    """How much less a racer costs when eight of one architecture run together."""
    one = Racer("one", GradientDescent(learning_rate=0.05))
    alone = Experiment(objective=NETWORK, steps=STEPS // SEEDS, racers=(one,))
    many = tuple(Racer(f"{i}", GradientDescent(learning_rate=0.05)) for i in range(SEEDS))
    together = Experiment(objective=NETWORK, steps=STEPS // SEEDS, racers=many)
    times = rounds({"alone": lambda: run(alone), "together": lambda: run(together)})
    gain = SEEDS * ratio(times["alone"], times["together"])
    return at_least("8 racers of one architecture, a step of each", gain, 2.5, "x per racer")


def seeds(count: int, budget: float) -> Row:
    """How much less a seed costs when many run together, each on data and batches of its own."""
    racers = (Racer("one", GradientDescent(learning_rate=0.05)),)
    many = [
        Experiment(objective=NETWORK, steps=FEW_STEPS, seed=seed, racers=racers)
        for seed in range(count)
    ]
    runs = [Run(each, prepare(each), begin(each)[0]) for each in many]
    times = rounds(
        {
            "alone": lambda: exhaust(races(runs[:1], FEW_STEPS, SEARCHING)),
            "together": lambda: exhaust(races(runs, FEW_STEPS, SEARCHING)),
        }
    )
    gain = count * ratio(times["alone"], times["together"])
    return at_least(f"{count} seeds of the network together", gain, budget, "x per seed")


def breakdown() -> Iterator[Row]:
    """Where the time of a step on 2-4-2-1 goes."""
    experiment = Experiment(objective=NETWORK)
    objective = prepare(experiment)
    theta = objective.start(experiment.start, experiment.seed).copy()
    slope, oracle = objective.differentiator(), Oracle(objective.differentiator(), objective.value)
    scores, targets = np.zeros(10), np.ones(10)
    rules = {
        name: partial(rule.step, theta, rule.init(theta), oracle)
        for name, rule in {"SGD": GradientDescent(), "Adam": Adam()}.items()
    }
    works: dict[str, Callable[[], object]] = {
        "  the next batch": lambda: [slope.turn(step) for step in range(PIECES)],
        "  loss and gradient": lambda: [slope(theta) for _ in range(PIECES)],
        "    of that the loss": lambda: [
            CrossEntropy().slope(scores.copy(), targets, Sigmoid()) for _ in range(PIECES)
        ],
        **{
            f"  gradient and update, {name}": lambda rule=rule: [rule() for _ in range(PIECES)]
            for name, rule in rules.items()
        },
    }
    yield Row("where the time of a step on 2-4-2-1 goes", "")
    for name, times in rounds(works).items():
        yield Row(name, f"{median(times) / PIECES * 1e6:.2f} µs")


def exhaust(items: Iterable[object]) -> None:
    """Draw everything and forget it."""
    for _ in items:
        pass


def measure(experiment: Experiment) -> None:
    """Train and record to the end, and measure the losses that the curves show."""
    for _ in train(Recording(experiment, prepare(experiment)), experiment.steps):
        pass


def record(experiment: Experiment) -> None:
    """Train and record to the end."""
    recording = Recording(experiment, prepare(experiment))
    for chunks in race(experiment, recording.heads(), experiment.steps):
        recording.append(chunks)


def run(experiment: Experiment) -> None:
    """Train to the end and forget everything."""
    for _ in race(experiment, begin(experiment), experiment.steps):
        pass


def torch_loop(
    objective: Objective, optimizer: Adam | GradientDescent
) -> Callable[[], object] | None:
    """The same training as one would write it with PyTorch; None where there is no PyTorch."""
    try:
        import torch  # pyright: ignore[reportMissingImports]
    except ImportError:
        return None
    torch.set_num_threads(1)
    torch.manual_seed(0)
    layers = torch.nn
    samples, size = 200, 10
    if objective.size == 2:
        model, loss_of, features = layers.Linear(1, 1), layers.MSELoss(), 1
    elif objective.size < 100:
        hidden = (layers.Linear(2, 4), layers.Tanh(), layers.Linear(4, 2), layers.Tanh())
        model, features = layers.Sequential(*hidden, layers.Linear(2, 1)), 2
        loss_of = layers.BCEWithLogitsLoss()
    else:
        hidden = (layers.Linear(64, 32), layers.Tanh())
        model, features = layers.Sequential(*hidden, layers.Linear(32, 10)), 64
        loss_of, samples, size = layers.CrossEntropyLoss(), 900, 32
    make = torch.optim.Adam if isinstance(optimizer, Adam) else torch.optim.SGD
    update = make(model.parameters(), lr=optimizer.learning_rate)
    rng = np.random.default_rng(0)
    inputs = torch.tensor(rng.normal(size=(samples, features)), dtype=torch.float32)
    targets = torch.tensor(rng.integers(0, 2, (samples, 1)), dtype=torch.float32)
    if size == 32:
        targets = torch.tensor(rng.integers(0, 10, samples))

    def batches() -> Iterator[tuple[object, object]]:
        while True:
            order = torch.randperm(samples)
            for first in range(0, samples, size):
                chosen = order[first : first + size]
                yield inputs[chosen], targets[chosen]

    endless = batches()

    def loop() -> None:
        for x, y in islice(endless, TORCH_STEPS):
            update.zero_grad()
            loss_of(model(x), y).backward()
            update.step()

    return loop
