"""What can be said before a run: sums, tables and goals that look at the start only."""

from __future__ import annotations

from msgspec.structs import replace

from optlab.engine.starts import At
from optlab.session.labs.reading import find_lab
from tests.qt.lesson.conftest import Hand


def enter(hand: Hand, lab: str, place: int) -> None:
    hand.lesson.open(find_lab(lab))
    hand.lesson.begin("ada")
    hand.lesson.steps.enter(place)
    hand.settle()


def test_lines_laid_by_hand_go_into_the_table_and_settle_the_bet_without_a_run(hand: Hand) -> None:
    enter(hand, "births", 2)
    conductor, notebook = hand.window.conductor, hand.lesson.steps.notebook
    assert notebook is not None
    hand.card("winner").answered.emit("winner", 2)
    for count, theta in enumerate([(0.0, 3.0), (0.3, 3.4), (0.0, 3.4)], 1):
        conductor.edit(replace(conductor.experiment, start=At(theta)), "Line")
        hand.settle()
        hand.lesson.panel.page.row_wanted.emit("lines")
        hand.bot.waitUntil(lambda count=count: len(notebook.rows.get("lines", [])) == count)
    assert notebook.rows["lines"][1].cells[:2] == (0.3, 3.4)
    hand.bot.waitUntil(lambda: notebook.verdict("winner") is not None)
    hand.lesson.panel.page.checked.emit()
    hand.bot.waitUntil(lambda: (2, 0) in notebook.met)
    assert conductor.moment.cursor == 0


def test_a_goal_of_the_run_is_not_met_before_it(hand: Hand) -> None:
    enter(hand, "births", 3)
    hand.lesson.panel.page.checked.emit()
    notice = hand.lesson.panel.notice
    assert "Let it run first" in notice.text.text()


def test_what_no_run_answers_comes_true_at_once(hand: Hand) -> None:
    enter(hand, "garage", 0)
    notebook = hand.lesson.steps.notebook
    assert notebook is not None
    hand.card("lazy-accuracy").answered.emit("lazy-accuracy", 99.0)
    hand.bot.waitUntil(lambda: notebook.verdict("lazy-accuracy") is not None)
    assert hand.window.conductor.moment.cursor == 0
