"""Words that are as high as they are at their width, fetch nothing and follow the theme."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from optlab.qt.widgets.option import Option
from optlab.qt.widgets.rich_text import RichText

LONG = "<p>" + "A sentence of several words. " * 12 + "</p>"


@pytest.fixture
def words(qtbot: QtBot) -> Iterator[RichText]:
    around = QWidget()
    qtbot.addWidget(around)
    made = RichText("Words")
    column = QVBoxLayout(around)
    column.addWidget(made)
    column.addStretch(1)
    around.resize(320, 400)
    with qtbot.waitExposed(around):
        around.show()
    yield made
    around.close()


def picture(width: int) -> str:
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    code = base64.b64encode(buffer.data().data()).decode()
    return f"<p><img src='data:image/png;base64,{code}' width='{width}'/></p>"


def test_a_narrower_place_makes_them_higher(words: RichText, qtbot: QtBot) -> None:
    words.show_html(LONG)
    before = words.height()
    words.window().resize(200, 400)
    qtbot.waitUntil(lambda: words.height() > before)
    qtbot.waitUntil(lambda: words.document().size().height() <= words.viewport().height() + 1)


def test_pictures_shrink_to_the_width_and_grow_back(words: RichText, qtbot: QtBot) -> None:
    words.show_html(picture(280))
    qtbot.waitUntil(lambda: words.height() >= 35)
    words.window().resize(150, 400)
    qtbot.waitUntil(lambda: words.document().idealWidth() <= words.viewport().width() + 1)
    words.window().resize(500, 400)
    qtbot.waitUntil(lambda: words.document().idealWidth() >= 279)


def test_nothing_is_fetched(words: RichText) -> None:
    kind = QTextDocument.ResourceType.ImageResource
    for address in ("file:///etc/hostname", "https://example.org/a.png", "a.png"):
        assert words.loadResource(kind.value, QUrl(address)) is None


def test_a_link_is_followed_with_the_keyboard_and_leads_nowhere_itself(
    words: RichText, qtbot: QtBot
) -> None:
    words.show_html("<p>Press <a href='show:play'>Play</a>.</p>")
    words.setFocus()
    qtbot.keyClick(words, Qt.Key.Key_Tab)
    with qtbot.waitSignal(words.link) as link:
        qtbot.keyClick(words, Qt.Key.Key_Return)
    assert link.args == ["show:play"]
    assert "Press" in words.toPlainText()


def test_words_without_a_link_are_no_stop_for_the_tab_key(words: RichText) -> None:
    words.show_html("<p>Only words.</p>")
    assert not words.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert words.accessibleDescription() == "Only words."


def test_an_option_is_as_high_as_its_words(qtbot: QtBot) -> None:
    option = Option(LONG, "long")
    qtbot.addWidget(option)
    option.resize(300, 40)
    with qtbot.waitExposed(option):
        option.show()
    high = option.height()
    assert high > 80
    option.setFixedWidth(600)
    qtbot.waitUntil(lambda: option.height() < high)
