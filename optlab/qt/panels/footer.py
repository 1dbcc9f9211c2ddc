"""The row at the bottom: the timeline, and one plain sentence of what is happening now."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.timeline import Timeline
from optlab.session.moment import Moment

HEIGHT = 62
REST_MS = 700
"""A sentence that has stood so long is read aloud: while the cursor runs it changes too often."""


class Footer(QFrame):
    """`show_moment` moves the timeline; `show_sentence` tells what is happening."""

    sought = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        fix(self, height=HEIGHT)
        self.timeline = Timeline()
        self.timeline.sought.connect(self.sought)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setAccessibleName(tr("What is happening"))
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._announce)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(24)
        row.addWidget(self.timeline, 4)
        row.addWidget(self.sentence, 3)

    def show_moment(self, moment: Moment) -> None:
        """Show where the cursor is in the recording and in the plan; a landscape has no epochs."""
        self.timeline.show_place(
            moment.cursor,
            moment.recording.reached,
            moment.experiment.steps,
            moment.objective.steps_per_epoch if moment.objective.box is None else 0,
        )

    def show_sentence(self, text: str) -> None:
        """Show the sentence; a screen reader gets the same words."""
        if text != self.sentence.text():
            self.sentence.setText(text)
            self.sentence.setAccessibleDescription(text)
            self._rest.start()

    @Slot()
    def _announce(self) -> None:
        """Have a screen reader say the sentence, if one runs."""
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self.sentence, self.sentence.text())
            QAccessible.updateAccessibility(event)
