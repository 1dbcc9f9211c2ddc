"""Newton's method: the curvature tells how far away the bottom is.

One method for all sizes: the curvature is measured in at most k directions, grown from the slope by
Lanczos, and the step is Newton's within their span. With as many directions as parameters that is
the whole Hessian; with fewer it is what k rounds of conjugate gradients would give (Newton-CG,
truncated Newton), which Martens (2010) uses for networks. One knob says what a step may cost.

Where the ground curves downwards, the plain formula climbs to the saddle or the summit. Taking the
size of every curvature without its sign leaves the step as it is where the ground curves upwards
and turns it downhill where it does not (the saddle-free Newton of Dauphin et al. 2014). Rejected:
more and more damping until all curves upwards (Nocedal and Wright, algorithm 3.3), which shortens
the good directions as well and turns the knob λ into a number that the method overrules.

A quadratic tells the truth about its bottom; other ground does not, so the step is tried first and
halved until the loss falls.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, ClassVar, final

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.declare import Choice, knob
from optlab.engine.hessian import FLAT, Krylov, lanczos
from optlab.engine.optimizers.linesearch import ARMIJO, ROUNDING, FirstTry, descend
from optlab.engine.optimizers.oracle import Oracle


@final
class Newton(Choice, frozen=True, tag="newton"):
    """The step to the bottom of the quadratic that touches the loss where it stands.

    It solves any quadratic in one step, as long as k is at least the number of parameters. It pays
    a gradient, two more for each direction, and one loss for each try, all on the batch of the
    step: a small batch tells its own curvature, so there it wants damping. In a direction without
    curvature there is no bottom: it does not move along it, and where there is no curvature at all
    it goes down the slope.
    """

    title: ClassVar[str] = "Newton"
    help: ClassVar[str] = (
        "Measures how the slope bends and jumps to where it should be flat: few steps, each dear."
    )
    formula: ClassVar[str] = "θ ← θ − a (|H| + λ I)⁻¹ ∇L,  a the first of η, η/2 … that falls"
    source: ClassVar[str] = "Nocedal and Wright (2006), chapter 7; |H|: Dauphin et al. (2014), NIPS"
    accepts: ClassVar[str] = ARMIJO
    memory_names: ClassVar[tuple[str, ...]] = ()

    learning_rate: FirstTry = 1.0
    damping: Annotated[
        float,
        knob(
            "Damping",
            "Curvature added in every direction: safer steps on flat ground and on small batches.",
            symbol="λ",
            ge=0,
            le=1000,
            slider=(0.0, 1.0),
        ),
    ] = 0.0
    directions: Annotated[
        int,
        knob(
            "Directions",
            "In how many directions a step measures the curvature, for two gradients each.",
            symbol="k",
            ge=1,
            le=100,
            slider=(1, 30),
        ),
    ] = 20

    def init(self, theta: Array) -> Array:
        """No memory: shape (0, D)."""
        return np.zeros((0, len(theta)))

    def step(self, theta: Array, memory: Array, oracle: Oracle) -> tuple[Array, Array]:
        """One update of theta (D,); where there is no slope, or none that is a number, it stays."""
        slope = oracle.gradient(theta).copy()
        size = oracle.gradient_norm
        if not 0.0 < size < np.inf:
            return theta, memory
        looks = list(lanczos(partial(oracle.curvature, theta), slope, self.directions))
        move = _to_the_bottom(looks[-1], size, self.damping) if looks else -slope
        if not move.any():
            move = -slope
        first = self.learning_rate * oracle.pace
        descend(oracle, theta, move, float(move @ slope), first, rounding=ROUNDING)
        return theta, memory


def _to_the_bottom(seen: Krylov, size: float, damping: float) -> Array:
    """Give −(|H| + λ I)⁻¹ g (D,) in the span that was seen: g is `size` times its first row."""
    curvatures, axes = np.linalg.eigh(seen.matrix)
    sizes = np.abs(curvatures)
    bent = sizes > FLAT * sizes[[0, -1]].max()
    lengths = np.zeros_like(sizes)
    lengths[bent] = -size * axes[0, bent] / (sizes[bent] + damping)
    return (axes @ lengths) @ seen.directions
