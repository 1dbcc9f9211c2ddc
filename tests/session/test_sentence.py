import itertools
import re

import pytest
from msgspec.structs import replace

from optlab.engine.datasets import Births, Circle
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import AnyLandscape, Bowl, Rastrigin, Ravine, Rosenbrock, Saddle
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.objective import prepare
from optlab.engine.optimizers import (
    Adam,
    Annealing,
    AnyOptimizer,
    FiniteDifferences,
    GradientDescent,
    Momentum,
)
from optlab.engine.starts import At, Zeros
from optlab.session.moment import Moment, moment
from optlab.session.recording import Recording
from optlab.session.sentence import sentence
from optlab.session.training import train

NET = Experiment()
GD, HEAVY = GradientDescent, Momentum


def roll(landscape: AnyLandscape, *optimizers: AnyOptimizer, steps: int = 500) -> Experiment:
    racers = tuple(Racer(f"R{i}", each) for i, each in enumerate(optimizers))
    start = At(landscape.start)
    return replace(NET, objective=Landscape(landscape), start=start, racers=racers, steps=steps)


def alone(optimizer: AnyOptimizer, **other: object) -> Experiment:
    return replace(NET, racers=(Racer("Alone", optimizer),), **other)


def recorded(experiment: Experiment) -> Recording:
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, 10**9):
        pass
    return recording


def said(experiment: Experiment, step: int) -> str:
    return str(sentence(moment(recorded(experiment), step)))


@pytest.mark.parametrize(
    ("experiment", "step", "expected"),
    [
        (alone(Adam()), 0, r"Before the first step the loss is 0\.\d{4}\. Every step moves .*"),
        (NET, 0, r"All 3 racers start at the same point, where the loss is 0\.\d{4}\."),
        (roll(Bowl(), GD(0.1)), 5, r"The loss makes big drops at first: 3\.690 at the start, .*"),
        (roll(Saddle(), HEAVY(0.03)), 80, r"The loss is dropping fast: .*"),
        (alone(Adam()), 200, r"The loss is falling: 0\.\d+ at step 160, 0\.\d+ at step 200\."),
        (
            alone(GD(), start=Zeros()),
            200,
            r"The loss hardly changes: 0\.69\d\d at step 160, 0\.69.*",
        ),
        (
            roll(Ravine(), HEAVY(0.03)),
            20,
            r"The loss swings .* since step 10\. The steps overshoot; .*",
        ),
        (roll(Ravine(100.0), GD(0.0201)), 200, r"The loss is rising: .* too long\."),
        (
            roll(Rosenbrock(), HEAVY(0.03)),
            3,
            r"Diverged at step 3: from a loss of 3\.07e11 .* may help\.",
        ),
        (
            roll(Saddle(), HEAVY(0.03)),
            400,
            r"Diverged at step \d+: from a loss of −\S+ .* out of bounds\.",
        ),
        (roll(Bowl(), HEAVY(0.03)), 500, r"Converged at step \d+: .* The loss is \S+\."),
        (
            roll(Bowl(), FiniteDifferences(0.1, 0.01), steps=2000),
            2000,
            r"Stalled at step \d+: the steps are too small to change anything\. The loss is \S+\.",
        ),
        (
            roll(Rastrigin(), Annealing(100.0, 1.0)),
            300,
            r"The loss (swings|is rising).*\. While it is warm, it climbs on purpose\.",
        ),
        (alone(Adam()), 500, r"All 500 steps are done: the loss went from 0\.\d+ to 0\.\d+\."),
        (
            roll(Bowl(), HEAVY(0.01), GD(0.2)),
            3,
            r"R1 leads with .*; R0 follows with .* The loss of R1 makes .*",
        ),
        (roll(Bowl(), Adam(), Adam()), 3, r"R0 and R1 are level, with a loss of \S+\. .*"),
        (
            roll(Saddle(), HEAVY(0.03), Adam()),
            400,
            r"Only R1 is left, .* R0 diverged at step \d+: .*",
        ),
        (
            roll(Rosenbrock(), HEAVY(0.03), HEAVY(0.1), Adam()),
            9,
            r"Only R2 is left, .* Diverged: R0, R1\.",
        ),
        (
            roll(Rosenbrock(), HEAVY(0.03), HEAVY(0.1)),
            9,
            r"All racers diverged, R\d last, at step \d+\. .*",
        ),
        (
            roll(Bowl(), GD(0.1), Adam(), steps=20),
            20,
            r"R0 ends lowest, .*; R1 comes second with \S+\.",
        ),
        (
            roll(Bowl(), GD(0.1), GD(0.2), steps=5000),
            5000,
            r"R\d ends lowest, .*; R\d comes second with \S+\.",
        ),
    ],
)
def test_the_sentence_tells_what_happens(experiment, step, expected):
    assert re.fullmatch(expected, said(experiment, step))


