"""What a step asked its oracle, and an oracle that remembers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optlab.engine.arrays import Array, frozen
from optlab.engine.optimizers import Oracle
from optlab.engine.snapshot import Cost

MOST_KEPT = 1 << 24
"""Numbers of trial points that are kept (128 MiB): probing tries D + 1 points of D numbers."""

NEAR = 1e-9
"""A point is the one asked for when it is this near to it, as a share of the farthest one asked."""


class Unheard(LookupError):
    """The step did not ask at this point."""


@dataclass(frozen=True, eq=False, slots=True)
class Felt:
    """A slope (D,) that was asked for, where (D,), and the loss there."""

    theta: Array
    slope: Array
    loss: float


@dataclass(frozen=True, eq=False, slots=True)
class Tried:
    """A loss that was asked for, and where (D,)."""

    theta: Array
    loss: float


@dataclass(frozen=True, eq=False, slots=True)
class Bent:
    """A curvature that was asked for: where (D,), along what (D,), and the Hessian times that."""

    theta: Array
    direction: Array
    product: Array


@dataclass(eq=False, slots=True)
class Heard:
    """All questions of one step with their answers, in the order in which they were asked.

    `complete` is False when there were too many trials to keep; the first ones are there. `drew`
    says whether the step drew random numbers.
    """

    felt: list[Felt] = field(default_factory=list[Felt])
    tried: list[Tried] = field(default_factory=list[Tried])
    bent: list[Bent] = field(default_factory=list[Bent])
    complete: bool = True
    drew: bool = False

    def slope_at(self, point: Array) -> Array:
        """Return the slope (D,) that was felt at `point` (D,); raises Unheard."""
        return self.felt[_place(self.felt, point)].slope

    def losses_at(self, points: Array) -> Array:
        """Return the losses (...) that were seen at `points` (..., D); raises Unheard."""
        seen = [*self.tried, *self.felt]
        rows = points.reshape(-1, points.shape[-1])
        known = {each.theta.tobytes(): each.loss for each in reversed(seen)}
        losses = [
            known[key] if (key := row.tobytes()) in known else seen[_place(seen, row)].loss
            for row in rows
        ]
        return np.array(losses).reshape(points.shape[:-1])


def _place(asked: Sequence[Felt | Tried], point: Array) -> int:
    """Find the question asked at a point, whose last digits may be rounded another way."""
    if not asked:
        raise Unheard
    points = np.array([each.theta for each in asked])
    same = ((points == point) | (np.isnan(points) & np.isnan(point))).all(axis=1)
    if same.any():
        return int(same.argmax())
    far = np.linalg.norm(points - point, axis=1)
    far[np.isnan(far)] = np.inf
    nearest = int(far.argmin())
    if far[nearest] <= NEAR * float(np.linalg.norm(points, axis=1).max()):
        return nearest
    raise Unheard


class ListeningOracle(Oracle):
    """Answers like any oracle, at the same price, and keeps what was asked in `heard`."""

    def __init__(self, *parts: Any, **more: Any) -> None:
        super().__init__(*parts, **more)
        self.heard = Heard()

    @property
    def batch_size(self) -> int:
        """The number of samples of the step's batch; 0 on a landscape."""
        return self._differentiator.samples

    def paid_since(self, cost: Cost) -> Cost:
        """Return what was paid beyond an earlier cost."""
        now = self.loss_evaluations, self.gradient_evaluations, self.samples
        return Cost(*(new - old for new, old in zip(now, cost, strict=True)))

    def gradient(self, theta: Array) -> Array:
        """Return the gradient (D,) at theta."""
        at = frozen(theta.copy())
        slope = super().gradient(theta)
        self.heard.felt.append(Felt(at, frozen(slope.copy()), float(self.loss)))
        return slope

    def value(self, theta: Array) -> Array:
        """Return the losses (...) at theta (..., D)."""
        losses = super().value(theta)
        points = theta.reshape(-1, theta.shape[-1])
        room = MOST_KEPT // points.shape[-1] - len(self.heard.tried)
        kept = frozen(points[: max(0, room)].copy())
        self.heard.complete &= len(kept) == len(points)
        self.heard.tried += map(Tried, kept, losses.ravel().tolist())
        return losses

    def curvature(self, theta: Array, direction: Array) -> Array:
        """Return the Hessian at theta (D,) times a direction (D,)."""
        felt = len(self.heard.felt)
        product = super().curvature(theta, direction)
        del self.heard.felt[felt:]  # the two slopes it is made from
        copies = (frozen(each.copy()) for each in (theta, direction, product))
        self.heard.bent.append(Bent(*copies))
        return product

    def random(self) -> np.random.Generator:
        """Return this step's own random numbers."""
        self.heard.drew = True
        return super().random()
