"""Predictions that are drawn: asked for on the loss plot or the surface, and shown there later."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal, Slot

from optlab.qt.panels.lab.prompts.sketch import SketchCard
from optlab.session.labs.prompts import AnyPrompt, DrawnCurve, MarkedPoint
from optlab.session.labs.sheet import Sheet

if TYPE_CHECKING:
    from optlab.qt.main_window import MainWindow


class Asking(QObject):
    """Hides what lies ahead as long as a prediction is to come true."""

    drawn = Signal(str, object)
    """The key of the prompt, and what was drawn and locked."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._key = ""
        self._shown: set[str] = set()
        window.loss.drawn.connect(self._take)
        window.surface.marked.connect(self._take)

    def ask(self, prompt: AnyPrompt, *, on: bool) -> None:
        """Begin or end the drawing that a prompt asks for."""
        window = self._window
        if not on:
            if self._key == prompt.key:
                self._put_away()
            return
        self._put_away()
        self._key = prompt.key
        names = [racer.name for racer in window.conductor.experiment.racers]
        if isinstance(prompt, DrawnCurve):
            racer = names.index(prompt.racer) if prompt.racer in names else 0
            until = prompt.until or window.conductor.experiment.steps
            window.loss.ask_curve(racer, until, log=prompt.log)
        elif isinstance(prompt, MarkedPoint):
            racer = names.index(prompt.racer) if prompt.racer in names else 0
            window.surface.ask_point(racer)

    def show(self, sheet: Sheet) -> None:
        """Show what was drawn in this step, and hide the future while something is to come true."""
        window = self._window
        names = [racer.name for racer in window.conductor.experiment.racers]
        coming = False
        for prompt in sheet.step.prompts:
            given = sheet.given(prompt)
            if not prompt.predict:
                continue
            coming = coming or given.answer is None or given.answer.verdict is None
            if given.answer is None or prompt.key in self._shown:
                continue
            if isinstance(prompt, DrawnCurve | MarkedPoint):
                self._shown.add(prompt.key)
                racer = names.index(prompt.racer) if prompt.racer in names else 0
                value = given.answer.value
                if isinstance(prompt, DrawnCurve):
                    window.loss.show_prediction(value, racer, log=prompt.log)
                else:
                    window.surface.show_guess(value, racer=racer)
        for view in (window.loss, window.surface):
            view.veil(coming)

    def end(self) -> None:
        """The step is left: ask for nothing, hide nothing."""
        self._put_away()
        window = self._window
        window.loss.forget_prediction()
        window.surface.show_guess(None)
        self._shown.clear()
        for view in (window.loss, window.surface):
            view.veil(on=False)

    def _put_away(self) -> None:
        if not self._key:
            return
        key, self._key = self._key, ""
        card = self._window.lesson.panel.page.cards.get(key)
        if isinstance(card, SketchCard):
            card.stop()
            if isinstance(card.prompt, DrawnCurve):
                self._window.loss.forget_prediction()
            else:
                self._window.surface.show_guess(None)

    @Slot(object)
    def _take(self, value: object) -> None:
        """Something was drawn and locked: if a prompt asked for it, it is its answer."""
        if self._key:
            key, self._key = self._key, ""
            card = cast("SketchCard", self._window.lesson.panel.page.cards[key])
            card.stop()
            self._shown.add(key)
            self.drawn.emit(key, value)
