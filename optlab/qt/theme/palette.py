"""The themes of the program: one value each, and everything drawn reads from it.

Racers use the Okabe-Ito colours (safe for colour-blind viewers), darkened or lightened until they
stand out from the panel, and each also has a dash pattern and a marker of its own, because nothing
may be told by colour alone. The same value says how large words are written, how thick lines are
drawn and how large marbles are: a theme for a projector or for weak eyes is more than colours.
"""

from dataclasses import dataclass
from typing import Literal

Marker = Literal["disc", "square", "triangle", "diamond", "cross", "star", "ring", "hexagon"]
Role = Literal["text", "muted", "accent", "on_accent", "good", "warn", "danger"]

_DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6, 2),
    (2, 2),
    (8, 2, 2, 2),
    (4, 2),
    (8, 2, 2, 2, 2, 2),
    (1, 2),
    (10, 3),
)
_MARKERS: tuple[Marker, ...] = (
    "disc",
    "square",
    "triangle",
    "diamond",
    "cross",
    "star",
    "ring",
    "hexagon",
)


@dataclass(frozen=True)
class RacerLook:
    """How one racer is told apart: colour, pen dashes (in pen widths, empty = solid) and marker."""

    colour: str
    dash: tuple[float, ...]
    marker: Marker


@dataclass(frozen=True)
class Palette:
    """One theme: colours as `#rrggbb`, then measures as shares of those of the light theme."""

    name: str
    dark: bool
    background: str
    panel: str
    field: str
    hover: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_background: str
    on_accent: str
    track: str
    grid: str
    good: str
    warn: str
    danger: str
    racers: tuple[str, ...]
    text_scale: float = 1.0
    """Of words, and of all boxes that hold words."""
    line_scale: float = 1.0
    """Of paths, curves and axes."""
    marble_scale: float = 1.0
    """Of marbles, markers and data points."""
    focus: int = 0
    """Logical pixels of the frame around whatever has the keyboard; 0 where its edge says it."""

    def racer(self, index: int) -> RacerLook:
        """Return the look of racer `index`, counted from 0; after eight the looks begin again."""
        place = index % len(self.racers)
        return RacerLook(self.racers[place], _DASHES[place], _MARKERS[place])

    def role(self, role: Role) -> str:
        """Return the colour of a role that text and icons can play."""
        return str(getattr(self, role))


LIGHT = Palette(
    name="light",
    dark=False,
    background="#f3f5f8",
    panel="#ffffff",
    field="#ffffff",
    hover="#f3f5f8",
    border="#d8dde4",
    text="#1b1f24",
    muted="#5b6470",
    accent="#2f5dd0",
    accent_hover="#264eb3",
    accent_background="#e8eefc",
    on_accent="#ffffff",
    track="#e4e8ee",
    grid="#e6e9ee",
    good="#1b7f4b",
    warn="#b45f06",
    danger="#b3261e",
    racers=(
        "#0072b2",
        "#d55e00",
        "#009e73",
        "#cc79a7",
        "#b8860b",
        "#56b4e9",
        "#7b4ab8",
        "#1b1f24",
    ),
)

DARK = Palette(
    name="dark",
    dark=True,
    background="#14171c",
    panel="#1b1f26",
    field="#232830",
    hover="#2a303a",
    border="#2d333d",
    text="#e6e9ee",
    muted="#9aa4b2",
    accent="#7aa2ff",
    accent_hover="#93b4ff",
    accent_background="#22304d",
    on_accent="#14171c",
    track="#2a303a",
    grid="#272d36",
    good="#5cc48d",
    warn="#e0a458",
    danger="#ff8a80",
    racers=(
        "#56b4e9",
        "#f08a45",
        "#2fc39a",
        "#e79ac3",
        "#e6c34a",
        "#8fd0ff",
        "#b794f4",
        "#e6e9ee",
    ),
)

HIGH_CONTRAST = Palette(
    name="high-contrast",
    dark=True,
    background="#000000",
    panel="#000000",
    field="#000000",
    hover="#1f1f1f",
    border="#b8b8b8",
    text="#ffffff",
    muted="#dcdcdc",
    accent="#3fd0ff",
    accent_hover="#8be3ff",
    accent_background="#00334a",
    on_accent="#000000",
    track="#6f6f6f",
    grid="#5a5a5a",
    good="#5ee08f",
    warn="#ffc14d",
    danger="#ff9a90",
    racers=(
        "#56b4e9",
        "#ff9142",
        "#2fd6a5",
        "#f2a3d2",
        "#f0e442",
        "#b9e2ff",
        "#a274ff",
        "#ffffff",
    ),
    line_scale=1.5,
    marble_scale=1.2,
    focus=3,
)

PROJECTOR = Palette(
    name="projector",
    dark=False,
    background="#e9edf2",
    panel="#ffffff",
    field="#ffffff",
    hover="#e9edf2",
    border="#8b95a3",
    text="#000000",
    muted="#37404c",
    accent="#0b3fb8",
    accent_hover="#08308f",
    accent_background="#d6e2ff",
    on_accent="#ffffff",
    track="#b9c2ce",
    grid="#bfc7d1",
    good="#0a5c33",
    warn="#863f00",
    danger="#a3100d",
    racers=(
        "#0062b8",
        "#c44600",
        "#007a55",
        "#b0407f",
        "#6b5400",
        "#1c86c4",
        "#5a1a94",
        "#000000",
    ),
    text_scale=1.25,
    line_scale=1.6,
    marble_scale=1.4,
    focus=2,
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK, HIGH_CONTRAST, PROJECTOR)}
