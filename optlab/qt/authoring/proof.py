"""The proof of a draft, in the background, with what is being looked at."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot

from optlab.qt.conductor import Conductor
from optlab.qt.panels.author.proof_page import ProofPage
from optlab.qt.text import tr
from optlab.session.labs.proof import Trouble, check_lab
from optlab.session.labs.reading import LabFile

LANE = "proof"
LOOK_MS = 200


class Proof:
    """An iterator for the background; `troubles` are those found so far, `note` what it is at."""

    def __init__(self, file: LabFile) -> None:
        self.troubles: list[Trouble] = []
        self.note = ""
        self._items = check_lab(file)

    def __iter__(self) -> Iterator[object]:
        """Draw from the proof and remember what comes."""
        for each in self._items:
            if isinstance(each, Trouble):
                self.troubles.append(each)
            else:
                self.note = each.text
            yield each


class Prover(QObject):
    """`begin` proves a lab and tells the page how it goes."""

    def __init__(self, conductor: Conductor, page: ProofPage) -> None:
        super().__init__(page)
        self._conductor, self._page = conductor, page
        self.proof: Proof | None = None
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._show_working)
        conductor.computed.connect(self._end)

    def begin(self, file: LabFile) -> None:
        """Look the whole lab over."""
        self.proof = Proof(file)
        self._page.show_working(tr("Reading …"))
        self._look.start()
        self._conductor.compute(LANE, iter(self.proof))

    @Slot()
    def _show_working(self) -> None:
        if self.proof is not None and self.proof.note:
            self._page.show_working(tr("The engine confirms {what} …", what=self.proof.note))

    @Slot(str)
    def _end(self, lane: str) -> None:
        if lane == LANE and self.proof is not None:
            self._look.stop()
            self._page.show_troubles(self.proof.troubles)
            self.proof = None
