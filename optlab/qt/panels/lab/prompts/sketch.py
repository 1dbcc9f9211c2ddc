"""A curve drawn on the loss plot, or a point marked on the surface: done there, kept here."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from optlab.qt.panels.lab.prompts.card import PromptCard
from optlab.qt.text import tr
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.labels import ElidedLabel
from optlab.session.labs.prompts import AnyPrompt, DrawnCurve
from optlab.session.labs.sheet import Given


class SketchCard(PromptCard):
    """A button that starts the drawing, and what has been drawn so far."""

    wanted = Signal(str, bool)
    """The key, and whether drawing is to begin or to end."""

    def __init__(self, prompt: AnyPrompt, pictures: dict[str, bytes]) -> None:
        super().__init__(prompt, pictures)
        self._value: object = None
        self._curve = isinstance(prompt, DrawnCurve)
        self.pencil = Button(
            tr("Draw it on the plot") if self._curve else tr("Mark the place"), "pencil"
        )
        self.pencil.setCheckable(True)
        self.pencil.setToolTip(
            tr("Draw the curve in Loss over time, with the mouse or the arrow keys, and lock it.")
            if self._curve
            else tr("Click where it will end, or go there with the arrow keys, and lock it.")
        )
        self.pencil.toggled.connect(self._want)
        self.state = ElidedLabel(role="label")
        self.foot.addWidget(self.pencil)
        self.add(self.state)
        self.end()
        self.button.hide()  # what is drawn is locked where it is drawn
        self._tell()

    @property
    def editor(self) -> QWidget:
        """The button that starts the drawing."""
        return self.pencil

    @property
    def draft(self) -> object:
        """What has been drawn and locked."""
        return self._value

    def show_value(self, value: object) -> None:
        """Keep what was drawn."""
        self._value = value

    def stop(self) -> None:
        """The drawing has ended elsewhere."""
        self.pencil.setChecked(False)

    def show_given(self, given: Given) -> None:
        """As everywhere, but without a button of its own."""
        super().show_given(given)
        self.button.hide()

    def set_fixed(self, fixed: bool) -> None:
        """Draw no more."""
        self.pencil.setVisible(not fixed)
        self.state.setVisible(not fixed)
        if fixed:
            self.pencil.setChecked(False)

    @Slot(bool)
    def _want(self, on: bool) -> None:
        self.wanted.emit(self.prompt.key, on)
        self._tell()

    def _tell(self) -> None:
        """Say what is to be done."""
        if not self.pencil.isChecked():
            self.state.setText(tr("Nothing is drawn yet."))
        elif self._curve:
            self.state.setText(tr("Draw in the plot, then lock it there."))
        else:
            self.state.setText(tr("Click in the picture, then lock it there."))
