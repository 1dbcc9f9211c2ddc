"""The notation of formulas: what is read is written again letter by letter, and means that."""

import math
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.engine import OPTIMIZERS, SCHEDULES
from optlab.engine.explain.evaluation import Scope, evaluate
from optlab.engine.explain.heard import Felt, Heard, Tried, Unheard
from optlab.engine.explain.lines import plain
from optlab.engine.explain.parser import Unreadable, read, read_condition, read_value
from optlab.engine.explain.tree import Binary, Group, Negative, Node, Number, Power, Symbol
from optlab.engine.explain.writing import written

A, B = np.array([3.0, -4.0]), np.array([0.5, 2.0])
SCOPE = Scope({"a": A, "b": B, "β₁": np.array(0.5), "t": np.array(3.0), "x̂": B}, Heard())


def value(text: str, scope: Scope = SCOPE) -> list[float]:
    return np.broadcast_to(evaluate(read_value(text), scope), 2).tolist()


@pytest.mark.parametrize("choice", [*OPTIMIZERS.values(), *SCHEDULES.values()])
def test_a_formula_is_written_as_it_was_read(choice: type):
    statements = read(choice.formula)
    lines = [f"{each.shown} {each.arrow} {written(each.value)}" for each in statements]
    if statements:
        assert ",  ".join(lines) == unicodedata.normalize("NFC", choice.formula)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b", A + B),
        ("a − b − b", A - B - B),
        ("2 a b", 2 * A * B),
        ("2 · a", 2 * A),
        ("a / b / 2", A / B / 2),
        ("a / b b", A / B * B),
        ("a b + a / b", A * B + A / B),
        ("−a + b", B - A),
        ("−a b", -A * B),
        ("a (b − 1)", A * (B - 1)),
        ("b²", B**2),
        ("(a + b)²", (A + B) ** 2),
        ("−b²", -(B**2)),
        ("β₁ᵗ", [0.125, 0.125]),
        ("β₁ᵗ⁺¹ b", 0.0625 * B),
        ("b⁻¹", 1 / B),
        ("b^(t / 2)", B**1.5),
        ("2^⌊b⌋", [1.0, 4.0]),
        ("√b + 1", np.sqrt(B) + 1),
        ("√(b + b)", np.sqrt(2 * B)),
        ("√x̂ b", np.sqrt(B) * B),
        ("‖a‖", [5.0, 5.0]),
        ("‖a‖²", [25.0, 25.0]),
        ("a / ‖a‖", A / 5),
        ("⟨a, b⟩", [-6.5, -6.5]),
        ("sign(a)", np.sign(A)),
        ("max(a, b)", [3.0, 2.0]),
        ("min(1, a)", [1.0, -4.0]),
        ("cos(0 a)", [1.0, 1.0]),
        ("1.5e−3 + 2e2", [200.0015, 200.0015]),
        ("(a − a) / (b − b)", [0.0, 0.0]),
        ("a / (b − b)", [math.inf, -math.inf]),
    ],
)
def test_it_means_what_a_reader_takes_it_for(text: str, expected: np.ndarray):
    assert value(text) == pytest.approx(list(expected), rel=1e-15)


def test_both_sides_of_a_condition():
    condition = read_condition("a b ≤ a + b")
    assert (written(condition.left), condition.sign) == ("a b", "≤")
    assert written(condition.right) == "a + b"
    assert read_condition("a < b").sign == "<"


@pytest.mark.parametrize(
    "text",
    [
        *("", "θ", "θ ←", "θ ← ", "θ <- a", "a + b ← θ", "θ ← a +", "θ ← a  b", "θ ← a+b"),
        *("θ ← (a", "θ ← a)", "θ ← ‖a", "θ ← ⟨a⟩", "θ ← max(a", "θ ← a, b"),
        *("θ ← a * b", "θ ← a ^ b", "θ ← ²", "θ ← √", "θ ← a ≤ b"),
    ],
)
def test_what_is_not_in_the_notation_is_refused(text: str):
    with pytest.raises(Unreadable):
        read(text)


def test_words_are_for_people():
    assert read("θ ← the best of all") == ()
    assert read("s = Δθ,  B y = s for the last pairs") == ()


# ------------------------------------------------------------------------------- any formula

leaves = st.sampled_from([Symbol("a"), Symbol("b"), Symbol("β₁"), Number("2"), Number("0.5")])


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Any tree that a text can have: what binds less tightly stands in brackets."""
    closed = leaves | inner.map(lambda node: Group("(", node))
    factors = closed | st.builds(Power, closed, st.just(Number("2")), st.just(True))
    terms = factors | st.builds(Binary, st.sampled_from((" ", "/", "·")), factors, factors)
    first = terms | terms.map(Negative)
    return first | st.builds(Binary, st.sampled_from(("+", "−")), first, terms)


trees = st.recursive(leaves, grown, max_leaves=12)


@given(trees)
def test_what_is_written_reads_as_the_same_tree(tree: Node):
    assert read_value(written(tree)) == tree


@given(
    trees,
    st.floats(-9, 9).filter(lambda each: abs(each) > 1e-3),
    st.floats(-9, 9).filter(lambda each: abs(each) > 1e-3),
)
def test_numbers_in_the_place_of_symbols_change_no_value(tree: Node, a: float, b: float):
    scope = Scope({"a": np.array(a), "b": np.array(b), "β₁": np.array(-1e-7)}, Heard())

    def number(node: Node) -> str | None:
        if isinstance(node, Symbol):
            return repr(float(scope.symbols[node.name])).replace("-", "−")
        return None

    told = read_value(written(tree, number))
    expected = float(evaluate(tree, scope))
    assert float(evaluate(told, Scope({}, Heard()))) == pytest.approx(expected, nan_ok=True)


@given(st.floats(-1e12, 1e12))
def test_a_setting_is_written_without_idle_digits(number: float):
    told = plain(number, 6).replace("−", "-")
    assert float(told) == pytest.approx(number, rel=1e-5)
    assert not ("." in told and told.partition("e")[0].endswith(("0", ".")))
    assert "e0" not in told
    assert "e-0" not in told


# ------------------------------------------------------------------------------- the questions


def test_slopes_and_losses_are_those_that_were_heard():
    heard = Heard([Felt(A, B, 7.0)], [Tried(B, 1.0), Tried(A + B, 2.0)])
    scope = Scope({"a": A, "b": B, "one": np.eye(2)}, heard)
    assert value("∇L(a)", scope) == B.tolist()
    assert value("L(a)", scope) == [7.0, 7.0]
    assert value("L(a + b) − L(b)", scope) == [1.0, 1.0]
    assert value("∇L(a (1 + 1e−12))", scope) == B.tolist()  # the same point, rounded another way
    for text in ("∇L(b)", "L(a − b)", "∇L(a (1 + 1e−6))"):
        with pytest.raises(Unheard):
            value(text, scope)


def test_losses_of_many_points_are_looked_up_one_by_one():
    heard = Heard([], [Tried(row, float(place)) for place, row in enumerate(np.eye(3))])
    assert heard.losses_at(np.eye(3)[::-1]).tolist() == [2.0, 1.0, 0.0]
