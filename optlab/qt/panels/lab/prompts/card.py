"""What the cards of all prompts share: question, button, and what is said to the answer."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from optlab.qt.text import say, tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.card import Card
from optlab.qt.widgets.feedback import Feedback, Kind
from optlab.qt.widgets.rich_text import RichText
from optlab.session.labs.markdown import html_of
from optlab.session.labs.prompts import AnyPrompt, MultipleChoice, Number
from optlab.session.labs.sheet import Given


class PromptCard(Card):
    """Asks one thing. A subclass adds its editor, and says what stands in it by `draft`."""

    answered = Signal(str, object)
    """The key, and an answer whose form is right."""
    linked = Signal(str)
    """A link in the words was followed."""

    def __init__(self, prompt: AnyPrompt, pictures: dict[str, bytes]) -> None:
        title, sign = (
            (tr("Say what you expect"), "target") if prompt.predict else (tr("Question"), "help")
        )
        super().__init__(title, sign)
        self.prompt = prompt
        self._pictures = pictures
        self.given: Given | None = None
        self.question = RichText(tr("Question"))
        self.question.show_html(html_of(prompt.question, pictures))
        self.question.link.connect(self.linked)
        self.feedback = Feedback(tr("What is said to your answer"))
        self.feedback.words.link.connect(self.linked)
        self.button = Button(tr("Lock it in") if prompt.predict else tr("Answer"))
        if prompt.predict:
            self.button.setToolTip(
                tr("Keep this as your prediction. It stands from then on; then let the run play.")
            )
        self.button.clicked.connect(self.answer)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(0, 0, 0, 0)
        self.foot.setSpacing(8)
        self.add(self.question)

    def end(self) -> None:
        """Put button and feedback below the editor; a subclass calls it last."""
        self.foot.addStretch(1)
        self.foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.column.addLayout(self.foot)
        self.add(self.feedback)

    @property
    def editor(self) -> QWidget:
        """What takes the keyboard first."""
        return self.button

    @property
    def draft(self) -> object:
        """What stands in the editor, as plain data; None while there is nothing."""
        raise NotImplementedError

    @Slot()
    def answer(self) -> None:
        """Give the answer, or say what is wrong with its form."""
        value = self.draft
        try:
            self.prompt.read(value)
        except ValueError as trouble:
            self.feedback.say("not-yet", html_of(tr(str(trouble))))
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.answered.emit(self.prompt.key, value)

    def show_given(self, given: Given) -> None:
        """Show what was answered so far and what is said to it."""
        before, self.given = self.given, given
        changed = before is None or before.answer != given.answer or before.rows != given.rows
        if changed and given.answer is not None:
            self.show_value(given.answer.value)
        if changed or before is None or before.judged != given.judged:
            self._comment(given)
        fixed = given.locked
        self.set_fixed(fixed)
        self.button.setVisible(not fixed)

    def show_value(self, value: object) -> None:
        """Show an answer in the editor."""
        raise NotImplementedError

    def set_fixed(self, fixed: bool) -> None:
        """Take no other answer from now on, or take one again."""
        raise NotImplementedError

    def set_zoom(self, zoom: float) -> None:
        """Write all words so many times as large."""
        for words in cast("list[RichText]", self.findChildren(RichText)):  # pyright: ignore[reportUnknownMemberType]
            words.set_zoom(zoom)

    def _comment(self, given: Given) -> None:
        """Say what there is to say."""
        answer, prompt = given.answer, self.prompt
        verdict = answer.verdict if answer else None
        if given.judged:
            self.feedback.say("waiting", html_of(tr("One moment …")))
        elif answer is None:
            self.feedback.say("kept", "")
        elif verdict is None:
            self.feedback.say("waiting", html_of(tr("Locked in. Now let the run play, and see.")))
        else:
            right = verdict.right
            said = say(verdict.says)
            if right is False and not prompt.predict and given.settled:
                said = tr("Not quite. Go on all the same.")
            why = html_of(prompt.why, self._pictures) if given.settled and prompt.why else ""
            kind: Kind = "apart" if prompt.predict else "not-yet"
            if right is not False:
                kind = "right" if right else "kept"
            if prompt.predict and isinstance(prompt, MultipleChoice | Number):
                said = ""  # the two columns say it
            if prompt.predict:
                self.rename(tr("What you expected"))
            self.feedback.say(kind, self._outcome(given) + html_of(said) + why)

    def _outcome(self, given: Given) -> str:
        """The prediction beside what came of it, as HTML; nothing for other prompts."""
        from optlab.qt.panels.lab.prompts.outcome import outcome_html

        return outcome_html(given) if self.prompt.predict else ""
