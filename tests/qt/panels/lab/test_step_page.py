"""The page of a step: all its words can be read, whatever the room is."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import optlab
from optlab.qt.panels.lab.step_page import StepPage
from optlab.qt.widgets.option import Option
from optlab.qt.widgets.rich_text import RichText
from optlab.session.labs.entries import Begin
from optlab.session.labs.journal import Journal
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.reading import find_lab, read_lab
from optlab.session.labs.sheet import Sheet


def sheets(name: str) -> list[Sheet]:
    """All steps of a shipped lab, as nobody has begun them."""
    file = read_lab(find_lab(name))
    journal = Journal()
    head = {"lab": file.name, "title": file.lab.title, "student": "", "seed": None}
    journal.append(Begin, **head, digest=file.digest, version=optlab.__version__)
    notebook = Notebook(file.lab, journal)
    return [Sheet(file, notebook, place) for place in range(len(file.lab.steps))]


def cut(page: StepPage) -> list[str]:
    """The words that are higher than their place, or covered by what stands below them."""
    found = [
        words.toPlainText()[:40]
        for words in cast("list[RichText]", page.widget().findChildren(RichText))
        if words.isVisible() and words.document().size().height() > words.height() + 1
    ]
    for kind in (RichText, Option):
        for each in cast("list[QWidget]", page.widget().findChildren(kind)):
            around = each.parentWidget()
            if each.isVisible() and around.rect().intersected(each.geometry()) != each.geometry():
                found.append(each.accessibleName())
            beside = [other for other in around.children() if isinstance(other, QWidget)]
            found += [
                f"{each.accessibleName()} under {other.accessibleName()}"
                for other in beside
                if other is not each
                and other.isVisible()
                and each.isVisible()
                and each.geometry().intersects(other.geometry())
            ]
    return found


@pytest.mark.parametrize("name", ["tea", "births"])
def test_no_words_are_cut_where_the_page_just_fills_its_room(name: str, qtbot: QtBot) -> None:
    page = StepPage()
    qtbot.addWidget(page)
    page.resize(326, 490)
    with qtbot.waitExposed(page):
        page.show()
    for sheet in sheets(name):
        page.show_sheet(sheet)
        qtbot.wait(20)
        assert not cut(page), sheet.step.title
        needed = page.widget().sizeHint().height()
        for height in (needed - 40, needed - 10, needed, needed + 20):
            page.resize(326, height)
            qtbot.wait(10)
            assert not cut(page), (sheet.step.title, height)
        page.resize(326, 490)
