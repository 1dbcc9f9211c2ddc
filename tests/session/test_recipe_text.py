"""Slices in a line of text."""

import pytest

from optlab.engine.slices import (
    AnySlice,
    GradientAndCurvature,
    PathPlane,
    RandomDirections,
    ThreePoints,
    TwoParameters,
)
from optlab.session.bad_file import BadFile
from optlab.session.recipe_text import recipe_of

NAMES = ("w(a, b)", "x₁ → h1.1", "bias out")


@pytest.mark.parametrize(
    ("text", "recipe"),
    [
        ("path", PathPlane()),
        (" three-points ", ThreePoints()),
        ("gradient-curvature:", GradientAndCurvature()),
        ("random:roll=3", RandomDirections(3)),
        ("parameters", TwoParameters()),
        ("parameters:first=2,second=0", TwoParameters(2, 0)),
        ("parameters: second = bias out", TwoParameters(0, 2)),
        ("parameters:first=w(a, b),second=x₁ → h1.1", TwoParameters(0, 1)),
    ],
)
def test_a_kind_and_its_knobs(text: str, recipe: AnySlice) -> None:
    assert recipe_of(text, NAMES) == recipe


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("paths", "did you mean path"),
        ("", "path, parameters, random, three-points or gradient-curvature"),
        ("path:roll=3", "has no knobs"),
        ("random:rol=3", "takes roll"),
        ("random:3", "takes roll"),
        ("random:roll=x", "whole number"),
        ("random:roll=-1", "at least 0"),
        ("parameters:first=bias ou", "did you mean bias out"),
    ],
)
def test_trouble_is_one_sentence_that_helps(text: str, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence) as trouble:
        recipe_of(text, NAMES)
    assert "\n" not in str(trouble.value)
