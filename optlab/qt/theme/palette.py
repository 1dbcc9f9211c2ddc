"""The colours of the program: one value per theme, and everything drawn reads from it.

Racers use the Okabe-Ito colours (safe for colour-blind viewers), darkened or lightened until they
stand out from the panel, and each also has a dash pattern and a marker of its own, because nothing
may be told by colour alone.
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
    """The colours of one theme as `#rrggbb`."""

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

PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}
