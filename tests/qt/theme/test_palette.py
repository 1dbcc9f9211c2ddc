"""Themes: readable, and racers told apart by more than colour."""

from itertools import combinations, product

import numpy as np
import pytest

from optlab.commands.command import THEMES
from optlab.engine.arrays import Array
from optlab.qt.theme.palette import HIGH_CONTRAST, LIGHT, PALETTES, PROJECTOR, Palette
from optlab.qt.views.colours import class_colours

EACH = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
ENOUGH, AMPLE = 4.5, 7.0  # WCAG 2.2, levels AA and AAA, for text
ENOUGH_FOR_SHAPES = 3.0  # WCAG 2.2, 1.4.11, for parts of a control
ENOUGH_FOR_LINES = 2.0

GROUNDS = ("panel", "background", "field", "hover")
INKS = ("text", "muted", "accent")
TONES = ("good", "warn", "danger")
TEXT_ON_GROUND = (
    *product(INKS, GROUNDS),
    *product(TONES, ("panel", "field")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("accent", "accent_background"),
    ("text", "accent_background"),
    ("text", "track"),  # a pressed button
)

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLIND = {
    "protan": "0.152286 1.052583 -0.204868 0.114503 0.786281 0.099216 -0.003882 -0.048116 1.051998",
    "deutan": "0.367322 0.860646 -0.227968 0.280085 0.672501 0.047413 -0.011820 0.042940 0.968881",
    "tritan": "1.255528 -0.076749 -0.178779 -0.078411 0.930809 0.147602 0.004733 0.691367 0.303900",
}
JUST_NOTICEABLE = 2.3  # CIE 1976 colour difference (Mahy, Van Eycken and Oosterlinck, 1994)


def linear(colour: str) -> Array:
    parts = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    low, high = sorted(float(weights @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Array) -> Array:
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    bent = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    steps = (116 * bent[1] - 16, 500 * (bent[0] - bent[1]), 200 * (bent[1] - bent[2]))
    return np.array(steps)


@EACH
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_words_are_readable_on_every_ground(palette: Palette, ink: str, ground: str):
    wanted = AMPLE if palette is HIGH_CONTRAST else ENOUGH
    if palette is HIGH_CONTRAST and ground == "track":
        wanted = ENOUGH  # for the moment a button is held
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= wanted


@pytest.mark.parametrize("palette", [HIGH_CONTRAST, PROJECTOR], ids=lambda palette: palette.name)
@pytest.mark.parametrize("part", ["border", "accent"])
def test_edges_of_controls_stand_out_where_a_theme_promises_it(palette: Palette, part: str):
    assert contrast(getattr(palette, part), palette.panel) >= ENOUGH_FOR_SHAPES


@EACH
def test_every_racer_has_a_colour_a_dash_and_a_marker_of_its_own(palette: Palette):
    looks = [palette.racer(i) for i in range(8)]
    for trait in ("colour", "dash", "marker"):
        assert len({getattr(look, trait) for look in looks}) == 8
    assert all(contrast(look.colour, palette.panel) >= ENOUGH_FOR_LINES for look in looks)
    assert palette.racer(8) == looks[0]


@EACH
@pytest.mark.parametrize("kind", BLIND)
def test_racers_keep_colours_of_their_own_for_colour_blind_viewers(palette: Palette, kind: str):
    sight = np.array(BLIND[kind].split(), float).reshape(3, 3)
    seen = [lab(sight @ linear(colour)) for colour in palette.racers]
    for one, other in combinations(seen, 2):
        assert np.linalg.norm(one - other) > JUST_NOTICEABLE


def test_lines_for_a_projector_survive_stray_light():
    # A lit room adds light to black and white alike; here a quarter of the lamp's.
    def washed(colour: str) -> float:
        return float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) + 0.25

    for colour in PROJECTOR.racers:
        assert washed(PROJECTOR.panel) / washed(colour) >= 2.5
    assert min(washed(LIGHT.panel) / washed(colour) for colour in LIGHT.racers) < 2.5


@EACH
def test_classes_of_data_stand_out_from_the_panel(palette: Palette):
    colours = class_colours(palette)
    assert len(set(colours)) == 10
    assert all(contrast(colour, palette.panel) >= ENOUGH_FOR_LINES for colour in colours)


def test_the_command_line_offers_every_theme():
    assert tuple(PALETTES) == THEMES
