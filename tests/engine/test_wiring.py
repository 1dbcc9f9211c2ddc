"""Every parameter has a place, and the place leads back to it."""

import numpy as np
import pytest

from optlab.engine.activations import Maxout, Tanh
from optlab.engine.links import Identity
from optlab.engine.network import Network
from optlab.engine.wiring import Wire, bias_of, index_of, layer_norms, wire

NETWORKS = [
    Network((2, 1), (), Identity(), ("x₁", "x₂")),
    Network((2, 4, 3, 1), (Tanh(), Maxout(3)), Identity(), ("x₁", "x₂")),
]


@pytest.mark.parametrize("network", NETWORKS)
def test_a_place_leads_back(network: Network):
    theta = np.arange(float(network.size))
    for index in range(network.size):
        at = wire(network, index)
        assert index_of(network, at) == index
        assert network.layers(theta)[at.layer][at.row, at.source] == index
        assert at.is_bias(network) == (index not in network.weights)
        assert 0 <= at.unit(network) < network.widths[at.layer + 1]


@pytest.mark.parametrize("index", [-1, 3])
def test_beyond_theta_there_is_nothing(index: int):
    with pytest.raises(IndexError):
        wire(NETWORKS[0], index)


def test_pieces_lead_to_their_unit():
    network = NETWORKS[1]
    assert [Wire(1, row, 0).unit(network) for row in range(9)] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert network.names[bias_of(network, 1, 2)] == "bias h2.3a"


def test_norms_of_the_layers_make_the_norm_of_the_gradient():
    network = NETWORKS[1]
    gradient = np.random.default_rng(1).normal(size=network.size)
    norms = layer_norms(network, gradient)
    assert len(norms) == 3
    assert np.linalg.norm(norms) == pytest.approx(np.linalg.norm(gradient))
    assert norms[2] == pytest.approx(float(np.linalg.norm(gradient[-4:])))
