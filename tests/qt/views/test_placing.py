"""Words in a crowd: none over another, none over a marble, all of them there."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from optlab.qt.views.placing import Placing

PANE = QRectF(0.0, 0.0, 505.0, 370.0)
NEAR = 10.0
NAMES = [QSizeF(30.0 + 22.0 * (number % 5), 15.0) for number in range(8)]
PIXELS = st.tuples(st.floats(12.0, 493.0), st.floats(12.0, 358.0))


def square(head: QPointF) -> QRectF:
    reach = QPointF(NEAR, NEAR)
    return QRectF(head - reach, head + reach)


def placed(heads):
    placing = Placing(PANE, heads, NEAR)
    return [placing.beside(head, size) for head, size in zip(heads, NAMES, strict=False)]


@pytest.mark.parametrize("at", [(250.0, 180.0), (15.0, 15.0), (490.0, 355.0), (250.0, 12.0)])
def test_eight_racers_at_one_spot_all_keep_their_names(at):
    tags = placed([QPointF(*at)] * 8)
    assert None not in tags
    for one, other in combinations(tags, 2):
        assert not one.box.intersects(other.box)
    for tag in tags:
        assert PANE.contains(tag.box)
        assert not tag.box.intersects(square(QPointF(*at)))
    assert sum(tag.leader is not None for tag in tags) >= 3  # they cannot all stand beside it


@given(st.lists(PIXELS, min_size=1, max_size=8))
def test_no_word_lies_on_a_marble_a_word_or_a_line(places):
    heads = [QPointF(x, y) for x, y in places]
    tags = [tag for tag in placed(heads) if tag is not None]
    for one, other in combinations(tags, 2):
        assert not one.box.intersects(other.box)
    roomy = all(PANE.adjusted(40.0, 40.0, -40.0, -40.0).contains(head) for head in heads)
    for tag in tags:
        assert PANE.contains(tag.box)
        assert not any(tag.box.intersects(square(head)) for head in heads)
        for other in tags:  # in a crowded corner a line may have to run below a word
            if roomy and other is not tag and other.leader is not None:
                middle = other.leader.pointAt(0.5)
                assert not tag.box.contains(middle)


def test_a_word_alone_stands_close_and_needs_no_line():
    (tag,) = placed([QPointF(250.0, 180.0)])
    assert tag.leader is None
    away = tag.box.center() - QPointF(250.0, 180.0)
    assert np.hypot(away.x(), away.y()) < NAMES[0].width()


def test_a_line_ends_at_its_word_and_begins_at_its_head():
    head = QPointF(250.0, 180.0)
    far = [tag for tag in placed([head] * 8) if tag.leader is not None]
    for tag in far:
        assert tag.leader.p1() == head
        assert tag.box.adjusted(-0.01, -0.01, 0.01, 0.01).contains(tag.leader.p2())


def test_what_is_taken_is_not_given_twice():
    placing = Placing(PANE)
    assert placing.take(QRectF(10.0, 10.0, 50.0, 20.0))
    assert not placing.take(QRectF(30.0, 20.0, 50.0, 20.0))
    assert not placing.take(QRectF(-5.0, 100.0, 50.0, 20.0))
    assert Placing(QRectF(0.0, 0.0, 20.0, 20.0)).beside(QPointF(10.0, 10.0), QSizeF(90, 15)) is None


def test_a_note_stands_at_its_tip_or_nowhere():
    head = QPointF(250.0, 180.0)
    placing = Placing(PANE, [head], NEAR)
    tags = [placing.beside(head, QSizeF(90.0, 15.0), joined=False) for _ in range(9)]
    kept = [tag for tag in tags if tag is not None]
    assert 2 <= len(kept) < 9
    assert all(tag.leader is None for tag in kept)
