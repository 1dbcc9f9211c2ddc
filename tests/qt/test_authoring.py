"""A lab is written beside the window: typed, captured, locked, checked, tried and saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from optlab.qt import app
from optlab.qt.authoring import Authoring
from optlab.qt.main_window import MainWindow
from optlab.session.labs.draft import Draft
from optlab.session.labs.reading import find_lab, read_lab
from tests.session.labs.grounds import on_bowl


class Desk:
    """An author's hands in a window."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot

    @property
    def authoring(self) -> Authoring:
        return self.window.left.authoring

    @property
    def draft(self) -> Draft:
        assert self.authoring.draft is not None
        return self.authoring.draft

    def click(self, button: QAbstractButton) -> None:
        self.bot.mouseClick(button, Qt.MouseButton.LeftButton)

    def page(self, name: str) -> None:
        self.click(self.authoring.panel.pages.segments[name])

    def do(self, name: str) -> None:
        self.click(self.authoring.panel.head.signs[name])

    def settle(self) -> None:
        self.bot.waitUntil(self.window.settled, timeout=30_000)

    def said(self) -> str:
        notice = self.window.notice
        return notice.text.text() if notice.isVisible() else ""

    def choose(self, experiment) -> None:
        self.window.conductor.open(experiment, "Another")
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    window = app.open_window(on_bowl(), "light", QSize(1280, 800), asked="software")
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.waitUntil(window.settled, timeout=30_000)
    window.acts.write_lab.trigger()
    made = Desk(window, qtbot)
    made.settle()
    yield made
    if made.authoring.draft is not None:
        made.authoring.draft.keep()
    window.close()


def test_a_new_lab_begins_with_what_is_on_screen(desk):
    assert desk.draft.experiment(0) == on_bowl()
    assert desk.window.left.bar.currentIndex() == 2


def test_words_are_taken_when_the_typing_pauses_and_taken_back(desk):
    field = desk.authoring.panel.words.fields["title"]
    field.edit.setFocus()
    field.edit.selectAll()
    desk.bot.keyClicks(field.edit, "Look around")
    desk.bot.waitUntil(lambda: desk.draft.lab.steps[0].title == "Look around")
    desk.do("undo")
    assert desk.draft.lab.steps[0].title == "Step 1"
    assert field.text == "Step 1"
    desk.do("redo")
    assert field.text == "Look around"


def test_lines_become_entries(desk):
    field = desk.authoring.panel.words.fields["hints"]
    field.edit.setFocus()
    desk.bot.keyClicks(field.edit, "One")
    desk.bot.keyClick(field.edit, Qt.Key.Key_Return)
    desk.bot.keyClicks(field.edit, "Two")
    desk.bot.waitUntil(lambda: desk.draft.lab.steps[0].hints == ("One", "Two"))


def test_a_new_step_goes_on_or_begins_with_what_was_changed(desk):
    desk.do("add")
    assert desk.draft.lab.steps[1].experiment is None
    desk.choose(on_bowl(rate=0.4))
    desk.do("add")
    assert desk.draft.experiment(2) == on_bowl(rate=0.4)
    desk.do("up")
    assert [step.title for step in desk.draft.lab.steps] == ["Step 1", "Step 3", "Step 2"]
    desk.do("remove")
    assert len(desk.draft.lab.steps) == 2


def test_going_to_a_step_opens_its_experiment(desk):
    desk.choose(on_bowl(rate=0.4))
    desk.do("add")
    desk.authoring.panel.head.menu.actions()[0].trigger()
    desk.settle()
    assert desk.window.conductor.experiment == on_bowl()


def test_a_start_is_taken_from_the_screen_and_its_look_too(desk):
    desk.page("start")
    desk.choose(on_bowl(rate=0.3))
    desk.click(desk.authoring.panel.start.take)
    assert desk.draft.experiment(0) == on_bowl(rate=0.3)
    desk.window.views.show_view("curvature")
    desk.window.conductor.seek(5)
    desk.settle()
    desk.click(desk.authoring.panel.start.look)
    view = desk.draft.lab.steps[0].view
    assert (view.tab, view.step) == ("curvature", 5)


