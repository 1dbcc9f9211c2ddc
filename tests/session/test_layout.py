import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.session.layout import line_of, literal, written

TEXT = '''\
format = 1
# a comment = 3
steps = 500

[objective]
kind = "fitting"
dataset = { kind = "circle", noise = 0.1 }

[objective.model]
kind = "mlp"
activation.kind = "tanh"

[start]
kind = "zeros"

[[racers]]
name = """
steps = 3
"""
[racers.optimizer]
learning_rate = 1

[[racers]] # the second
optimizer = { kind = "adam" }
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("steps", 3),
        ("objective.dataset.noise", 7),
        ("objective.dataset.samples", 7),
        ("objective.model.kind", 10),
        ("objective.model.activation.kind", 11),
        ("objective.model.hidden[0]", 9),
        ("start", 13),
        ("racers[0].name", 17),
        ("racers[0].optimizer.learning_rate", 21),
        ("racers[1].optimizer.kind", 24),
        ("racers[1].schedule", 23),
        ("racers", 16),
        ("nowhere", None),
        ("", None),
    ],
)
def test_the_line_that_sets_a_thing_is_found(path, line):
    assert line_of(TEXT, path) == line


VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_is_read_back_from_its_line(value):
    line = f"x = {literal(value)}"
    assert tomllib.loads(line)["x"] == value


@given(st.dictionaries(st.sampled_from("abcdef"), VALUES))
def test_what_is_written_is_read_back(data):
    assert tomllib.loads(written(data)) == data
