"""Small experiments whose outcomes are known by other means."""

from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Racer
from optlab.engine.datasets import Births, Circle
from optlab.engine.experiment import Landscape
from optlab.engine.landscapes import Bowl
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.engine.starts import At


def on_bowl(rate: float = 0.1, steps: int = 20, **more: object) -> Experiment:
    """x² + y² from (1, 2): every coordinate shrinks by 1 - 2 rate at each step."""
    racers = (Racer("Descent", GradientDescent(learning_rate=rate)), Racer("Adam", Adam()))
    experiment = Experiment(
        steps=steps, objective=Landscape(Bowl()), start=At((1.0, 2.0)), racers=racers
    )
    return replace(experiment, **more)


def line() -> Experiment:
    """A straight line through real data, on the whole training set."""
    fitting = Fitting(Births(), Linear(), MeanSquaredError(), batch_size=0)
    racers = (Racer("Descent", GradientDescent(learning_rate=0.1)),)
    return Experiment(steps=60, objective=fitting, racers=racers)


def circle() -> Experiment:
    """A small network on two classes, with mini-batches."""
    return Experiment(steps=30, objective=Fitting(Circle(samples=60)))
