import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.session.labs.report.figure import HEIGHT, WIDTH, curve, curves_svg, is_log

NUMBERS = st.floats(-1e12, 1e12) | st.floats(1e-12, 1.0)
CURVES = st.lists(st.tuples(st.integers(0, 10_000), NUMBERS), min_size=2, max_size=30)


def parts(svg):
    """The drawing's lines by colour, as points (k, 2), and its words with their places."""
    tree = ET.fromstring(svg)  # noqa: S314  (made here)
    lines = {}
    for each in tree.iter("{http://www.w3.org/2000/svg}polyline"):
        pairs = [pair.split(",") for pair in each.attrib["points"].split()]
        lines[each.attrib["stroke"]] = np.array(pairs, dtype=float)
    words = [(each.text, each.attrib) for each in tree.iter("{http://www.w3.org/2000/svg}text")]
    return lines, words


@given(drawn=CURVES, real=st.none() | CURVES)
def test_whatever_was_drawn_lies_in_the_picture(drawn, real):
    ours = curve([list(each) for each in drawn])
    theirs = curve([list(each) for each in real]) if real else None
    assert ours is not None
    lines, words = parts(curves_svg(ours, theirs))
    assert len(lines) == (1 if theirs is None else 2)
    for points in lines.values():
        assert (points >= 0).all()
        assert (points[:, 0] <= WIDTH).all()
        assert (points[:, 1] <= HEIGHT).all()
    assert sum(word in ("it was", "you drew") for word, _ in words) == len(lines)


def test_a_higher_loss_is_drawn_higher_and_later_steps_to_the_right():
    lines, _ = parts(curves_svg(np.array([[0, 1.0], [10, 0.5]]), np.array([[0, 0.9], [20, 0.1]])))
    drawn, real = lines["#d55e00"], lines["#0072b2"]
    assert drawn[0, 1] < real[0, 1] < drawn[1, 1] < real[1, 1]
    assert drawn[0, 0] == real[0, 0] < drawn[1, 0] < real[1, 0]
    share = (drawn[1, 0] - drawn[0, 0]) / (real[1, 0] - real[0, 0])
    assert share == pytest.approx(0.5, abs=0.01)


def test_a_wide_range_is_drawn_by_its_logarithm():
    real = np.array([[0, 1.0], [1, 0.1], [2, 0.01]])
    assert is_log(real)
    assert not is_log(np.array([[0, 1.0], [1, 0.1]]))
    assert not is_log(np.array([[0, 1.0], [1, -0.01]]))
    lines, words = parts(curves_svg(np.array([[0, 1.0], [2, 1.0]]), real))
    height = lines["#0072b2"][:, 1]
    assert height[2] - height[1] == pytest.approx(height[1] - height[0], abs=0.2)
    assert {"1", "0.1", "0.01"} <= {word for word, _ in words}


def test_names_of_curves_that_end_together_do_not_overlap():
    flat = np.array([[0, 1.0], [5, 1.0]])
    _, words = parts(curves_svg(flat, flat))
    heights = [float(at["y"]) for word, at in words if word in ("it was", "you drew")]
    assert abs(heights[0] - heights[1]) >= 12


@pytest.mark.parametrize(
    "value",
    [None, "x", 3, [], [[0, 1.0]], [[0], [1]], [[0, "1"], [1, "2"]], [[0, True]] * 2],
)
def test_what_is_no_curve_is_none(value):
    assert curve(value) is None


def test_a_long_curve_keeps_its_ends():
    long = curve([[k, 1.0 + k] for k in range(5000)])
    assert long is not None
    assert len(long) <= 240
    assert long[0].tolist() == [0, 1]
    assert long[-1].tolist() == [4999, 5000]


def test_axes_count_in_round_numbers():
    svg = curves_svg(np.array([[0, 20_000.0], [300, 0.5]]), None)
    assert "10,000" in svg
    assert not re.search(r">\d+\.\d{5,}<", svg)
