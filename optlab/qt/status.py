"""The status bar: what a hovered action does, and how far the work in the background is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

from optlab.engine.surface import Surface
from optlab.qt.text import tr
from optlab.session.moment import Moment


class Status(QStatusBar):
    """Tips at the left; steps recorded, parameters and grid of the surface at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName(tr("Status"))
        self.setContentsMargins(8, 0, 8, 0)
        self._facts = QLabel()
        self._facts.setProperty("role", "label")
        self.addPermanentWidget(self._facts)

    def show_moment(self, moment: Moment) -> None:
        """Show what is known of the run and its surface."""
        recording = moment.recording
        size = moment.objective.size
        parts = [
            tr("1 parameter") if size == 1 else tr("{count} parameters", count=size),
            tr(
                "recorded {reached} of {steps} steps",
                reached=f"{recording.reached:,}",
                steps=f"{moment.experiment.steps:,}",
            ),
            _grid(moment.surface),
        ]
        self._facts.setText("   ·   ".join(parts))


def _grid(surface: Surface | None) -> str:
    if surface is None:
        return tr("surface …")
    if len(surface.v) == 1:
        return tr("curve of {count} points", count=f"{len(surface.u):,}")
    return tr("surface {count} × {count}", count=len(surface.u))
