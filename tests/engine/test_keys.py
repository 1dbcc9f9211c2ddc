"""The same key gives the same draws; another seed, purpose or block gives others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine.keys import generator

KEYS = st.tuples(
    st.integers(0, 2**32 - 1), st.text(max_size=8), st.integers(0, 2**62), st.integers(1, 5)
)


@given(KEYS)
def test_the_same_key_gives_the_same_draws(key: tuple[int, str, int, int]):
    seed, purpose, block, count = key
    one = generator(seed, purpose, block).normal(size=count)
    assert one.tolist() == generator(seed, purpose, block).normal(size=count).tolist()


@pytest.mark.parametrize(
    "other",
    [(8, "batches", 3), (7, "start", 3), (7, "data", 3), (7, "batches", 4), (3, "batches", 7)],
)
def test_another_key_gives_other_draws(other: tuple[int, str, int]):
    draws = generator(7, "batches", 3).integers(2**62, size=4)
    assert not set(draws.tolist()) & set(generator(*other).integers(2**62, size=4).tolist())


def test_a_key_gives_the_same_bits_for_ever():
    """Files hold seeds, not data: another stream would change every saved experiment."""
    bits = generator(7, "batches", 3).bit_generator
    assert bits.state["bit_generator"] == "PCG64"
    assert bits.state["state"]["state"] == 39198802471129226751190669257521212466
