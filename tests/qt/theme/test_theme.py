"""Putting a theme in force, and what follows it."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QColor, QFontInfo, QFontMetrics, QImage, QRawFont
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from optlab.qt import theme
from optlab.qt.theme import icons
from optlab.qt.theme.markers import marker_path
from optlab.resources import resource

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != "optlab")


class Listener(QWidget):
    """Notes the palette in force whenever Qt says that the palette changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seen: list[str] = []

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.seen.append(theme.current().name)
        super().changeEvent(event)


def test_every_visible_widget_hears_of_another_theme(qtbot: QtBot, qapp: QApplication):
    outer = Listener()
    qtbot.addWidget(outer)
    inner = Listener(QWidget(outer))
    outer.show()
    qtbot.waitExposed(outer)
    for palette in (theme.DARK, theme.LIGHT, theme.DARK):
        outer.seen.clear()
        inner.seen.clear()
        theme.apply(qapp, palette)
        assert set(outer.seen) == set(inner.seen) == {palette.name}
        assert theme.current() is palette
        assert outer.palette().window().color() == QColor(palette.background)


def test_a_theme_can_be_chosen_and_the_system_followed(qapp: QApplication):
    theme.choose(qapp, "dark")
    assert theme.current() is theme.DARK
    theme.choose(qapp, "light")
    assert theme.current() is theme.LIGHT
    theme.choose(qapp, "system")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme().Dark)
    assert theme.current() is theme.DARK
    theme.choose(qapp, "light")


def test_the_bundled_family_is_used_with_figures_of_equal_width(qapp: QApplication):
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert QFontInfo(theme.font(strong=True)).weight() == 600
    for strong in (False, True):
        metrics = QFontMetrics(theme.font(strong=strong))
        widths = {metrics.horizontalAdvance(f"0.{digit * 6}") for digit in "0123456789"}
        assert len(widths) == 1
    drawn = QRawFont.fromFont(theme.font())
    assert [sign for sign in "ηβ∇∂θ←→−·×≤₁²" if not drawn.supportsCharacter(ord(sign))] == []


@pytest.mark.parametrize("name", NAMES)
def test_icons_are_drawn_in_the_colour_of_their_role(name: str, qapp: QApplication):
    for palette in (theme.LIGHT, theme.DARK):
        theme.apply(qapp, palette)
        for role in ("text", "accent"):
            picture = icons.pixmap(name, role, 16, 3.0).toImage()
            assert ink(picture) == palette.role(role)


def test_a_dressed_button_changes_its_icon_with_the_theme(qtbot: QtBot, qapp: QApplication):
    window = QWidget()
    qtbot.addWidget(window)
    button = QPushButton(window)
    theme.dress(button, "play")
    theme.apply(qapp, theme.DARK)
    assert ink(button.icon().pixmap(QSize(16, 16), 2.0).toImage()) == theme.DARK.text


def test_the_application_icon_has_every_size():
    sizes = {size.width() for size in icons.application_icon().availableSizes()}
    assert sizes == {16, 24, 32, 48, 64, 128, 256, 512}


def test_markers_look_equally_heavy():
    for place in range(8):
        box = marker_path(theme.racer(place).marker, QPointF(0, 0), 10).boundingRect()
        assert 15 <= box.width() <= 26
        assert 15 <= box.height() <= 26


def ink(image: QImage) -> str:
    """The commonest colour among the pixels that nothing shines through."""
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    pixels = (image.pixel(x, y) for x, y in places)
    solid = Counter(f"#{pixel & 0xFFFFFF:06x}" for pixel in pixels if pixel >> 24 == 255)
    return solid.most_common(1)[0][0]
