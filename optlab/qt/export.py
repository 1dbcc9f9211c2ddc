"""The progress of an export, with a way to give it up; it appears only when it takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QProgressDialog, QWidget

from optlab.qt.conductor.work import Work
from optlab.qt.text import tr

PATIENCE_MS = 500
LOOK_MS = 50
PER_MILLE = 1000


class Export(QProgressDialog):
    """Runs `job` (its items are the share done) in the background until it ends or is cancelled."""

    def __init__(self, work: Work, job: Iterator[float], path: Path, parent: QWidget) -> None:
        super().__init__(tr("Writing {name} …", name=path.name), tr("Cancel"), 0, PER_MILLE, parent)
        self.setWindowTitle(tr("Export"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumDuration(PATIENCE_MS)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self._work = work
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.canceled.connect(self._cancel)
        work.export(job)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        done = self._work.exported
        if done is None:
            self._end()
        else:
            self.setValue(round(PER_MILLE * done))

    @Slot()
    def _cancel(self) -> None:
        self._work.cancel_export()
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.deleteLater()
