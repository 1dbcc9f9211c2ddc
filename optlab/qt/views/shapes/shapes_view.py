"""The tab "Curves": losses, activations and learning rates as shapes, and where the run is on them.

Nothing is worked out while the tab is hidden, nor for a page that is out of sight.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from optlab.engine.fitted import FittingObjective
from optlab.engine.network import Network
from optlab.qt.text import say, tr
from optlab.qt.theme.measures import sized
from optlab.qt.views.racer_chip import RacerChip
from optlab.qt.views.shapes.captioned import Captioned
from optlab.qt.views.shapes.penalty_canvas import PenaltyCanvas
from optlab.qt.views.shapes.rate_plot import RatePlot
from optlab.qt.views.shapes.unit_canvas import UnitCanvas
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.gallery import Gallery
from optlab.qt.widgets.help_chip import HelpChip
from optlab.session.moment import Moment
from optlab.session.shapes import (
    Layer,
    layers,
    penalties,
    penalty_words,
    rate_words,
    rates,
    unit_words,
    units,
)

LEAST, FLAT = 330, 620
"""Pixels of a page, and of one with its words beside, for which there is no height."""


class ShapesView(QWidget):
    """Shows where the chosen racer is on its curves; never empty."""

    racer_chosen = Signal(int)
    cursor_dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Curves"))
        self._moment: Moment | None = None
        self._racer = self._layer = 0
        self._network: Network | None = None
        self._fitted = True
        self.losses, self.units, self.rates = PenaltyCanvas(), UnitCanvas(), RatePlot()
        self._loss_page, self._unit_page, self._rate_page = (
            Captioned(each) for each in (self.losses, self.units, self.rates)
        )
        self.gallery = Gallery(
            tr("Curves"),
            [
                (
                    "loss",
                    tr("Loss"),
                    tr("What a sample is charged for its answer, by every loss."),
                    self._loss_page,
                ),
                (
                    "activation",
                    tr("Activation"),
                    tr("What the units make of their sums, and where those now are."),
                    self._unit_page,
                ),
                (
                    "rate",
                    tr("Learning rate"),
                    tr("How large the steps may be, along the run."),
                    self._rate_page,
                ),
            ],
            LEAST,
            FLAT,
        )
        self.gallery.turned.connect(self._draw)
        self.racer = RacerChip()
        self.racer.racer_chosen.connect(self._choose)
        self._menu = QMenu(self)
        self._choices = QActionGroup(self._menu)
        self._choices.triggered.connect(self._choose_layer)
        self.layer = Chip("", tr("The layer whose sums are shown."), menu=self._menu)
        self.rates.cursor_dragged.connect(self.cursor_dragged)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 2)
        head.setSpacing(8)
        head.addWidget(self.racer)
        head.addWidget(self.gallery.chooser)
        head.addWidget(self.layer)
        head.addStretch(1)
        head.addWidget(
            HelpChip(
                tr(
                    "Learning goes by slopes: steep means a strong push, flat means none.\n"
                    "Here is where the samples and the units stand on their curves just now."
                )
            )
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.gallery, 1)

    def show_moment(self, moment: Moment) -> None:
        """Show the curves of the chosen racer at the cursor."""
        self._moment = moment
        self._racer = min(self._racer, len(moment.experiment.racers) - 1)
        self.refresh()

    @Slot(int)
    def follow(self, racer: int) -> None:
        """Show this racer."""
        if racer != self._racer:
            self._racer = racer
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Work out and draw what is in sight."""
        moment = self._moment
        if moment is None or not self.isVisible():
            return
        self.racer.show_racer(moment, self._racer)
        objective = moment.objective
        network = objective.network if isinstance(objective, FittingObjective) else None
        if network is not self._network or not self._choices.actions():
            self._offer(network)
        if not isinstance(objective, FittingObjective) and self._fitted:
            self.gallery.turn_to("rate")  # all that a landscape has
        self._fitted = isinstance(objective, FittingObjective)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        moment = self._moment
        if moment is None:
            return
        drawers = {
            "loss": self._draw_losses,
            "activation": self._draw_units,
            "rate": self._draw_rates,
        }
        for key in self.gallery.visible_keys:
            drawers[key](moment)

    def _draw_rates(self, moment: Moment) -> None:
        made = rates(moment.experiment, moment.cursor)
        self.rates.show_rates(made, moment.cursor, self._racer)
        racer = moment.experiment.racers[self._racer]
        self._rate_page.say(say(rate_words(made[self._racer], racer)))

    def _draw_losses(self, moment: Moment) -> None:
        objective = moment.objective
        if not isinstance(objective, FittingObjective):
            self.losses.show_penalties(None, self._racer, no_data())
            self._loss_page.say("")
            return
        shown = penalties(objective, moment.snapshots[self._racer].theta)
        self.losses.show_penalties(shown, self._racer)
        self._loss_page.say(say(penalty_words(shown)))

    def _draw_units(self, moment: Moment) -> None:
        objective = moment.objective
        shown, words = None, no_data()
        if isinstance(objective, FittingObjective):
            there = layers(objective.network)
            words = tr(
                "This model is straight all through: nothing bends its sums. "
                "Take a neural network at the left."
            )
            if there:
                layer = there[min(self._layer, len(there) - 1)]
                shown = units(objective, moment.snapshots[self._racer].theta, layer)
                words = tr(
                    "There is no curve to draw: a maxout unit takes the largest of several sums, "
                    "and sums that have blown up are nowhere."
                )
        self.units.show_units(shown, self._racer, words)
        self._unit_page.say(say(unit_words(shown)) if shown is not None else "")

    def _offer(self, network: Network | None) -> None:
        """Offer the layers of this network; the chosen one stays if it can."""
        self._network = network
        there = layers(network) if network is not None else ()
        for action in self._choices.actions():
            self._menu.removeAction(action)
            self._choices.removeAction(action)
            action.deleteLater()
        for place, layer in enumerate(there):
            action = QAction(_name(layer), self._choices, checkable=True)
            action.setData(place)
            self._menu.addAction(action)
        self._layer = min(self._layer, max(len(there) - 1, 0))
        if there:
            self._choices.actions()[self._layer].setChecked(True)
            self._name_layer(_name(there[self._layer]))
        self.layer.setVisible(len(there) > 1)

    def _name_layer(self, name: str) -> None:
        self.layer.setText(name)
        self.layer.setAccessibleName(tr("Layer shown: {name}", name=name))
        self.layer.updateGeometry()

    @Slot(QAction)
    def _choose_layer(self, action: QAction) -> None:
        self._layer = int(action.data())
        self._name_layer(action.text())
        self.gallery.turn_to("activation")
        self._draw()

    @Slot(int)
    def _choose(self, racer: int) -> None:
        self.follow(racer)
        self.racer_chosen.emit(racer)

    def showEvent(self, event: QShowEvent) -> None:
        """What was not worked out while the tab was hidden is due now."""
        super().showEvent(event)
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """Low enough for a small window."""
        return QSize(min(super().minimumSizeHint().width(), sized(700)), 150)

    def sizeHint(self) -> QSize:
        """What the pane has at 1280 x 800."""
        return QSize(990, 230)


def no_data() -> str:
    """What stands in for curves that need samples."""
    return tr(
        "A landscape has no samples: its height is the loss itself. "
        "Choose Data as the ground at the left to see losses and activations."
    )


def _name(layer: Layer) -> str:
    if not layer.hidden:
        return tr("output ({activation})", activation=layer.activation.title)
    number = layer.depth + 1
    return tr("layer {number} ({activation})", number=number, activation=layer.activation.title)
