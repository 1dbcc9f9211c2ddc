"""Opening labs, pointing at things, and how it all looks to those who do not use a mouse."""

from __future__ import annotations

import zipfile
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from optlab.qt import theme
from optlab.qt.widgets.rich_text import RichText
from optlab.qt.widgets.spotlight import Spotlight
from optlab.session.labs.pointing import BUTTONS, TABS, VIEWS
from tests.qt.lesson.conftest import Hand


def drop(hand: Hand, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    hand.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


def lights(hand: Hand) -> list[Spotlight]:
    return [each for each in hand.window.findChildren(Spotlight) if each.isVisible()]


def test_a_dropped_file_or_archive_is_opened(hand: Hand, small: Path, tmp_path: Path) -> None:
    drop(hand, small)
    assert hand.lesson.panel.cover.title.text() == "A small lab"
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(small, "lab.toml")
    hand.lesson.leave()
    drop(hand, packed)
    assert hand.lesson.panel.cover.isVisible()


def test_a_bad_lab_is_one_sentence_and_changes_nothing(hand: Hand, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("title = 3\n", encoding="utf-8")
    before = hand.window.conductor.experiment
    drop(hand, bad)
    assert "bad.toml" in hand.window.notice.text.text()
    assert hand.lesson.file is None
    assert hand.window.conductor.experiment == before


def test_ctrl_l_opens_the_list_with_every_lab_and_its_progress(hand: Hand) -> None:
    hand.window.transport.play.setFocus()
    hand.bot.keyClick(hand.window.transport.play, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    picker = hand.lesson.panel.picker
    assert picker.isVisible()
    first = picker.entries[0]
    assert first.lab.state == "Not begun"
    first.setFocus()
    hand.bot.keyClick(first, Qt.Key.Key_Space)
    hand.lesson.begin("")
    hand.settle()
    hand.lesson.leave()
    assert picker.entries[0].lab.state.startswith("Step 1 of")


def test_whatever_a_lab_may_name_is_pointed_at(hand: Hand) -> None:
    tabs, views = (f"tab:{each}" for each in TABS), (f"view:{each}" for each in VIEWS)
    for target in (*BUTTONS, *tabs, *views, "steps", "optimizer.learning_rate", "landscape"):
        hand.lesson.steps.pointed_at(target)
        hand.bot.waitUntil(lambda: len(lights(hand)) == 1)
        assert lights(hand)[0].target.isVisible(), target
        lights(hand)[0].leave()


def test_a_link_in_the_text_points_and_a_key_press_ends_it(begun: Hand) -> None:
    words = next(
        each
        for each in begun.lesson.panel.page.findChildren(RichText)
        if "show:play" in each.toHtml()
    )
    words.setFocus()
    begun.bot.keyClick(words, Qt.Key.Key_Tab)
    begun.bot.keyClick(words, Qt.Key.Key_Return)
    begun.bot.waitUntil(lambda: len(lights(begun)) == 1)
    assert lights(begun)[0].target is begun.window.transport.play
    begun.bot.keyClick(begun.window, Qt.Key.Key_Shift)
    begun.bot.waitUntil(lambda: not lights(begun))


def test_the_frame_stands_still_where_motion_is_reduced(hand: Hand) -> None:
    theme.reduce_motion(True)
    light = Spotlight(hand.window.transport.play)
    assert light._pulse.state() == light._pulse.State.Stopped
    light.leave()


def test_everything_that_can_be_used_has_a_name_and_can_be_reached(begun: Hand) -> None:
    for place in range(3):
        begun.lesson.steps.enter(place)
        begun.settle()
        panel = begun.lesson.panel
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit)
        used = [each for each in panel.findChildren(QWidget) if isinstance(each, kinds)]
        visible = [each for each in used if each.isVisible()]
        assert visible
        for each in visible:
            seen = QAccessible.queryAccessibleInterface(each)
            assert seen is not None
            assert seen.text(QAccessible.Text.Name), each
            assert each.focusPolicy() & Qt.FocusPolicy.TabFocus, each


def test_no_word_is_cut_off_in_a_small_window_with_large_words(begun: Hand) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    begun.window.resize(1024, 700)
    page = begun.lesson.panel.page

    def whole() -> bool:
        words = [each for each in page.findChildren(RichText) if each.isVisible()]
        return page.widget().width() <= page.viewport().width() and all(
            each.document().size().height() <= each.viewport().height() + 1
            and each.document().size().width() <= each.viewport().width() + 1
            for each in words
        )

    for palette in (theme.PROJECTOR, theme.LIGHT):
        theme.apply(application, palette)
        begun.bot.waitUntil(whole)


def test_larger_words_are_kept_for_the_next_lab(begun: Hand) -> None:
    head = begun.lesson.panel.head
    words = next(iter(begun.lesson.panel.page.findChildren(RichText)))
    before = words.document().defaultFont().pixelSize()
    begun.click(head.larger)
    assert words.document().defaultFont().pixelSize() > before
    begun.lesson.steps.enter(1)
    words = next(iter(begun.lesson.panel.page.findChildren(RichText)))
    assert words.document().defaultFont().pixelSize() > before
