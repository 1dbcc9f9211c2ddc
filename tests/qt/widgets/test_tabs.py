"""Tabs stay in sight in a narrow pane."""

import pytest
from PySide6.QtWidgets import QWidget

from optlab.qt.widgets.tabs import TabbedPane

WORDS = ("Data and prediction", "One step", "Network", "Curves", "Metrics", "Health")


@pytest.fixture
def pane(qtbot):
    made = TabbedPane("Views")
    for word in WORDS:
        made.add(word, QWidget())
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def ends(pane: TabbedPane) -> int:
    return pane.bar.tabRect(len(WORDS) - 1).right()


def test_tabs_move_closer_before_one_is_out_of_sight(pane, qtbot):
    wide = ends(pane)
    narrow = wide - 30
    pane.resize(narrow, 200)
    qtbot.waitUntil(lambda: ends(pane) < narrow)
    pane.resize(900, 200)
    qtbot.waitUntil(lambda: ends(pane) == wide)
