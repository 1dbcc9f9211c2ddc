"""The cards that ask: what they take, what they refuse, and what they say to it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from optlab.qt.panels.lab.prompts import card_for
from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.session.labs.marks import Answer
from optlab.session.labs.prompts import AnyPrompt, FreeText, MultipleChoice, Number, Verdict
from optlab.session.labs.sheet import Given
from optlab.session.message import Message

CHOICE = MultipleChoice(
    key="c", question="Which *way*?", options=("Up", "Down", "$w^2$"), answer=2, why="Gravity."
)
NUMBER = Number(key="n", question="How many?", unit="cups", why="Because.")
WORDS = FreeText(key="t", question="Why?", least=5)


def shown(qtbot: QtBot, prompt: AnyPrompt) -> Any:
    card = card_for(prompt, {})
    qtbot.addWidget(card)
    card.resize(300, 300)
    with qtbot.waitExposed(card):
        card.show()
    card.show_given(Given(prompt))
    return card


def comment(card: PromptCard) -> str:
    words = card.feedback.words
    return words.toPlainText() if card.feedback.isVisible() else ""


def test_a_choice_is_made_with_the_arrows_and_answered_with_enter(qtbot: QtBot) -> None:
    card = shown(qtbot, CHOICE)
    first = card.options[0]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert "Choose one" in comment(card)
    qtbot.keyClick(first, Qt.Key.Key_Space)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    with qtbot.waitSignal(card.answered) as answered:
        qtbot.keyClick(card.options[1], Qt.Key.Key_Return)
    assert answered.args == ["c", 2]


def test_an_option_is_read_aloud_as_its_words(qtbot: QtBot) -> None:
    card = shown(qtbot, CHOICE)
    assert [each.accessibleName() for each in card.options] == ["Up", "Down", "w2"]


@pytest.mark.parametrize(("typed", "value"), [("0,25", 0.25), ("1e-3", 0.001), (" −4 ", -4.0)])
def test_numbers_are_taken_as_people_write_them(qtbot: QtBot, typed: str, value: float) -> None:
    card = shown(qtbot, NUMBER)
    card.edit.setText(typed)
    with qtbot.waitSignal(card.answered) as answered:
        qtbot.keyClick(card.edit, Qt.Key.Key_Return)
    assert answered.args == ["n", value]


@pytest.mark.parametrize("typed", ["", "many", "1/3", "inf"])
def test_what_is_no_number_is_said_and_not_given(qtbot: QtBot, typed: str) -> None:
    card = shown(qtbot, NUMBER)
    card.edit.setText(typed)
    with qtbot.assertNotEmitted(card.answered):
        qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert comment(card)


def test_words_are_counted_until_there_are_enough(qtbot: QtBot) -> None:
    card = shown(qtbot, WORDS)
    qtbot.keyClicks(card.edit, "abc")
    assert card.count.text() == "2 more letters"
    with qtbot.assertNotEmitted(card.answered):
        qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert "at least 5" in comment(card)
    qtbot.keyClicks(card.edit, "de")
    assert not card.count.text()
    with qtbot.waitSignal(card.answered) as answered:
        qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert answered.args == ["t", "abcde"]


def test_the_reason_is_kept_until_nothing_is_asked_any_more(qtbot: QtBot) -> None:
    card = shown(qtbot, NUMBER)
    wrong = Verdict(False, 3.0, Message("Not yet: look at the run again."))
    card.show_given(Given(NUMBER, Answer(3.0, wrong)))
    assert "Not yet" in comment(card)
    assert "Because." not in comment(card)
    card.show_given(Given(NUMBER, Answer(3.0, wrong, tries=3), settled=True))
    assert "Because." in comment(card)


def test_a_prediction_stands_and_is_laid_beside_what_came(qtbot: QtBot) -> None:
    prompt = Number(key="n", question="How many?", unit="cups", predict=True, why="Because.")
    card = shown(qtbot, prompt)
    assert card.button.text() == "Lock it in"
    card.show_given(Given(prompt, Answer(5.0, None, locked=True)))
    assert "let the run play" in comment(card)
    assert not card.edit.isEnabled()
    assert card.button.isHidden()
    verdict = Verdict(False, 7.0, Message("It is 12."))
    answer = Answer(5.0, verdict, locked=True, real=12.0)
    card.show_given(Given(prompt, answer, settled=True))
    said = comment(card)
    for part in (
        "You expected",
        "5 cups",
        "It came out",
        "12 cups",
        "Gap",
        "7",
        "Because.",
    ):
        assert part in said


def test_what_is_being_judged_says_so(qtbot: QtBot) -> None:
    card = shown(qtbot, CHOICE)
    card.show_given(Given(CHOICE, judged=True))
    assert "One moment" in comment(card)
    right = Verdict(True, math.nan, Message("That is right."))
    card.show_given(Given(CHOICE, Answer(2, right), settled=True))
    assert comment(card).startswith("That is right.")
    assert card.draft == 2


def test_words_of_another_size_make_a_card_higher(qtbot: QtBot) -> None:
    card = shown(qtbot, CHOICE)
    before = card.sizeHint().height()
    card.set_zoom(2.0)
    assert card.sizeHint().height() > before
