"""The card of a table: its titles are whole, and words stand in cells as numbers do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from optlab.qt.panels.lab.prompts.table import TableCard
from optlab.session.labs.prompts import Column, Table
from optlab.session.labs.sheet import Given

TITLES = ("Learning rate", "Loss at the end", "Samples touched", "Steps to a loss of 0.1")
TABLE = Table(
    key="t",
    question="Fill it.",
    columns=(
        Column(title=TITLES[0], setting="optimizer.learning_rate"),
        *(Column(title=title) for title in TITLES[1:]),
    ),
)


@pytest.fixture
def card(qtbot: QtBot) -> TableCard:
    made = TableCard(TABLE, {})
    qtbot.addWidget(made)
    made.resize(340, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.mark.parametrize("width", [340, 420, 900])
def test_titles_that_break_are_whole(qtbot: QtBot, card: TableCard, width: int) -> None:
    card.resize(width, 400)
    head = card.table.horizontalHeader()
    qtbot.waitUntil(lambda: head.width() > width - 60)
    metrics = head.fontMetrics()
    for place, title in enumerate(TITLES):
        room = 0, 0, head.sectionSize(place) - 16, 500
        needed = metrics.boundingRect(*room, Qt.TextFlag.TextWordWrap, title).height() + 8
        qtbot.waitUntil(lambda least=needed: head.height() >= least)
    if width == 900:
        qtbot.waitUntil(lambda: head.height() < 2 * metrics.height() + 8)
    else:
        assert head.height() >= 2 * metrics.height() + 8
    assert card.table.height() >= head.height() + card.table.rowHeight(0)


def test_what_was_never_reached_stands_where_numbers_stand(card: TableCard) -> None:
    card.show_given(Given(TABLE, rows=((0.1, 0.5, "never", None), (0.2, 0.4, 30.0, "—"))))
    cells = [[card.table.item(i, j) for j in range(4)] for i in range(2)]
    assert [[cell.text() for cell in row] for row in cells] == [
        ["0.1", "0.5", "never", "—"],
        ["0.2", "0.4", "30", "—"],
    ]
    sides = {cell.textAlignment() & Qt.AlignmentFlag.AlignRight for row in cells for cell in row}
    assert sides == {Qt.AlignmentFlag.AlignRight}
    assert card.draft == [
        {"cells": [0.1, 0.5, "never", None]},
        {"cells": [0.2, 0.4, 30.0, "—"]},
    ]
