"""What a step locks, holds back and puts back, whichever way a person comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from optlab.qt.panels.lab.step_foot import StepFoot
from tests.qt.lesson.conftest import Hand


def enter(hand: Hand, place: int) -> None:
    hand.lesson.steps.enter(place)
    hand.settle()


def said(hand: Hand) -> str:
    notice = hand.window.notice
    return notice.text.text() if notice.isVisible() else ""


def test_what_a_step_does_not_show_cannot_be_changed_by_any_way(begun: Hand) -> None:
    window, conductor = begun.window, begun.window.conductor
    before = conductor.experiment
    for change in (
        window.acts.dice.trigger,
        window.acts.add_racer.trigger,
        lambda: window.surface.start_chosen.emit(before.start.theta),  # pyright: ignore[reportAttributeAccessIssue]
        lambda: window.surface.start_chosen.emit([0.5, 0.5]),
        lambda: conductor.set_seed(99),
        window.acts.new.trigger,
    ):
        window.notice.clear()
        change()
        assert conductor.experiment == before
    assert "does not let you change this" in said(begun)


def test_undo_does_not_lead_out_of_a_locked_step(begun: Hand) -> None:
    before = begun.window.conductor.experiment
    begun.window.acts.undo.trigger()
    assert begun.window.conductor.experiment == before
    assert "does not let you change this" in said(begun)


def test_the_control_of_the_step_stands_beside_its_text_and_nowhere_else(begun: Hand) -> None:
    window, page = begun.window, begun.lesson.panel.page
    assert page.controls is not None
    field = page.controls.field_at(("racers", "*", "optimizer", "learning_rate"))
    assert field is not None
    assert field.isVisible()
    field.changed.emit(0.3, True)  # pyright: ignore[reportAttributeAccessIssue]
    assert window.conductor.experiment.racers[0].optimizer.learning_rate == 0.3  # pyright: ignore[reportAttributeAccessIssue]
    window.left.show_setup()
    assert not window.setup.data_group.isVisible()
    assert not window.setup.training.fields["steps"].isVisible()
    assert window.setup.racer_group.isVisible()
    window.acts.undo.trigger()
    assert window.conductor.experiment.racers[0].optimizer.learning_rate == 0.1  # pyright: ignore[reportAttributeAccessIssue]


def test_a_fixed_row_says_why_and_is_free_again_after_the_lab(begun: Hand) -> None:
    start = begun.window.setup.training.fields["start"]
    begun.window.left.show_setup()
    assert start.isVisible()
    assert not start.isEnabled()
    assert "does not let you change this" in start.toolTip()
    begun.lesson.leave()
    assert start.isEnabled()
    assert "does not let you change this" not in start.toolTip()
    begun.window.acts.dice.trigger()
    assert "does not let you" not in said(begun)


def test_the_run_waits_for_the_prediction(begun: Hand) -> None:
    window = begun.window
    slider = window.footer.timeline.slider
    for go in (window.acts.play.trigger, window.acts.forward.trigger, lambda: slider.setValue(20)):
        window.notice.clear()
        go()
        begun.settle()
        assert window.conductor.moment.cursor == 0
        assert said(begun).startswith("First say what you expect")
        assert slider.value() == 0


def test_the_start_of_the_step_comes_back_and_answers_stay(begun: Hand) -> None:
    window, foot = begun.window, begun.lesson.panel.foot
    begun.lesson.steps.hold()
    begun.card("way").answered.emit("way", 3)
    begun.run_through()
    before = window.conductor.experiment
    window.setup.racer_group.form.nested["optimizer"].fields["learning_rate"].changed.emit(
        0.4, True
    )
    assert window.conductor.experiment != before
    begun.click(foot.restart)
    begun.settle()
    assert window.conductor.experiment == before
    assert window.conductor.moment.cursor == 0
    notebook = begun.lesson.steps.notebook
    assert notebook is not None
    assert notebook.answers["way"].value == 3


def test_next_says_what_is_open_before_it_leaves_it_open(begun: Hand) -> None:
    panel = begun.lesson.panel
    foot: StepFoot = panel.foot
    begun.click(foot.next)
    assert panel.sheet is not None
    assert panel.sheet.place == 0
    assert "3 things are open" in panel.notice.text.text()
    begun.click(foot.next)
    assert panel.sheet.place == 1
    begun.bot.keyClick(panel.page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert panel.sheet.place == 0


def test_a_lab_goes_on_where_it_was_left(begun: Hand, small: Path) -> None:
    begun.card("way").answered.emit("way", 1)
    enter(begun, 1)
    begun.lesson.leave()
    begun.lesson.open(small)
    assert begun.lesson.panel.cover.name.text() == "ada"
    assert begun.lesson.panel.cover.start.text() == "Go on with step 2"
    begun.click(begun.lesson.panel.cover.start)
    sheet = begun.lesson.panel.sheet
    assert sheet is not None
    assert sheet.place == 1
    assert sheet.notebook.answers["way"].value == 1


def test_starting_over_asks_and_puts_the_old_notebook_aside(
    begun: Hand, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun.card("way").answered.emit("way", 1)
    begun.lesson.leave()
    begun.lesson.open(small)
    asked: list[str] = []

    def ask(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words[2]))
        return (QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes)[len(asked) - 1]

    monkeypatch.setattr(QMessageBox, "question", ask)
    cover = begun.lesson.panel.cover
    begun.click(cover.over)
    assert begun.lesson.panel.sheet is None
    begun.click(cover.over)
    notebook = begun.lesson.steps.notebook
    assert notebook is not None
    assert not notebook.answers
    assert len(asked) == 2


def test_hints_come_one_by_one_and_are_noted(begun: Hand) -> None:
    hints = begun.lesson.panel.page.hints
    assert hints is not None
    for count in (1, 2):
        begun.lesson.panel.page.ensureWidgetVisible(hints.button)
        begun.click(hints.button)
        assert len(hints.shown) == count
    assert hints.button.isHidden()
    notebook = begun.lesson.steps.notebook
    assert notebook is not None
    assert notebook.hints[0] == 2


def test_the_future_is_veiled_until_the_prediction_has_come_true(begun: Hand) -> None:
    surface = begun.window.surface
    begun.card("way").answered.emit("way", 2)
    assert surface._veiled
    begun.run_through()
    assert not surface._veiled
