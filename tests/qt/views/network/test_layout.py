"""Where nodes and weights stand: nothing overlaps, nothing leaves the canvas, nothing is lost."""

from itertools import combinations

import pytest

from optlab.engine.activations import Maxout, Tanh
from optlab.engine.links import Identity, Softmax
from optlab.engine.network import Network
from optlab.qt.views.network.layout import Layout, arrange


def network(*widths: int) -> Network:
    hidden = (Tanh(),) * (len(widths) - 2)
    return Network(widths, hidden, Softmax() if widths[-1] > 1 else Identity(), ("x",) * widths[0])


NETWORKS = {
    "default": network(2, 4, 2, 1),
    "a line": network(1, 1),
    "deep": network(2, 8, 8, 8, 8, 1),
    "maxout": Network((2, 3, 1), (Maxout(4),), Identity(), ("x", "y")),
    "30 inputs": network(30, 1),
    "wide": network(2, 64, 40, 1),
    "widest": network(2, 256, 256, 10),
    "digits": network(64, 32, 10),
}
SIZES = [(430, 140), (700, 200), (1310, 320), (1310, 700)]


@pytest.fixture(params=NETWORKS.values(), ids=list(NETWORKS))
def net(request) -> Network:
    return request.param


@pytest.fixture(params=SIZES, ids=str)
def laid(request, net: Network) -> Layout:
    width, height = request.param
    return arrange(net, width, height, names=50.0, image=net.widths[0] == 64)


def test_no_two_nodes_overlap_and_all_lie_inside(laid: Layout):
    boxes = [
        bank.box(unit) for bank in laid.banks for unit in range(1 if bank.picture else bank.shown)
    ]
    for left, top, wide, high in boxes:
        assert left >= 0
        assert top >= 0
        assert left + wide <= laid.width + 0.01
        assert top + high <= laid.height + 0.01
    for (x, y, w, h), (left, top, wide, high) in combinations(boxes, 2):
        apart = x + w <= left or left + wide <= x or y + h <= top or top + high <= y
        assert apart, "two nodes overlap"


def test_every_unit_is_shown_or_counted(laid: Layout, net: Network):
    for bank, units in zip(laid.banks, net.widths, strict=True):
        assert bank.shown + bank.more == units
        assert bank.shown >= 1


def test_weights_stand_between_the_banks(laid: Layout):
    for box, (left, right), before, after in zip(
        laid.maps, laid.slots, laid.banks, laid.banks[1:], strict=False
    ):
        assert before.left + before.width <= left <= right
        assert right == after.left
        if box is None:
            assert before.single
            assert after.single
        else:
            assert left - 0.01 <= box[0]
            assert box[0] + box[2] <= right + 0.01


def test_a_node_is_found_where_it_stands(laid: Layout):
    for bank in laid.banks:
        if not bank.picture:
            for unit in range(bank.shown):
                left, top, side, _ = bank.box(unit)
                assert bank.at(left + side / 2.0, top + side / 2.0) == unit
        assert bank.at(bank.left - 3.0, bank.top) is None


def test_the_default_net_is_drawn_with_lines_and_a_wide_one_with_maps():
    small = arrange(NETWORKS["default"], 700, 200, names=50.0)
    assert small.maps == (None, None, None)
    assert all(bank.single for bank in small.banks)
    wide = arrange(NETWORKS["digits"], 700, 200, image=True)
    assert None not in wide.maps
    assert wide.banks[0].picture


def test_more_room_shows_more():
    counts = [
        sum(bank.shown for bank in arrange(NETWORKS["widest"], *size).banks) for size in SIZES
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
