"""The tab "Curvature": the edge of stability, directions of curvature, the shape of the ground.

Spectra are dear, so they are measured in the background by a Probe, which the window has drawn
from. While it works the view looks at it from time to time; what it shows always belongs to the
recording and the racer of the moment, and says at which step it was measured.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from optlab.engine.stability import Edge, edge
from optlab.qt.text import say, tr
from optlab.qt.views.curvature.directions import DirectionBars, directions
from optlab.qt.views.curvature.edge_chart import EdgeChart, Edges
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.racer_chip import RacerChip
from optlab.qt.views.severity import Sign
from optlab.qt.widgets.help_chip import HelpChip
from optlab.qt.widgets.labels import ElidedLabel
from optlab.session.curvature.probe import Place, Probe
from optlab.session.curvature.words import Standing, condition_words, verdict
from optlab.session.health.finding import Severity
from optlab.session.moment import Moment

LOOK_MS = 80
"""Between two looks at a probe that works."""
EDGE_POINTS = 200
"""Points of the edge where a schedule bends it."""
SIGNS = {
    Standing.safe: None,
    Standing.unknown: Severity.note,
    Standing.close: Severity.warning,
    Standing.beyond: Severity.alarm,
}


class CurvatureView(QWidget):
    """Shows the curvature under the chosen racer; never empty."""

    racer_chosen = Signal(int)
    cursor_dragged = Signal(int)
    wanted = Signal(object)
    """A Probe to be drawn from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Curvature"))
        self._moment: Moment | None = None
        self._racer = 0
        self._probe: Probe | None = None
        self._veiled = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.refresh)
        self.racer = RacerChip()
        self.racer.racer_chosen.connect(self.racer_chosen)
        self.help = HelpChip(
            tr(
                "Curvature is how fast the slope changes. A step is safe along a direction while "
                "its curvature is below the edge.\n"
                "Beyond it every step ends further out: it swings up, or it blows up."
            )
        )
        self.chart = EdgeChart()
        self.chart.cursor_dragged.connect(self.cursor_dragged)
        self.title = ElidedLabel(role="title")
        self.bars = DirectionBars()
        self.sign, self.stability = Sign(), _paragraph("")
        self.shape, self.split = _paragraph(""), _paragraph("muted")
        self._lay_out()
        PictureActions(self, tr("Curvature"))

    @property
    def probe(self) -> Probe | None:
        """What measures; None before anything was seen."""
        return self._probe

    def show_moment(self, moment: Moment) -> None:
        """Show the curvature at the cursor, if anyone can see it."""
        self._moment = moment
        self._racer = min(self._racer, len(moment.experiment.racers) - 1)
        self.refresh()

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        self._veiled = on
        self.refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Show the way of this racer."""
        if racer != self._racer:
            self._racer = racer
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for what is not measured yet, and show what is."""
        moment = self._moment
        if moment is None or not self.isVisible():
            return
        self.racer.show_racer(moment, self._racer)
        probe = self._asked(moment)
        if probe.done:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self._show(moment, probe)

    def sizeHint(self) -> QSize:
        """What the pane has at 1280 x 800."""
        return QSize(990, 230)

    def minimumSizeHint(self) -> QSize:
        """The words scroll, the rest shrinks."""
        return QSize(420, 100)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while it was hidden."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """What nobody sees is not measured."""
        super().hideEvent(event)
        self._timer.stop()
        if self._probe is not None and not self._probe.done:
            self._probe.give_up()

    def _asked(self, moment: Moment) -> Probe:
        """The probe of this racer's way; another one when the present one does not serve."""
        step, probe = moment.snapshots[self._racer].step, self._probe
        if (
            probe is None
            or not probe.is_of(moment.recording, self._racer)
            or not probe.serves(step)
        ):
            probe = self._probe = Probe(moment.recording, self._racer, step, probe)
            self.wanted.emit(probe)
        probe.wanted = step
        return probe

    def _show(self, moment: Moment, probe: Probe) -> None:
        snapshot = moment.snapshots[self._racer]
        racer = moment.experiment.racers[self._racer]
        steps = moment.experiment.steps
        limit = edge(racer, moment.objective, snapshot.step, steps)
        self.chart.show_edges(self._edges(moment, probe, limit))
        place = probe.place(snapshot.step)
        if place is None:
            _write(self.title, tr("Directions at step {step}", step=f"{snapshot.step:,}"))
            self.sign.show_severity(Severity.note)
            _write(self.stability, tr("The curvature here is being measured …"))
            for label in (self.shape, self.split):
                _write(label, "")
            self.bars.show_directions(())
            return
        self._explain(moment, place)

    def _explain(self, moment: Moment, place: Place) -> None:
        known = place.spectrum
        racer = moment.experiment.racers[self._racer]
        limit = edge(racer, moment.objective, place.step, moment.experiment.steps)
        told = verdict(known, limit, parabolic=place.parabolic)
        _write(self.title, tr("Directions at step {step}", step=f"{place.step:,}"))
        severity = SIGNS[told.standing]
        if limit is not None and not limit.exact:  # a guide neither acquits nor alarms
            severity = min(severity or Severity.note, Severity.warning)
        self.sign.show_severity(severity)
        _write(self.stability, say(told.sentence))
        _write(self.shape, say(condition_words(known)))
        split = known.whole and len(known.curvatures) > 1 and known.smallest >= 0.0
        self.bars.show_directions(directions(known, moment.objective.names, split=split))
        if place.parabolic and split:
            words = tr(
                "The loss is a parabola: above its bottom it is a sum with one part for each "
                "direction."
            )
        elif split:
            words = tr("Shares are those of the parabola that touches the loss here.")
        elif not known.whole:
            words = tr("So many parameters: only the two ends are measured.")
        else:
            words = ""
        _write(self.split, words)

    def _edges(self, moment: Moment, probe: Probe, limit: Edge | None) -> Edges:
        ends, steps = probe.ends, moment.experiment.steps
        racer, objective = moment.experiment.racers[self._racer], moment.objective
        here = moment.snapshots[self._racer].step
        last = max(steps if self._veiled else probe.last, 1)
        told = ends.steps <= (here if self._veiled else last)
        at = sorted({last * point // EDGE_POINTS for point in range(EDGE_POINTS + 1)})
        limits = [edge(racer, objective, step, steps) for step in at]
        known = [(step, one.curvature) for step, one in zip(at, limits, strict=True) if one]
        edge_steps, curvatures = np.array(known, dtype=np.float64).reshape(-1, 2).T
        return Edges(
            ends.steps[told].astype(float),
            ends.largest[told],
            edge_steps,
            curvatures,
            here,
            last,
            self._racer,
            limit.formula if limit else "",
            limit.exact if limit else True,
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.racer)
        head.addStretch(1)
        head.addWidget(self.help)
        verdict_row = QHBoxLayout()
        verdict_row.setSpacing(8)
        verdict_row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        verdict_row.addWidget(self.stability, 1)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 8, 0)
        words.setSpacing(8)
        words.addLayout(verdict_row)
        words.addWidget(self.shape)
        words.addWidget(self.split)
        words.addStretch(1)
        inside = QWidget()
        inside.setObjectName("content")
        inside.setLayout(words)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("What the curvature means"))
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # arrow keys scroll it
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(head)
        right.addWidget(area, 1)
        middle = QVBoxLayout()
        middle.setSpacing(4)
        middle.addWidget(self.title)
        middle.addWidget(self.bars, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 8, 8)
        row.setSpacing(16)
        row.addWidget(self.chart, 5)
        row.addLayout(middle, 5)
        row.addLayout(right, 4)


def _paragraph(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _write(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)