def test_controls_are_locked_shown_and_set_free(desk):
    desk.page("start")
    row = desk.authoring.panel.start.rows["optimizer.learning_rate"]
    row.use.setFocus()
    desk.bot.keyClick(row.use, Qt.Key.Key_Down)
    row.use.activated.emit(1)
    assert desk.draft.lab.steps[0].controls.fixed == ("optimizer.learning_rate",)
    tick = desk.authoring.panel.start.rows["steps"].tick
    tick.setFocus()
    desk.bot.keyClick(tick, Qt.Key.Key_Space)
    assert desk.draft.lab.steps[0].controls.shown == ("steps",)
    desk.bot.keyClick(tick, Qt.Key.Key_Space)
    assert desk.draft.lab.steps[0].controls.shown == ()


def test_a_question_to_begin_with_is_added_and_a_slip_is_said_with_its_line(desk):
    desk.page("parts")
    page = desk.authoring.panel.parts
    page.menu.actions()[1].trigger()
    (prompt,) = desk.draft.lab.steps[0].prompts
    assert prompt.key == "number-1"
    page.code.edit.setPlainText(page.code.text.replace('"number"', '"nummer"'))
    desk.bot.waitUntil(page.trouble.isVisible)
    assert "did you mean number" in page.trouble.words.toPlainText()
    assert desk.draft.lab.steps[0].prompts == (prompt,)
    desk.click(page.parts.segments["checks"])
    assert page.code.text == ""


def test_a_lab_is_checked_and_leads_to_the_step_with_the_trouble(desk):
    desk.do("add")
    desk.page("parts")
    page = desk.authoring.panel.parts
    desk.click(page.parts.segments["checks"])
    page.menu.actions()[2].trigger()  # accuracy, on a landscape
    desk.authoring.panel.head.menu.actions()[0].trigger()
    desk.page("proof")
    proof = desk.authoring.panel.proof
    desk.click(proof.begin)
    desk.bot.waitUntil(lambda: bool(proof.troubles), timeout=30_000)
    desk.click(proof.troubles[0])
    assert desk.authoring.edits.place == 1


def test_a_sound_lab_has_nothing_to_mend(desk):
    desk.page("proof")
    proof = desk.authoring.panel.proof
    desk.click(proof.begin)
    desk.bot.waitUntil(lambda: "Nothing to mend" in proof.state.text(), timeout=30_000)


def test_a_step_is_tried_as_a_student_sees_it(desk):
    desk.click(desk.authoring.panel.preview)
    desk.settle()
    assert desk.window.lesson.panel.sheet is not None
    assert desk.window.left.bar.currentIndex() == 1
    desk.window.left.bar.setCurrentIndex(2)
    assert desk.window.lesson.steps.answers is None


def test_a_lab_is_saved_and_read_back(desk, tmp_path: Path, monkeypatch):
    file = tmp_path / "own"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    desk.click(desk.authoring.panel.save)
    assert read_lab(file.with_suffix(".toml")).lab == desk.draft.lab
    assert not desk.draft.modified
    assert "own.toml" in desk.said()


def test_seeds_are_numbers_and_anything_else_is_refused(desk):
    desk.page("lab")
    seeds = desk.authoring.panel.numbers.seeds
    seeds.setFocus()
    desk.bot.keyClicks(seeds, "3, 7 7")
    desk.bot.keyClick(seeds, Qt.Key.Key_Return)
    assert desk.draft.lab.seeds == (3, 7)
    seeds.selectAll()
    desk.bot.keyClicks(seeds, "many")
    desk.bot.keyClick(seeds, Qt.Key.Key_Return)
    assert desk.draft.lab.seeds == (3, 7)
    assert "whole numbers" in desk.said()


def test_a_shipped_lab_is_never_written_over(desk):
    desk.draft.keep()
    assert desk.authoring.open(find_lab("tea"))
    assert desk.authoring.path is None
    assert desk.draft.lab == read_lab(find_lab("tea")).lab


def test_a_file_that_is_no_lab_is_refused_and_nothing_is_lost(desk, tmp_path: Path):
    (tmp_path / "no.toml").write_text("nothing = 1", encoding="utf-8")
    before = desk.draft.lab
    assert not desk.authoring.open(tmp_path / "no.toml")
    assert desk.draft.lab == before
    assert "no.toml" in desk.said()


@pytest.mark.parametrize(
    ("answer", "left"),
    [(QMessageBox.StandardButton.Cancel, False), (QMessageBox.StandardButton.Discard, True)],
)
def test_what_is_not_saved_is_asked_for(desk, monkeypatch, answer, left):
    desk.do("add")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: answer)
    desk.do("leave")
    assert (desk.authoring.draft is None) is left
    assert desk.window.left.bar.isTabVisible(2) is not left
