"""Who draws the surface: OpenGL, or the painter that needs none.

What was asked for comes first, on the command line or in the menu. Left to itself OptLab goes by
what it remembers of this computer, or asks beside the window and draws without OpenGL until the
answer is there. After a start that OpenGL has ended the next one does without it, and says so;
after two in a row OpenGL counts as unusable here until it is asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args

from PySide6.QtCore import QObject, Signal, Slot

from optlab.qt.probe import Answer, Probe, remember, remembered
from optlab.qt.settings import keep, kept, settings
from optlab.qt.text import tr
from optlab.qt.trial import Trial
from optlab.session.log import LOG

Choice = Literal["auto", "gl", "software", "contour"]
"""What can be asked for."""
Means = Literal["gl", "software", "contour"]
"""What it is drawn with; with "contour" the view from above comes first."""
CRASHES = 2
"""Starts in a row that OpenGL may end before it counts as unusable."""


@dataclass(frozen=True)
class Decision:
    """What the surface is drawn with, and why, as half a sentence."""

    means: Means
    why: str


def decide(choice: Choice, answer: Answer | None) -> Decision:
    """The decision for what was asked and what is known of OpenGL (None: nothing yet)."""
    if choice != "auto":
        return Decision(choice, tr("you asked for it"))
    if answer is None:
        return Decision("software", tr("OpenGL has not been tried on this computer yet"))
    if isinstance(answer, str):
        return Decision("software", answer)
    if not answer.usable:
        return Decision("software", tr("{name} is too old for it", name=answer.name))
    return Decision("gl", answer.name)


def chosen() -> Choice:
    """What the menu was left at."""
    found = kept("drawing")
    return cast("Choice", found) if found in get_args(Choice) else "auto"


def note(decision: Decision) -> None:
    """Log what the surface is drawn with from now on."""
    LOG.info("The surface is drawn with %s: %s", decision.means, decision.why)


class Drawing(QObject):
    """Holds the decision of one start: `decision` is what it is now."""

    decided = Signal()
    """There is another decision."""
    noticed = Signal(str)
    """A sentence for the user."""

    def __init__(self, asked: Choice | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice: Choice = asked or chosen()
        self.trial = Trial()
        self._probe: Probe | None = None
        self._crashed = self.trial.crashed() and asked != "gl"
        if self._crashed:
            self._note_crash()
        self.decision = self._decide(remembered())
        note(self.decision)

    @property
    def settled(self) -> bool:
        """Whether no answer is awaited."""
        return self._probe is None

    def start(self) -> None:
        """Say what is to be said, and ask what is not known."""
        if self._crashed:
            self.noticed.emit(
                tr(
                    "OptLab ended last time while it began to draw with the graphics card, so now "
                    "it draws without. To try the card again: menu, Draw with, Graphics card."
                )
            )
        elif self.choice == "auto" and remembered() is None:
            self._probe = Probe(parent=self)
            self._probe.answered.connect(self._hear)
            self._probe.start()

    def choose(self, choice: Choice) -> None:
        """Draw with this from now on, in later starts too."""
        keep("drawing", choice)
        self.choice, self._crashed = choice, False
        self._take(self._decide(remembered()))
        self.start()

    def close(self) -> None:
        """The window is closed in peace."""
        if self._probe is not None:
            self._probe.close()
            self._probe = None
        self.trial.end()

    @Slot()
    def begin(self) -> None:
        """OpenGL is about to be loaded."""
        self.trial.begin()

    @Slot()
    def prove(self) -> None:
        """OpenGL works."""
        self.trial.end()
        settings().remove("crashes")

    @Slot(str)
    def lose(self, reason: str) -> None:
        """OpenGL does not work, in peace."""
        self.trial.end()
        self.decision = Decision("software", reason)
        note(self.decision)

    @Slot(object)
    def _hear(self, answer: Answer) -> None:
        if self._probe is not None:
            self._probe.deleteLater()
            self._probe = None
        remember(answer)
        if self.choice == "auto":
            self._take(self._decide(answer))

    def _decide(self, answer: Answer | None) -> Decision:
        if self._crashed:
            return Decision("software", tr("OpenGL ended the last start"))
        return decide(self.choice, answer)

    def _take(self, decision: Decision) -> None:
        if decision != self.decision:
            self.decision = decision
            note(decision)
            self.decided.emit()

    def _note_crash(self) -> None:
        crashes = int(str(kept("crashes") or 0)) + 1
        keep("crashes", crashes)
        if crashes >= CRASHES:
            remember(tr("OpenGL ended OptLab {count} times in a row", count=crashes))
