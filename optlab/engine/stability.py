"""How curved the ground may be before descent with a given learning rate blows up.

On a parabola of curvature λ a step multiplies the distance to the bottom by a number that depends
on η λ and the momentum β alone; where its size passes 1 every step ends further out than the last.
Gradient descent: |1 − η λ| < 1. With momentum the roots of z² − (1 + β − η λ) z + β, and with
Nesterov's of z² − (1 + β) (1 − η λ) z + β (1 − η λ), must lie inside the unit circle.

Sources: Polyak (1964) for momentum; Cohen et al. (2021), Gradient descent on neural networks
typically occurs at the edge of stability, ICLR, appendix B, for all three.
"""

from __future__ import annotations

from dataclasses import dataclass

from optlab.engine.experiment import Racer
from optlab.engine.objective import Objective
from optlab.engine.optimizers import GradientDescent, Momentum, Nesterov


@dataclass(frozen=True)
class Edge:
    """The largest curvature that is stable; `exact` where that is a theorem, else it is a guide.

    `formula` says how it is reckoned, from the learning rate η and the momentum β.
    """

    curvature: float
    formula: str
    exact: bool


def edge(racer: Racer, objective: Objective, step: int, steps: int) -> Edge | None:
    """The edge for the step after `step` of `steps`; None for a method without a learning rate.

    It is exact for the three methods that follow the slope itself, where every step sees the whole
    objective. Methods that scale the slope (Adam and its kin) feel another ground than this one.
    """
    optimizer = racer.optimizer
    rate = getattr(optimizer, "learning_rate", None)
    if rate is None:
        return None
    rate *= racer.schedule.factor(step, steps)
    if not rate > 0.0:
        return None
    match optimizer:
        case GradientDescent():
            return Edge(2.0 / rate, "2 / η", objective.exact)
        case Momentum(beta=beta):
            return Edge(2.0 * (1.0 + beta) / rate, "2 (1 + β) / η", objective.exact)
        case Nesterov(beta=beta):
            bound = 2.0 * (1.0 + beta) / (1.0 + 2.0 * beta) / rate
            return Edge(bound, "2 (1 + β) / ((1 + 2 β) η)", objective.exact)
        case _:
            return Edge(2.0 / rate, "2 / η", exact=False)
