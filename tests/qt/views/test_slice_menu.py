"""The menu of planes: every kind, the roll, the extent, parameters by name, and what axes mean."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from optlab.engine.slices import (
    SLICES,
    AnySlice,
    PathPlane,
    RandomDirections,
    Slice,
    ThreePoints,
    TwoParameters,
    meaning,
)
from optlab.qt import theme
from optlab.qt.views.axes_panel import DirectionChart
from optlab.qt.views.pair_picker import LISTED, PairPicker
from optlab.qt.views.slice_menu import SliceMenu

NAMES = tuple(f"x{i} → h1.{j}" for i in range(1, 5) for j in range(1, 6))


def drawn(recipe: AnySlice | None = None, *, size: int = len(NAMES)) -> Slice:
    axes = np.zeros((2, size))
    axes[0, :3] = 0.8, -0.48, 0.36
    axes[1, 3] = 1.0
    names = ("first way", "second way")
    return Slice(recipe or PathPlane(), np.zeros(size), axes, ((-1.0, 1.0), (-1.0, 1.0)), names)


@pytest.fixture
def menu(qtbot: QtBot) -> SliceMenu:
    chip = SliceMenu()
    qtbot.addWidget(chip)
    chip.show_slice(drawn(), NAMES)
    chip.show()
    return chip


@pytest.mark.parametrize("kind", SLICES)
def test_every_kind_is_in_the_menu_and_shows_that_it_is_chosen(
    menu: SliceMenu, qtbot: QtBot, kind: str
) -> None:
    cls = cast("type[AnySlice]", SLICES[kind])
    menu.show_slice(drawn(ThreePoints() if cls is PathPlane else PathPlane()), NAMES)
    with qtbot.waitSignal(menu.chosen) as told:
        menu.kinds[cls].trigger()
    assert told.args == [cls()]
    menu.show_slice(drawn(cls()), NAMES)
    assert [kind for kind, action in menu.kinds.items() if action.isChecked()] == [cls]
    menu.picker.hide()


def test_the_dice_roll_on(menu: SliceMenu, qtbot: QtBot) -> None:
    assert not menu.roll.isEnabled()
    menu.show_slice(drawn(RandomDirections(4)), NAMES)
    with qtbot.waitSignal(menu.chosen) as told:
        menu.roll.trigger()
    assert told.args == [RandomDirections(5)]
    assert "5" in menu.text()


def test_the_extent_is_fitted_and_locked(menu: SliceMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.fitted):
        menu.fit.trigger()
    with qtbot.waitSignal(menu.locked) as told:
        menu.lock.trigger()
    assert told.args == [True]
    menu.show_slice(drawn(), NAMES, locked=True)
    assert "locked" in menu.accessibleName()
    with qtbot.waitSignal(menu.locked) as told:
        menu.lock.trigger()
    assert told.args == [False]
    menu.show_slice(drawn(), NAMES)
    assert "locked" not in menu.accessibleName()


# Two parameters ----------------------------------------------------------------------------------


@pytest.fixture
def picker(menu: SliceMenu) -> PairPicker:
    menu.show_slice(drawn(TwoParameters(0, 1)), NAMES)
    menu.picker.open_below(menu)
    return menu.picker


def listed(picker: PairPicker) -> list[str]:
    return [picker.deep.itemText(i) for i in range(picker.deep.count())]


def test_a_word_finds_a_parameter_among_many(
    menu: SliceMenu, picker: PairPicker, qtbot: QtBot
) -> None:
    qtbot.keyClicks(picker.search, "X3 h1.4")
    assert listed(picker) == [NAMES[1], "x3 → h1.4"]  # the one that is chosen stays in sight
    with qtbot.waitSignal(menu.chosen) as told:
        qtbot.keyClick(picker.deep, Qt.Key.Key_Down)
    assert told.args == [TwoParameters(0, NAMES.index("x3 → h1.4"))]
    picker.search.clear()
    assert listed(picker) == list(NAMES)
    picker.hide()


def test_few_names_need_no_search(menu: SliceMenu) -> None:
    menu.show_slice(drawn(size=4), NAMES[:4])
    menu.picker.open_below(menu)
    assert not menu.picker.search.isVisible()
    menu.picker.hide()


def test_thousands_of_names_are_not_all_listed(menu: SliceMenu) -> None:
    names = tuple(f"w{i}" for i in range(4_000))
    menu.show_slice(drawn(TwoParameters(3_998, 3_999), size=4_000), names)
    assert menu.picker.deep.count() == LISTED + 1
    assert menu.picker.deep.currentText() == "w3999"
    assert menu.picker.pair == (3_998, 3_999)


def test_the_same_name_twice_moves_the_other_one_on(
    menu: SliceMenu, picker: PairPicker, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(menu.chosen) as told:
        qtbot.keyClick(picker.deep, Qt.Key.Key_Up)
    assert told.args == [TwoParameters(1, 0)]
    picker.hide()


# What the axes mean ------------------------------------------------------------------------------


def test_the_panel_says_and_shows_the_weights_of_both_axes(menu: SliceMenu) -> None:
    menu.axes.trigger()
    assert menu.panel.isVisible()
    first, second = (chart.accessibleName() for chart in menu.panel.charts)
    assert first == f"first way; mostly {NAMES[0]}; " + "; ".join(
        [f"{NAMES[0]} +0.80", f"{NAMES[1]} −0.48", f"{NAMES[2]} +0.36"]
    )
    assert second == f"second way; only {NAMES[3]}; {NAMES[3]} +1.00"
    menu.show_slice(drawn(TwoParameters(7, 8)), NAMES)
    menu.panel.hide()


def column(picture: QImage, colour: str) -> list[int]:
    wanted = QColor(colour).rgb()
    across = range(picture.width())
    return [x for x in across if any(picture.pixel(x, y) == wanted for y in range(62, 118))]


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK])
def test_what_grows_goes_right_and_what_shrinks_goes_left(
    qtbot: QtBot, qapp: QApplication, look: theme.Palette
) -> None:
    theme.apply(qapp, look)
    chart = DirectionChart()
    qtbot.addWidget(chart)
    chart.show_direction(meaning(drawn(), NAMES)[0], len(NAMES))
    chart.resize(chart.sizeHint())
    picture = chart.grab().toImage()
    grown, shrunk = column(picture, look.accent), column(picture, look.warn)
    assert min(grown) > max(shrunk) - 2
    assert (max(shrunk) - min(shrunk)) / (max(grown) - min(grown)) == pytest.approx(0.6, abs=0.03)
    theme.apply(qapp, theme.LIGHT)
