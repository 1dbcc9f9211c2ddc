"""Hidden units at work: how steep each one is on every sample, and which have stopped learning.

A unit passes the gradient back multiplied by its slope da/dz, so a unit whose slope is gone cannot
learn. Two ways to lose it are told apart, always over all training samples:

* dead: the slope is exactly 0 on every sample. No gradient at all reaches the weights before the
  unit, so no method that follows gradients can wake it. The classic case is a ReLU whose sum is
  negative everywhere; a smooth unit so far out that its slope rounds to 0 is just as dead.
* saturated: not dead, but on at least `MOSTLY` of the samples the slope is less than `FLAT` of the
  steepest the activation can be. Only activations that flatten out smoothly can be saturated: a
  ReLU that is off for most samples is choosy, which is no illness.

A maxout unit always has a piece in charge, with slope 1, so it is never either.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from optlab.engine.activations import AnyActivation, Identity, LeakyRelu, Maxout, Relu, pieces
from optlab.engine.arrays import Array
from optlab.engine.network import Network

FLAT = 0.05
"""A slope below this share of the steepest is flat: the gradient loses a factor of 20 there."""
MOSTLY = 0.95
"""The share of samples on which a saturated unit is flat."""

FAR, GRAIN = 8.0, 0.005
"""Where to look for the steepest slope, and how closely: all activations bend near 0."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class LayerUnits:
    """The units of one hidden layer: which are dead, which saturated, and how often each is flat.

    All are (units,); `flat` is a share of the samples, nan where a slope is not a number.
    """

    dead: Flags
    saturated: Flags
    flat: Array


class Tally:
    """Counts where the units of a network at theta (D,) are flat, over samples in portions."""

    def __init__(self, network: Network, theta: Array) -> None:
        self._network, self._theta = network, theta
        self.samples = 0
        self._flat = [np.zeros(units) for units in network.hidden]
        self._still = [np.ones(units, bool) for units in network.hidden]

    def add(self, columns: Array) -> None:
        """Count more samples, in columns (F + 1, n)."""
        self.samples += columns.shape[1]
        for depth, slopes in enumerate(slopes_of_units(self._network, self._theta, columns)):
            edge = FLAT * steepest(self._network.activations[depth])
            with np.errstate(invalid="ignore"):
                self._flat[depth] += np.where(np.isnan(slopes), np.nan, slopes < edge).sum(axis=1)
            self._still[depth] &= (slopes == 0.0).all(axis=1)

    @property
    def layers(self) -> tuple[LayerUnits, ...]:
        """What was found, for each hidden layer."""
        found: list[LayerUnits] = []
        for activation, count, still in zip(
            self._network.activations, self._flat, self._still, strict=True
        ):
            flat = count / max(self.samples, 1)
            dead = still if self.samples else np.zeros_like(still)
            mostly = ~dead & (flat >= MOSTLY) & fades(activation)
            found.append(LayerUnits(dead.copy(), mostly, flat))
        return tuple(found)


def layer_units(network: Network, theta: Array, columns: Array) -> tuple[LayerUnits, ...]:
    """Find the dead and the saturated units at theta (D,) on samples in columns (F + 1, n)."""
    tally = Tally(network, theta)
    tally.add(columns)
    return tally.layers


def slopes_of_units(network: Network, theta: Array, columns: Array) -> list[Array]:
    """How steep every hidden unit is, |da/dz| (units, n) per hidden layer, on columns (F + 1, n).

    Of a maxout unit it is the slope by the piece in charge; nan where the output is no number.
    """
    slopes: list[Array] = []
    with np.errstate(all="ignore"):
        outputs = network.signals(theta, columns)
        before = columns
        for layer, activation, given in zip(
            network.layers(theta), network.activations, outputs, strict=False
        ):
            seen = layer @ before if activation.needs_sums else given
            slope = np.abs(activation.derivative(seen))
            parts = pieces(activation)
            if parts > 1:
                slope = slope.reshape(-1, parts, slope.shape[-1]).max(axis=1)
            slope[np.isnan(given)] = np.nan  # max(0, nan) is not flat
            slopes.append(slope)
            before = np.vstack((given, columns[-1:]))
    return slopes


@lru_cache(maxsize=64)
def steepest(activation: AnyActivation) -> float:
    """The largest |da/dz| that the activation has anywhere, to four digits."""
    if isinstance(activation, Maxout):
        return 1.0
    sums = np.arange(-FAR, FAR + GRAIN, GRAIN)
    seen = sums if activation.needs_sums else activation.apply(sums)
    return float(np.abs(activation.derivative(seen)).max())


def fades(activation: AnyActivation) -> bool:
    """Whether the activation flattens out smoothly, so that its units can be saturated."""
    return not isinstance(activation, Identity | Relu | LeakyRelu | Maxout)
