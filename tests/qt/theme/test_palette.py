"""Colours: readable, and racers told apart by more than colour."""

import pytest

from optlab.qt.theme.palette import DARK, LIGHT, Palette

BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
ENOUGH = 4.5  # WCAG 2.2, level AA, for text
ENOUGH_FOR_SHAPES = 2.0


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@BOTH
@pytest.mark.parametrize("ground", ["panel", "background", "field", "hover"])
def test_words_are_readable_on_every_ground(palette: Palette, ground: str):
    for ink in ("text", "muted", "accent"):
        assert contrast(getattr(palette, ink), getattr(palette, ground)) >= ENOUGH


@BOTH
@pytest.mark.parametrize("tone", ["good", "warn", "danger"])
def test_tones_are_readable_on_panels(palette: Palette, tone: str):
    assert contrast(getattr(palette, tone), palette.panel) >= ENOUGH
    assert contrast(getattr(palette, tone), palette.field) >= ENOUGH


@BOTH
def test_text_on_the_accent_is_readable(palette: Palette):
    assert contrast(palette.on_accent, palette.accent) >= ENOUGH
    assert contrast(palette.on_accent, palette.accent_hover) >= ENOUGH
    assert contrast(palette.accent, palette.accent_background) >= ENOUGH
    assert contrast(palette.text, palette.accent_background) >= ENOUGH


@BOTH
def test_every_racer_has_a_colour_a_dash_and_a_marker_of_its_own(palette: Palette):
    looks = [palette.racer(i) for i in range(8)]
    for trait in ("colour", "dash", "marker"):
        assert len({getattr(look, trait) for look in looks}) == 8
    assert all(contrast(look.colour, palette.panel) >= ENOUGH_FOR_SHAPES for look in looks)
    assert palette.racer(8) == looks[0]