def test_a_test_loss_that_rises_is_told():
    overfit = Fitting(dataset=Circle(samples=40, noise=0.3), batch_size=0)
    experiment = alone(Adam(learning_rate=0.1), objective=overfit, steps=2000)
    recording = recorded(experiment)
    told = [str(sentence(moment(recording, step))) for step in range(200, 2000, 50)]
    told = [line for line in told if "overfits" in line]
    assert told
    found = re.search(
        r"It overfits: its test loss was lowest at step (\d+), (\S+), and is now", told[-1]
    )
    assert found
    at, best = int(found[1]), float(found[2])
    assert recording.losses(0, at)[1] == pytest.approx(best, rel=1e-3)
    assert min(recording.track(0).test_loss) == pytest.approx(best, rel=1e-3)


@pytest.mark.parametrize(
    ("experiment", "step", "expected"),
    [
        (alone(GD(0.001)), 200, r"The loss .* It has not converged: its steps are small\."),
        (alone(GD(0.03), start=Zeros()), 500, r"All 500 .* It hardly feels a slope .*"),
        (
            roll(Bowl(), GD(0.99), GD(0.1), steps=100),
            60,
            r"R0 jumps across the valley with every step\. R1 leads with .*",
        ),
        (roll(Bowl(), GD(0.2), GD(0.1), steps=100), 5, r"R0 leads with .*; R1 follows with .*"),
    ],
)
def test_what_ails_a_racer_is_told(experiment, step, expected):
    assert re.fullmatch(expected, said(experiment, step))


def on_births(rate: float, batch_size: int) -> Experiment:
    fitting = Fitting(
        dataset=Births(), model=Linear(), loss=MeanSquaredError(), batch_size=batch_size
    )
    return alone(GD(rate), objective=fitting, steps=400)


def climbs(experiment: Experiment) -> list[str]:
    """What is said of one racer whenever its loss is rising."""
    recording = recorded(experiment)
    lines = [str(sentence(moment(recording, step))) for step in range(recording.reached)]
    return [line for line in lines if line.startswith("The loss is rising")]


@pytest.mark.parametrize("rate", [0.01, 0.1])
def test_the_noise_of_batches_is_not_taken_for_steps_that_are_too_long(rate):
    whole = recorded(on_births(rate, 0)).track(0).train_loss
    assert (whole[1:] <= whole[:-1] + 1e-12).all()  # short enough for the ground
    lines = climbs(on_births(rate, 1))
    assert len(lines) > 20
    assert all("That may be chance: each mini-batch" in line for line in lines)


def test_steps_that_are_too_long_are_told_through_the_noise():
    whole = recorded(on_births(1.02, 0)).track(0).train_loss
    assert whole[-1] > whole[0]
    lines = climbs(on_births(1.02, 100))
    assert sum("too long" in line for line in lines) > 0.95 * len(lines) > 100


def everything(experiment: Experiment) -> list[Moment]:
    recording = recorded(experiment)
    return [moment(recording, step) for step in range(recording.reached + 1)]


def test_no_sentence_is_long_or_says_nan():
    experiments = (
        replace(NET, steps=60),
        replace(NET, steps=60, racers=NET.racers[:1]),
        roll(Rosenbrock(), HEAVY(0.03), Adam(), GD(0.001), steps=60),
        roll(Saddle(), HEAVY(0.03), steps=120),
    )
    for seen in itertools.chain.from_iterable(everything(each) for each in experiments):
        text = str(sentence(seen))
        assert len(text) < 200
        assert text.endswith(".")
        assert "nan" not in text
        assert "inf" not in text
        assert len(re.findall(r"[.] [A-Z]", text)) <= 1
