"""One student's whole way through a lab, by mouse and keys, from the list to the saved report."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

from optlab.qt.panels.lab.prompts.choice import ChoiceCard
from optlab.qt.panels.lab.prompts.number import NumberCard
from optlab.qt.panels.lab.prompts.sketch import SketchCard
from optlab.qt.panels.lab.prompts.words import WordsCard
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.report import SUFFIX, read_report
from tests.qt.lesson.conftest import Hand


def test_a_whole_lab_from_the_list_to_the_report(
    hand: Hand, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(small), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "ada.pdf"), ""))
    begin(hand)
    notebook = hand.lesson.steps.notebook
    assert notebook is not None
    predict_and_play(hand, notebook)
    answer_until_right(hand)
    go_on(hand)
    draw_and_mark(hand, notebook)
    go_on(hand)
    fill_the_table(hand, notebook)
    write_words(hand, notebook)
    hand.click(hand.lesson.panel.foot.next)
    save(hand, tmp_path)


def begin(hand: Hand) -> None:
    """From the button in the toolbar to the first step, under a name."""
    panel = hand.lesson.panel
    hand.click(hand.window.transport.lab)
    assert panel.picker.isVisible()
    assert panel.picker.entries
    hand.click(panel.picker.open)
    assert panel.cover.isVisible()
    hand.bot.keyClicks(panel.cover.name, "ada")
    hand.bot.keyClick(panel.cover.name, Qt.Key.Key_Return)
    hand.settle()
    assert hand.window.conductor.experiment.steps == 40
    assert hand.window.views.metrics.isVisible()  # the step wants that view


def predict_and_play(hand: Hand, notebook: Notebook) -> None:
    """Play waits for the prediction; what is chosen by then is locked by it."""
    window = hand.window
    hand.click(window.transport.play)
    assert not window.conductor.playback.playing
    assert "First say what you expect: Which way does it go?" in window.notice.text.text()
    way = cast("ChoiceCard", hand.card("way"))
    assert way.options[0].hasFocus()
    hand.bot.keyClick(way.options[0], Qt.Key.Key_Space)
    hand.bot.keyClick(way.options[0], Qt.Key.Key_Down)
    hand.run_through()
    answer = notebook.answers["way"]
    assert (answer.value, answer.locked, answer.real) == (2, True, 2)
    assert answer.verdict is not None
    assert answer.verdict.right
    assert (0, 0) in notebook.met
    assert not window.notice.isVisible()
    assert "You expected" in way.feedback.words.toPlainText()


def answer_until_right(hand: Hand) -> None:
    """A wrong number gets another try; the right one gets the reason, and the step its end."""
    steps = cast("NumberCard", hand.card("steps"))
    hand.bot.keyClicks(steps.edit, "12")
    hand.bot.keyClick(steps.edit, Qt.Key.Key_Return)
    hand.settle()
    assert "Not yet" in steps.feedback.words.toPlainText()
    assert "The plan has 40." not in steps.feedback.words.toPlainText()
    steps.edit.clear()
    hand.bot.keyClicks(steps.edit, "40")
    hand.click(steps.button)
    hand.settle()
    assert "The plan has 40." in steps.feedback.words.toPlainText()
    conclusion = hand.lesson.panel.page.conclusion
    assert conclusion is not None
    assert conclusion.isVisible()


def go_on(hand: Hand) -> None:
    """The next step; a run that is shorter than the one before begins at its start all the same."""
    hand.click(hand.lesson.panel.foot.next)
    hand.settle()
    assert hand.window.conductor.moment.cursor == 0


def draw_and_mark(hand: Hand, notebook: Notebook) -> None:
    """A curve on the plot, a place on the surface, and what came of both."""
    window, bot, page = hand.window, hand.bot, hand.lesson.panel.page
    curve, end = (cast("SketchCard", hand.card(key)) for key in ("curve", "end"))
    page.ask("curve")
    hand.click(curve.pencil)
    hand.settle()
    view = window.loss.chart.viewport()
    left = Qt.MouseButton.LeftButton
    bot.mousePress(view, left, pos=QPoint(70, 60))
    for x in range(70, view.width(), 5):
        bot.mouseMove(view, QPoint(x, 60 + (view.height() - 120) * x // view.width()))
    bot.mouseRelease(view, left, pos=QPoint(view.width() - 4, view.height() - 60))
    hand.click(window.loss.bar.lock)
    assert notebook.answers["curve"].locked
    page.ask("end")
    hand.click(end.pencil)
    hand.settle()
    ground = window.surface.stack.currentWidget()
    bot.mouseClick(ground, left, pos=ground.rect().center())
    bot.waitUntil(window.surface.bar.lock.isEnabled)
    hand.click(window.surface.bar.lock)
    assert notebook.answers["end"].locked
    hand.run_through()
    for card in (curve, end):
        answer = notebook.answers[card.prompt.key]
        assert answer.verdict is not None
        assert answer.verdict.gap >= 0
        assert answer.real
        assert "Gap" in card.feedback.words.toPlainText()


def fill_the_table(hand: Hand, notebook: Notebook) -> None:
    """Two runs, each written down by the button."""
    runs = hand.card("runs")
    form = hand.window.setup.racer_group.form.nested["optimizer"]
    for rate in (0.02, 0.2):
        form.fields["learning_rate"].changed.emit(rate, True)
        hand.run_through()
        hand.lesson.panel.page.ensureWidgetVisible(runs.button)
        hand.click(runs.button)
        hand.settle()
    assert [row.cells[0] for row in notebook.rows["runs"]] == [0.02, 0.2]
    verdict = notebook.verdict("runs")
    assert verdict is not None
    assert verdict.right


def write_words(hand: Hand, notebook: Notebook) -> None:
    """Ctrl+Enter keeps them."""
    words = cast("WordsCard", hand.card("words"))
    hand.bot.keyClicks(words.edit, "It is faster.")
    hand.bot.keyClick(words.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hand.settle()
    assert notebook.answers["words"].value == "It is faster."


def save(hand: Hand, folder: Path) -> None:
    """Three files, whole and with pictures."""
    finish = hand.lesson.panel.finish
    assert finish.isVisible()
    assert "3 of 3 steps done" in finish.facts.text()
    hand.click(finish.report)
    assert (folder / "ada.pdf").read_bytes().startswith(b"%PDF")
    page = (folder / "ada.html").read_text(encoding="utf-8")
    assert "A small lab" in page
    assert page.count("data:image/png") >= 4
    assert not read_report(folder / f"ada{SUFFIX}").flaw
    assert "ada.pdf" in finish.saved.words.toPlainText()
