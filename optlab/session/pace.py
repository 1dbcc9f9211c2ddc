"""Racers that suit a landscape: the first ones at learning rates at which none of them explodes.

Slopes differ a millionfold between landscapes, so no learning rate serves all. Somebody who has
just chosen a landscape and no racers yet should see them roll, not vanish; racers that a person
has made are never touched.
"""

from __future__ import annotations

from optlab.engine.experiment import Experiment, Landscape, Racer
from optlab.engine.landscapes import AnyLandscape
from optlab.engine.optimizers import Adam, GradientDescent, Momentum
from optlab.engine.run import begin, race
from optlab.engine.snapshot import Status
from optlab.engine.starts import At

RATES = (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5)
STEPS = 100
USUAL_WIDTH = 4.0
"""Width of the box for which Adam's own learning rate is a good length of step."""


def suited(landscape: AnyLandscape) -> tuple[Racer, ...]:
    """The default racers with learning rates for this landscape, from its usual start."""
    rate = next((each for each in RATES if _descends(landscape, each)), RATES[0])
    low, high = landscape.box[0]
    length = Adam().learning_rate * (high - low) / USUAL_WIDTH
    optimizers = (
        Momentum(learning_rate=rate / 5.0),
        Adam(learning_rate=float(f"{length:.2g}")),
        GradientDescent(learning_rate=rate),
    )
    return tuple(Racer(each.title, each) for each in optimizers)


def _descends(landscape: AnyLandscape, rate: float) -> bool:
    """Whether plain descent from the usual start ends lower and never climbs above it."""
    racer = Racer("", GradientDescent(learning_rate=rate))
    start = At(landscape.start)
    experiment = Experiment(
        objective=Landscape(landscape), start=start, racers=(racer,), steps=STEPS
    )
    end = top = float(landscape.value(*landscape.start))
    for (chunk,) in race(experiment, begin(experiment), STEPS):
        if chunk.status is Status.diverged or not (chunk.loss <= top).all():
            return False
        end = float(chunk.loss[-1])
    return end < top
