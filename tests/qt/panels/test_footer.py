"""The sentence of the footer reaches people who hear the program."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from optlab.qt.panels import footer
from optlab.qt.panels.footer import Footer


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced, as if a screen reader ran."""
    heard: list[str] = []

    class Reader:
        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleAnnouncementEvent) -> None:
            heard.append(event.message())

    monkeypatch.setattr(footer, "QAccessible", Reader)
    return heard


def test_a_sentence_that_rests_is_read_aloud_once(qtbot: QtBot, said: list[str]) -> None:
    panel = Footer()
    qtbot.addWidget(panel)
    for step in range(5):
        panel.show_sentence(f"The loss is falling at step {step}.")
    assert not said
    qtbot.waitUntil(lambda: bool(said))
    panel.show_sentence("The loss is falling at step 4.")
    assert said == ["The loss is falling at step 4."]


def test_a_screen_reader_finds_the_words_that_are_shown(qtbot: QtBot) -> None:
    panel = Footer()
    qtbot.addWidget(panel)
    panel.show_sentence("Adam leads.")
    found = QAccessible.queryAccessibleInterface(panel.sentence)
    assert found.text(QAccessible.Text.Name) == "What is happening"
    assert found.text(QAccessible.Text.Description) == panel.sentence.text() == "Adam leads."
