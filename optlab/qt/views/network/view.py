"""The tab "Network": the model of the chosen racer at the cursor, drawn; and one weight by hand.

The net is drawn at the left; at the right stand the choices, the sample that is sent through, and
the weight that was clicked. Gradient and dead units of a large model on many samples take longer
than a frame, so there they are worked out in the background once the cursor rests; until then they
are not shown.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from optlab.engine.fitted import FittingObjective
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix, sized
from optlab.qt.views.network.canvas import NetworkCanvas
from optlab.qt.views.network.maps import NodeMaps
from optlab.qt.views.network.sample_row import SampleRow
from optlab.qt.views.network.shown import compose
from optlab.qt.views.network.weight_panel import WeightPanel, written
from optlab.qt.views.network.words import help_words, sample_words
from optlab.qt.views.racer_chip import RacerChip
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.help_chip import HelpChip
from optlab.session.inside import Inside
from optlab.session.moment import Moment
from optlab.session.weight import edited, history

MOST_WORK = 6_000_000
"""Multiply-adds that may be spent at every step: a few milliseconds."""
REST = 150
"""Milliseconds without a step after which the cursor rests."""
SIDE, SHORT = 252, 178
"""Pixels of width for what stands at the right, and of height below which that is made short."""


class NetworkView(QWidget):
    """Shows the network of a moment; never empty."""

    start_chosen = Signal(object)
    """theta (D,) from which all racers are to start: the model with one weight changed."""
    noticed = Signal(str)
    """A sentence for the user."""
    racer_chosen = Signal(int)
    wanted = Signal(object)
    """An iterator to be drawn from in the background; `refresh` afterwards."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Network"))
        self._moment: Moment | None = None
        self._inside: Inside | None = None
        self._asked: Inside | None = None
        self._looked: Inside | None = None
        self._maps: NodeMaps | None = None
        self._followed = 0
        self._sample, self._test = 0, False
        self._chosen: int | None = None
        self._veiled = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._ask)
        self.canvas = NetworkCanvas()
        self.canvas.parameter_chosen.connect(self.choose)
        self.slopes = Chip(
            tr("Gradients"),
            tr("Let the lines show the gradient of the next mini-batch instead of the weights."),
            checkable=True,
        )
        self.slopes.toggled.connect(self._refresh)
        self.racer = RacerChip()
        self.racer.racer_chosen.connect(self.racer_chosen)
        self.help = HelpChip(help_words())
        self.sample = SampleRow()
        self.sample.stepped.connect(self._step_sample)
        self.sample.test_chosen.connect(self._choose_set)
        self.weight = WeightPanel()
        self.weight.typed.connect(self._edit)
        self.weight.refused.connect(self.noticed)
        self.canvas.edit_asked.connect(self.weight.edit)
        self.empty = _empty()
        self.stack = QStackedWidget()
        self.stack.addWidget(self._drawn())
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    @property
    def chosen(self) -> int | None:
        """The place in theta of the chosen weight or bias."""
        return self._chosen

    def show_moment(self, moment: Moment) -> None:
        """Draw the model of the chosen racer at the cursor, if anyone can see it."""
        self._moment = moment
        if self.isVisible():
            self._refresh()

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        self._veiled = on
        if self.isVisible():
            self._refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Draw the model of this racer."""
        self._followed = racer
        if self.isVisible():
            self._refresh()

    @Slot(int)
    def choose(self, parameter: int) -> None:
        """Choose a weight or bias by its place in theta."""
        self._chosen = parameter
        self._refresh()

    def choose_sample(self, sample: int, *, test: bool) -> None:
        """Send this sample through the network."""
        self._sample, self._test = sample, test
        if self.isVisible():
            self._refresh()

    # What is shown -------------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        moment = self._moment
        if moment is None:
            return
        objective = moment.objective
        if not isinstance(objective, FittingObjective):
            self.stack.setCurrentWidget(self.empty)
            return
        self.stack.setCurrentIndex(0)
        snapshot = moment.snapshots[self._racer]
        before = self._inside
        if before is None or before.objective is not objective:
            self._meet(before.objective if before else None, objective)
        samples = objective.test if self._test else objective.train
        self._sample = min(self._sample, len(samples) - 1)
        inside = Inside(objective, snapshot.theta, snapshot.step, self._sample, self._test)
        if before is not None and before.agrees(inside):
            inside = before  # with all that was worked out already
        self._inside = inside
        self._draw(closely=inside is self._looked or inside.work <= MOST_WORK)

    def _draw(self, *, closely: bool) -> None:
        inside, moment = self._inside, self._moment
        if inside is None or moment is None:
            return
        if not closely:
            self._rest.start()
        shown = compose(inside, self._maps, closely=closely, slopes=self.slopes.isChecked())
        objective = inside.objective
        self.racer.show_racer(moment, self._racer)
        self.canvas.show_network(shown, self._chosen)
        self.sample.show_sample(
            self._sample,
            len(inside.samples),
            sample_words(shown),
            test=self._test,
            tests=len(objective.test),
        )
        if self._chosen is None:
            self.weight.show_nothing()
            return
        past = history(moment.recording, self._racer, self._chosen)
        if self._veiled:
            past = past.upto(moment.cursor)
        self.weight.show_parameter(shown, self._chosen, past, self._racer)

    @Slot()
    def _ask(self) -> None:
        if self.isVisible() and self._inside is not None:
            self._asked = self._inside
            self.wanted.emit(self._inside.look())

    def refresh(self) -> None:
        """Show what was worked out in the background."""
        self._looked = self._asked
        if self.isVisible() and self._looked is self._inside:
            self._draw(closely=True)

    def _meet(self, old: FittingObjective | None, new: FittingObjective) -> None:
        """Another fitting: lay the maps anew; a weight stays chosen where there still is one."""
        self._maps = NodeMaps.over(new) if NodeMaps.suit(new) else None
        self.help.explain(help_words(pictures=new.train.image is not None))
        if old is None or old.network.widths != new.network.widths:
            self._chosen = None
        if not new.has_test:
            self._test = False

    @property
    def _racer(self) -> int:
        count = len(self._moment.snapshots) if self._moment else 1
        return min(self._followed, count - 1)

    # What a person does --------------------------------------------------------------------------

    @Slot(int)
    def _step_sample(self, steps: int) -> None:
        if self._inside is not None:
            sample = (self._sample + steps) % len(self._inside.samples)
            self.choose_sample(sample, test=self._test)

    @Slot(bool)
    def _choose_set(self, test: bool) -> None:
        self.choose_sample(self._sample, test=test)

    @Slot(float)
    def _edit(self, value: float) -> None:
        """Let all racers start from the model that is drawn, with one weight changed."""
        inside, moment, chosen = self._inside, self._moment, self._chosen
        if inside is None or moment is None or chosen is None:
            return
        name = moment.experiment.racers[self._racer].name
        title = self.weight.title.text()
        step = inside.step
        self.start_chosen.emit(edited(inside.theta, chosen, value))
        self.noticed.emit(
            tr(
                "All racers now start from the model of {name} at step {step}, with {title} set "
                "to {value}. Undo takes it back.",
                name=name,
                step=step,
                title=title,
                value=written(value),
            )
        )

    # Places and events ---------------------------------------------------------------------------

    def _drawn(self) -> QWidget:
        page, side = QWidget(), QWidget()
        fix(side, width=SIDE)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.racer)
        head.addWidget(self.slopes)
        head.addStretch(1)
        head.addWidget(self.help)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.sample)
        column.addWidget(self.weight, 1)
        row = QHBoxLayout(page)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.canvas, 1)
        row.addWidget(side)
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where height is short, the value and its history stay, words give way."""
        super().resizeEvent(event)
        short = self.height() < sized(SHORT)
        self.sample.shorten(short)
        self.weight.shorten(short)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange and self.isVisible():
            self._refresh()
        super().changeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """As low as the pane may get."""
        return QSize(super().minimumSizeHint().width(), 150)


def _empty() -> QLabel:
    label = QLabel(
        tr(
            "A landscape is a formula, so there is no network in it.\n"
            "Choose a dataset under Data, at the left, to see a model from the inside."
        )
    )
    label.setProperty("role", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label
