import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.session.labs.formula import TYPED, formula_html, formula_trouble


def bare(text):
    return re.sub(r"<[^>]*>", "", formula_html(text))


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("w_new", "<i>w</i><sub>new</sub>"),
        ("γ^(k / T)", "<i>γ</i><sup><i>k</i> / <i>T</i></sup>"),
        ("10^-3", "10<sup>−3</sup>"),
        ("√(x + 1)", '√<span style="text-decoration: overline"><i>x</i> + 1</span>'),
        ("θ_{t+1}^2", "<i>θ</i><sub><i>t</i>+1</sub><sup>2</sup>"),
        ("g²", "<i>g</i>²"),
        ("βᵗ⁺¹", "<i>β</i>ᵗ⁺¹"),
        ("ŷ", "<i>ŷ</i>"),
        ("loss(w)", "loss(<i>w</i>)"),
        ("a < b", "<i>a</i> &lt; <i>b</i>"),
        ("a <= -b*c", "<i>a</i> ≤ −<i>b</i>·<i>c</i>"),
        ("Σ_i x_i", "Σ<sub><i>i</i></sub> <i>x</i><sub><i>i</i></sub>"),
    ],
)
def test_letters_slant_words_stand_and_marks_raise_and_lower(typed, drawn):
    assert formula_html(typed) == f'<span class="formula">{drawn}</span>'


def test_a_display_formula_is_a_centred_paragraph():
    assert formula_html("x", display=True).startswith('<p class="formula" align="center">')


@given(st.text(max_size=200))
def test_no_formula_brings_tags_of_its_own_or_loses_a_letter(text):
    allowed = r'</?(i|sub|sup|span)( class="formula"| style="text-decoration: overline")?>'
    assert "<" not in re.sub(allowed, "", formula_html(text))
    letters = [each for each in text.strip() if each.isalnum()]
    assert [each for each in html.unescape(bare(text)) if each.isalnum()] == letters


def test_what_is_easy_to_type_becomes_what_is_meant():
    for typed, meant in TYPED.items():
        assert bare(f"a {typed} b") == f"a {meant} b"


def test_groups_in_groups_without_end_are_drawn_all_the_same():
    assert bare("_(" * 3000 + "x").endswith("x")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (r"\frac{1}{2}", r"\frac is TeX"),
        ("f(x", "opens a bracket that it does not close"),
        ("x)", "closes a bracket that it did not open"),
        ("(x]", "closes a bracket"),
        ("w_", "ends where something must follow"),
    ],
)
def test_a_formula_that_cannot_be_drawn_as_meant_is_a_trouble(typed, said):
    assert said in formula_trouble(typed)


def test_a_good_formula_is_none():
    assert not formula_trouble("V ← β·V + α·∇L(w − β·V)")
