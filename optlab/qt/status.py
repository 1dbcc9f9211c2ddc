"""The status bar: what a hovered action does, and how far the work in the background is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar

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
        surface = moment.surface
        parts = [
            tr("{count} parameters", count=moment.objective.size),
            tr(
                "recorded {reached} of {steps} steps",
                reached=f"{recording.reached:,}",
                steps=f"{moment.experiment.steps:,}",
            ),
            tr("surface {count} × {count}", count=len(surface.u)) if surface else tr("surface …"),
        ]
        self._facts.setText("   ·   ".join(parts))
