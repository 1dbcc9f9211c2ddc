"""Where each parameter of a network sits: its unit, and what it is the weight of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optlab.engine.arrays import Array
from optlab.engine.network import Network


@dataclass(frozen=True)
class Wire:
    """A parameter: row `row` of layer `layer` (0 reads the features), from unit `source` before it.

    Where `source` is the number of units before, it is the bias.
    """

    layer: int
    row: int
    source: int

    def is_bias(self, network: Network) -> bool:
        """Whether nothing is before it but the constant 1."""
        return self.source == network.widths[self.layer]

    def unit(self, network: Network) -> int:
        """The unit it leads to (several rows lead to one maxout unit)."""
        return self.row // network.pieces[self.layer]


def wire(network: Network, index: int) -> Wire:
    """Find parameter `index` of theta (D,); raise IndexError when there is none."""
    if not 0 <= index < network.size:
        raise IndexError(f"There is no parameter {index} among {network.size}.")
    layer = next(each for each, span in enumerate(network.spans) if index < span.stop)
    inputs = network.shapes[layer][1]
    row, source = divmod(index - network.spans[layer].start, inputs)
    return Wire(layer, row, source)


def index_of(network: Network, at: Wire) -> int:
    """The place of a wire in theta (D,)."""
    return network.spans[at.layer].start + at.row * network.shapes[at.layer][1] + at.source


def bias_of(network: Network, layer: int, unit: int) -> int:
    """The place in theta (D,) of the bias of a unit (the first piece of a maxout unit)."""
    row = unit * network.pieces[layer]
    return index_of(network, Wire(layer, row, network.widths[layer]))


def layer_norms(network: Network, gradient: Array) -> tuple[float, ...]:
    """The length of the gradient (D,) layer by layer: ‖∂L/∂W‖, biases included."""
    return tuple(float(np.linalg.norm(gradient[span])) for span in network.spans)
