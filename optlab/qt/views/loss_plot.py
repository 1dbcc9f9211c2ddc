"""The pane "Loss over time": the chart, its choices, and the loss of every racer at the cursor.

A curve can be predicted here: by anyone with the chip, or because a lab asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.theme import icons
from optlab.qt.theme.fonts import LABEL, font
from optlab.qt.theme.measures import sized
from optlab.qt.views.curves import MOST_POINTS
from optlab.qt.views.loss_axis import Axis, step_at
from optlab.qt.views.loss_chart import LossChart
from optlab.qt.views.loss_lines import Choice, LossLines
from optlab.qt.views.pictures import PictureActions
from optlab.qt.views.prediction.ask_bar import AskBar
from optlab.qt.views.prediction.curve_prediction import CurvePrediction
from optlab.qt.widgets.chip import Chip
from optlab.qt.widgets.facts import Fact
from optlab.qt.widgets.pane import Pane
from optlab.session.moment import Moment
from optlab.session.numbers import figure

BESIDE_LEGEND = 10
"""Pixels of the pane beside its foot, less the gap behind the last racer."""
AROUND_NAME = 36
"""Pixels of the legend that marker and gaps take beside a name and a value."""


class LossPlot(Pane):
    """Loss of all racers against what they did or paid; mouse and keys move the cursor."""

    cursor_dragged = Signal(int)
    """The step to which the user wants the cursor."""
    drawn = Signal(object)
    """A curve was predicted and locked: rows [step, loss]."""
    veiled = Signal(bool)
    """What lies ahead of the cursor is hidden from now on, or shown again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Loss over time"), parent)
        self._moment: Moment | None = None
        self._lines = LossLines()
        self._veils = (False, False)  # from outside, and what the plot last told
        self._names: list[str] = []
        self._room: list[int] = []
        self.chart = LossChart()
        self.chart.setAccessibleName(tr("Loss of every racer over time"))
        self.chart.setToolTip(
            tr("Click or drag to look at another step. The arrow keys move by one update.")
        )
        self.chart.sought.connect(self._seek)
        self.chart.stepped.connect(self._step)
        PictureActions(self.chart, tr("Loss over time"))
        self.empty = QLabel(tr("Press Play: every racer draws its loss here."))
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.bar = AskBar()
        self.set_body(self.bar)
        self.prediction = CurvePrediction(self.chart, self.bar)
        self.prediction.drawn.connect(self.drawn)
        self.prediction.changed.connect(self._predict_on)
        body = QWidget()
        layers = QStackedLayout(body)
        layers.setStackingMode(QStackedLayout.StackingMode.StackAll)
        layers.addWidget(self.empty)
        layers.addWidget(self.chart)
        self.set_body(body)
        self.test = Chip(
            tr("test loss"),
            tr("Also show the loss on data kept back from training (dotted)."),
            checkable=True,
        )
        self.log = Chip(
            tr("log"),
            tr("Logarithmic losses: equal distances are equal factors, so late progress shows."),
            checkable=True,
        )
        self.axis = Chip("", tr("What the horizontal axis counts."), menu=self._axis_menu())
        self.predict = Chip(
            tr("Predict"),
            tr("Draw the loss that you expect before you press Play, and see how far off it was."),
        )
        self.predict.clicked.connect(self._predict)
        icons.dress(self.predict, "pencil", "muted", size=14)
        self._wanted = False  # a prediction, as soon as the cursor is back at the start
        for chip in (self.predict, self.test, self.log, self.axis):
            self.add_chip(chip, "right")
        for chip in (self.test, self.log):
            chip.toggled.connect(self.refresh)
        self._name_axis("updates")

    @property
    def choice(self) -> Choice:
        """What the chips say."""
        return Choice(
            axis=self._axis,
            logarithmic=self.log.isChecked(),
            with_test=self.test.isChecked() and not self.test.isHidden(),
        )

    def show_moment(self, moment: Moment) -> None:
        """Draw the losses of `moment`."""
        self._moment = moment
        self.test.setVisible(moment.objective.has_test)
        if self._wanted and moment.cursor == 0:
            self._wanted = False
            self.prediction.ask(moment, 0, moment.experiment.steps, own=True)
        self.refresh()

    # What is predicted ---------------------------------------------------------------------------

    def ask_curve(
        self, racer: int, until: int, instruction: str = "", *, log: bool = False
    ) -> None:
        """Ask for the loss of a racer from the cursor to step `until`: ends with `drawn`."""
        self.log.setChecked(log)
        if self._moment is not None:
            self.prediction.ask(self._moment, racer, until, instruction)

    def show_prediction(
        self,
        drawn: Sequence[Sequence[float]],
        racer: int = 0,
        outcome: str | None = None,
        *,
        log: bool = False,
    ) -> None:
        """Show a curve that was drawn before, rows [step, loss], and what is to be said of it.

        Without an `outcome` the plot measures the gap itself once the cursor is at its end, and
        hides until then what lies ahead.
        """
        self.prediction.show(drawn, racer, outcome, log=log)

    def forget_prediction(self) -> None:
        """Ask for nothing and show no prediction."""
        self.prediction.forget()

    def veil(self, on: bool) -> None:
        """Hide what lies ahead of the cursor, or show it again."""
        self._veils = on, self._veils[1]
        self._predict_on()

    @Slot()
    def _predict(self) -> None:
        """Ask whoever pressed the chip, from where nothing is told yet."""
        moment = self._moment
        if moment is None or self.prediction.asking:
            self.prediction.forget()
        elif 2 * moment.cursor > moment.experiment.steps:
            self._wanted = True
            self.cursor_dragged.emit(0)
        else:
            self.prediction.ask(moment, 0, moment.experiment.steps, own=True)

    @Slot()
    def _predict_on(self) -> None:
        """Draw again what is asked, kept or veiled."""
        if self.prediction.asking and self._axis != "updates":
            self._name_axis("updates")
        self.axis.setEnabled(not self.prediction.asking)
        self.predict.setEnabled(not self.prediction.lent)
        hidden = self._hides
        if hidden is not self._veils[1]:
            self._veils = self._veils[0], hidden
            self.veiled.emit(hidden)
        self.refresh()

    @property
    def _hides(self) -> bool:
        return self._veils[0] or self.prediction.pending

    @Slot()
    def refresh(self) -> None:
        """Draw the moment again: the choices or the theme have changed."""
        moment = self._moment
        if moment is None:
            return
        labels = max(3, self.chart.height() // 55)
        points = min(max(2 * self.chart.width(), 200), MOST_POINTS)
        choice, prediction = self.choice, self.prediction
        drawing = self._lines.draw(
            moment, choice, labels, points, veiled=self._hides, room=prediction.room(choice)
        )
        self.chart.show_drawing(drawing)
        prediction.follow(moment, choice, drawing)
        self.empty.setVisible(moment.recording.reached == 0 and not prediction.pending)
        self._write_legend(moment)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self.chart.restyle()
            self._names = []
            self.refresh()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names in the legend are cut to the width, and a narrow head has no room for a word."""
        super().resizeEvent(event)
        self.predict.setText(self.predict.accessibleName())
        if not self.has_room((self.predict, self.test, self.log, self.axis)):
            self.predict.setText("")
        self.refresh()

    def _write_legend(self, moment: Moment) -> None:
        """A value keeps the widest room it ever needed, so the names beside it stay as they are."""
        names = [racer.name for racer in moment.experiment.racers]
        values = [figure(loss) for loss in moment.train_losses]
        heavy = QFontMetrics(font(LABEL, strong=True))
        widths = [heavy.horizontalAdvance(value) for value in values]
        if names != self._names:
            self._names, self._room = names, [0] * len(names)
        self._room = [max(pair) for pair in zip(widths, self._room, strict=True)]
        free = self.width() - BESIDE_LEGEND - len(names) * sized(AROUND_NAME) - sum(self._room)
        cut = fitted(names, QFontMetrics(font(LABEL)), free)
        self.foot.show_facts(
            [
                Fact(label=name, value=value, racer=index)
                for index, (name, value) in enumerate(zip(cut, values, strict=True))
            ]
        )

    def _axis_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for axis, text, help_ in (
            ("updates", tr("updates"), tr("One for every change of the parameters.")),
            ("epochs", tr("epochs"), tr("One for every pass over the training data.")),
            (
                "gradients",
                tr("gradient evaluations"),
                tr("What methods pay that need more than one gradient per update."),
            ),
            (
                "evaluations",
                tr("evaluations"),
                tr("Losses and gradients together: fair to methods that need no slope."),
            ),
            ("samples", tr("samples"), tr("Training examples looked at so far.")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(axis == "updates")
            action.setData(axis)
            action.setToolTip(help_)
            menu.addAction(action)
        group.triggered.connect(self._choose_axis)
        self._axis_texts = {action.data(): action.text() for action in group.actions()}
        return menu

    @Slot(QAction)
    def _choose_axis(self, action: QAction) -> None:
        self._name_axis(action.data())
        self.refresh()

    def _name_axis(self, axis: Axis) -> None:
        self._axis: Axis = axis
        self.axis.setText(tr("x: {axis}", axis=self._axis_texts[axis]))
        self.axis.setAccessibleName(tr("Horizontal axis: {axis}", axis=self._axis_texts[axis]))

    @Slot(float)
    def _seek(self, x: float) -> None:
        if self._moment is not None:
            self.cursor_dragged.emit(step_at(self._moment, self._axis, x))

    @Slot(int)
    def _step(self, by: int) -> None:
        if self._moment is not None:
            reached = self._moment.recording.reached
            self.cursor_dragged.emit(min(max(self._moment.cursor + by, 0), reached))


def fitted(names: list[str], metrics: QFontMetrics, room: int) -> list[str]:
    """The names cut so that they take `room` pixels together, the longest ones first."""
    widths = [metrics.horizontalAdvance(name) for name in names]
    widest = max(widths, default=0)
    while widest > 0 and sum(min(width, widest) for width in widths) > room:
        widest -= 1
    if widest < metrics.horizontalAdvance("M…"):
        return ["" for _ in names]
    return [
        name if width <= widest else metrics.elidedText(name, Qt.TextElideMode.ElideRight, widest)
        for name, width in zip(names, widths, strict=True)
    ]
