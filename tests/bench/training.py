"""Training: the time of a step with recording, against PyTorch eager in the same rounds."""

from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median

import numpy as np

from optlab.engine import Experiment, Fitting, Racer, begin, prepare, race
from optlab.engine.datasets import Line
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import Objective
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.session.recording import Recording
from optlab.session.training import train
from tests.bench.measure import Row, at_least, at_most, ratio, rounds

STEPS = 5_000
TORCH_STEPS = 200
SEEDS = 8

NETWORK = Fitting(batch_size=10)
LINE = Fitting(dataset=Line(), model=Linear(), loss=MeanSquaredError(), batch_size=10)
CASES = (
    ("2-4-2-1, SGD", NETWORK, GradientDescent(learning_rate=0.05), 30.0),
    ("2-4-2-1, Adam", NETWORK, Adam(learning_rate=0.001), 40.0),
    ("2 parameters, SGD", LINE, GradientDescent(learning_rate=0.001), 60.0),
    ("2 parameters, Adam", LINE, Adam(learning_rate=0.0001), 60.0),
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


def eight() -> Row:
    """How much less a racer costs when eight of one architecture run together."""
    one = Racer("one", GradientDescent(learning_rate=0.05))
    alone = Experiment(objective=NETWORK, steps=STEPS // SEEDS, racers=(one,))
    many = tuple(Racer(f"{i}", GradientDescent(learning_rate=0.05)) for i in range(SEEDS))
    together = Experiment(objective=NETWORK, steps=STEPS // SEEDS, racers=many)
    times = rounds({"alone": lambda: run(alone), "together": lambda: run(together)})
    gain = SEEDS * ratio(times["alone"], times["together"])
    return at_least("8 racers of one architecture, a step of each", gain, 2.5, "x per racer")


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
    two = objective.size == 2
    layers = torch.nn
    if two:
        model = layers.Linear(1, 1)
        loss_of = layers.MSELoss()
    else:
        hidden = (layers.Linear(2, 4), layers.Tanh(), layers.Linear(4, 2), layers.Tanh())
        model = layers.Sequential(*hidden, layers.Linear(2, 1))
        loss_of = layers.BCEWithLogitsLoss()
    make = torch.optim.Adam if isinstance(optimizer, Adam) else torch.optim.SGD
    update = make(model.parameters(), lr=optimizer.learning_rate)
    rng = np.random.default_rng(0)
    features = torch.tensor(rng.normal(size=(200, 1 if two else 2)), dtype=torch.float32)
    targets = torch.tensor(rng.integers(0, 2, (200, 1)), dtype=torch.float32)

    def batches() -> Iterator[tuple[object, object]]:
        while True:
            order = torch.randperm(200)
            for first in range(0, 200, 10):
                chosen = order[first : first + 10]
                yield features[chosen], targets[chosen]

    endless = batches()

    def loop() -> None:
        for x, y in islice(endless, TORCH_STEPS):
            update.zero_grad()
            loss_of(model(x), y).backward()
            update.step()

    return loop
