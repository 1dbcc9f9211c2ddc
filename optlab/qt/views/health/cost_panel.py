"""The cost meter: what was paid so far, and what each racer had paid at one and the same loss."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from optlab.qt.text import tr
from optlab.qt.views.health.cost_bars import CostBars
from optlab.qt.views.racer_table import RacerTable, Sheet
from optlab.qt.widgets.help_chip import HelpChip
from optlab.qt.widgets.labels import ElidedLabel
from optlab.qt.widgets.segmented import Segmented
from optlab.session.bill import SIZES, Bill, Fair, bills, fair
from optlab.session.moment import Moment
from optlab.session.numbers import NONE, amount, duration, figure

PRESENT = "present"
"""The key of the data set as it is."""
GAP = 6


class CostPanel(QWidget):
    """Shows what a moment has cost; `racer_chosen` tells the row that was picked."""

    racer_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moment: Moment | None = None
        self._racer = 0
        self.title = ElidedLabel(tr("Cost"), role="title")
        sizes = [(PRESENT, tr("as it is"), tr("What was really paid on this data."))]
        sizes += [
            (
                str(size),
                amount(size),
                tr("What as many epochs would cost with {size} samples.", size=f"{size:,}"),
            )
            for size in SIZES
        ]
        self.size_choice = Segmented(tr("Samples in the data set"), sizes)
        self.size_choice.chosen.connect(self._refresh)
        self.help = HelpChip(
            tr(
                "Steps of different methods cost different amounts, so compare what was paid.\n"
                "Time is modelled: a nanosecond for every parameter and sample touched."
            )
        )
        self.bars = CostBars()
        self.reached = ElidedLabel(role="muted")
        self.table = RacerTable()
        self.table.setAccessibleName(tr("Cost to reach the same loss"))
        self.table.setToolTip(tr("Choose the racer that the other views show."))
        self.table.racer_chosen.connect(self.racer_chosen)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.size_choice)
        head.addWidget(self.help)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.bars)
        column.addWidget(self.reached)
        column.addWidget(self.table)
        column.addStretch(1)

    def show_moment(self, moment: Moment, racer: int) -> None:
        """Show the cost up to the cursor, with `racer` picked."""
        self._moment, self._racer = moment, racer
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        moment = self._moment
        if moment is None:
            return
        data = bool(moment.objective.samples)
        self.size_choice.setVisible(data)
        key = self.size_choice.key
        size = 0 if key == PRESENT or not data else int(key)
        paid = bills(moment, size)
        names = [racer.name for racer in moment.experiment.racers]
        costs = [each.samples if data else float(each.evaluations) for each in paid]
        self.bars.show_costs(names, costs, [_price(each, data=data) for each in paid])
        told = fair(moment, size)
        if told is None:
            words = tr("No loss below that of the start yet, so nothing to compare.")
        else:
            words = tr("To reach a loss of {loss} it paid:", loss=figure(told.loss))
        if words != self.reached.text():
            self.reached.setText(words)
        self.table.show_sheet(_sheet(names, told, data=data), self._racer)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The table takes what is left."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """It is inside of something that scrolls."""
        return QSize(200, super().minimumSizeHint().height())

    def _fit(self) -> None:
        above = self.title.sizeHint().height() + self.bars.sizeHint().height()
        free = self.height() - above - self.reached.sizeHint().height() - 5 * GAP
        rows = self._moment.experiment.racers if self._moment else ()
        self.table.fit_height(max(free, self.table.least_height(len(rows))))


def _price(paid: Bill, *, data: bool) -> str:
    """The words at the end of a bar."""
    if not data:
        return tr("{count} evaluations", count=f"{paid.evaluations:,}")
    return tr(
        "{samples} samples · {time}", samples=amount(paid.samples), time=duration(paid.seconds)
    )


def _sheet(names: list[str], told: Fair | None, *, data: bool) -> Sheet:
    titles = (tr("steps"), tr("losses"), tr("gradients"))
    helps = (
        tr("Steps until its train loss was that low for the first time."),
        tr("Evaluations of the loss up to there."),
        tr("Evaluations of the gradient up to there."),
    )
    if data:
        titles += (tr("samples"), tr("time"))
        helps += (
            tr("Training samples touched up to there, each one as often as it was."),
            tr("Modelled time: a nanosecond for every parameter and sample touched."),
        )
    bills = told.bills if told else (None,) * len(names)
    rows = tuple((name, *_cells(paid, data=data)) for name, paid in zip(names, bills, strict=True))
    best: tuple[int | None, ...] = (None,) * len(titles)
    known = [(paid.samples or paid.evaluations, row) for row, paid in enumerate(bills) if paid]
    if len(known) > 1:
        best = (None,) * (len(titles) - 1) + (min(known)[1],)
    return Sheet(titles, helps, rows, best, ((0,), (1,), (2,)) if data else ())


def _cells(paid: Bill | None, *, data: bool) -> tuple[str, ...]:
    if paid is None:
        return (NONE,) * (5 if data else 3)
    cells = tuple(
        f"{each:,}" for each in (paid.steps, paid.loss_evaluations, paid.gradient_evaluations)
    )
    return (*cells, amount(paid.samples), duration(paid.seconds)) if data else cells
