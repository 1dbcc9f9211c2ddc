"""One family, bundled: Inter, with figures of equal width wherever a number can change."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from optlab.qt.theme.measures import sized
from optlab.resources import resource

FAMILY = "Inter"
BODY, LABEL, PRODUCT, FORMULA = 13, 12, 15, 16
"""Sizes in logical pixels of the light theme."""


@cache
def install() -> None:
    """Make the bundled family known to Qt; once per process is enough."""
    for file in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        QFontDatabase.addApplicationFont(str(resource("fonts", file)))


def font(size: int = BODY, *, strong: bool = False) -> QFont:
    """Return the font at `size`, in the theme in force; `strong` is weight 600."""
    made = QFont(FAMILY)
    made.setPixelSize(sized(size))
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def use_font(
    target: QPainter | QWidget | QApplication, size: int = BODY, *, strong: bool = False
) -> None:
    """Let `target` write in `font(size, strong=strong)`."""
    target.setFont(font(size, strong=strong))  # pyright: ignore[reportUnknownMemberType]
