"""The setup: everything that can be chosen, in four groups made from the declarations."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from optlab.engine.experiment import AnyObjective, Experiment, Fitting, Landscape
from optlab.engine.snapshot import Status
from optlab.engine.trouble import Unfit
from optlab.qt.panels.form import Form
from optlab.qt.panels.group import Group
from optlab.qt.panels.racers import RacerGroup
from optlab.qt.text import say, tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.segmented import Segmented
from optlab.qt.widgets.tab_order import follow_layouts
from optlab.session.coherent import coherent
from optlab.session.labs.locks import KIND, Locks, Path
from optlab.session.moment import Moment
from optlab.session.numbers import figure

WIDTH = 240
"""Of the panel at least, with its scroll bar."""
EDGE = 12


class SetupPanel(QScrollArea):
    """Shows an experiment and gives back another one for every edit.

    A choice that an edit makes unfit is replaced by one that fits, with a sentence in `noticed`.
    """

    edited = Signal(object, str, bool)
    """The new experiment, what was changed, and whether that is final (False while dragging)."""
    noticed = Signal(str)
    """One sentence: what was typed and cannot be, or which choice had to follow an edit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._experiment = Experiment()
        self._locks = Locks()
        self._resting: dict[str, AnyObjective] = {
            "fitting": Fitting(),
            "landscape": Landscape(),
        }
        fix(self, least_width=WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.data_group, self.model_group, self.training_group = _data(), _model(), _training()
        self.racer_group = RacerGroup()
        self.ground = Segmented(
            tr("What is minimised"),
            [
                ("fitting", tr("Data"), tr("Fit a model to data.")),
                ("landscape", tr("Landscape"), tr("Roll down a known landscape, without data.")),
            ],
        )
        self.dataset = Form(("dataset", "landscape"))
        self.model = Form(("model", "loss", "penalty"))
        self.batches = Form(("batch_size", "test_share", "standardise"))
        self.training = Form(("start", "steps", "check", "stops"))
        self._lay_out()
        self._wire()
        self.show_experiment(self._experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        """Show `experiment`; an equal one touches nothing."""
        self._experiment = experiment
        objective = experiment.objective
        fitting = isinstance(objective, Fitting)
        kind = "fitting" if fitting else "landscape"
        self._resting[kind] = objective
        self.ground.show_key(kind)
        self.dataset.show_value(objective)
        if fitting:
            self.model.show_value(objective)
            self.batches.show_value(objective)
        self.training.show_value(experiment)
        self.racer_group.show_experiment(experiment)
        self._show_groups()

    def allow(self, locks: Locks) -> None:
        """Hide and fix what `locks` say, with a word under the mouse that says why."""
        self._locks = locks
        for form in (self.dataset, self.model, self.batches):
            form.allow(locks, ("objective",))
        self.training.allow(locks, ())
        self.racer_group.allow(locks)
        state = locks.state(("objective", KIND))
        self.ground.setEnabled(state == "free")
        self.ground.setVisible(state != "hidden")
        self._show_groups()

    def field_at(self, path: Path) -> QWidget | None:
        """The control of what stands at a whole path, `*` being the racer that is picked."""
        if path[:2] == ("objective", KIND) or path == ("objective",):
            return self.ground
        if path[0] == "objective":
            forms = (self.dataset, self.model, self.batches)
            return next(filter(None, (form.field_at(path[1:]) for form in forms)), None)
        if path[0] == "racers":
            return self.racer_group.form.field_at(path[2:]) if path[2:] else self.racer_group.list
        return self.training.field_at(path)

    def _show_groups(self) -> None:
        """Show the groups that have something to show."""
        fitting = isinstance(self._experiment.objective, Fitting)
        self.data_group.setVisible(not (self.ground.isHidden() and self.dataset.empty))
        self.model_group.setVisible(fitting and not self.model.empty)
        self.racer_group.setVisible(not self.racer_group.empty)
        self.batches.setVisible(fitting)
        rest = self.training.empty and (not fitting or self.batches.empty)
        self.training_group.setVisible(not rest)

    def show_moment(self, moment: Moment) -> None:
        """Show the loss of every racer at the cursor, or how it ended."""
        words = {Status.diverged: tr("diverged")}
        losses = zip(moment.snapshots, moment.train_losses, strict=True)
        self.racer_group.show_losses(
            [words.get(snapshot.status, figure(loss)) for snapshot, loss in losses]
        )

    @Slot()
    def add_racer(self) -> None:
        """Add a racer, as the + beside the racers does."""
        self.racer_group.add_racer()

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("content")
        self._column = QVBoxLayout(content)
        self._column.setSpacing(0)
        self._column.setContentsMargins(EDGE, 0, EDGE, EDGE)
        self.data_group.add(self.ground, gap=4)
        for group, parts in (
            (self.data_group, (self.dataset,)),
            (self.model_group, (self.model,)),
            (self.racer_group, ()),
            (self.training_group, (self.batches, self.training)),
        ):
            for part in parts:
                group.add(part)
            self._column.addWidget(group)
        self._column.addStretch(1)
        self.setWidget(content)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def _wire(self) -> None:
        self.ground.chosen.connect(self._change_ground)
        for form in (self.dataset, self.model, self.batches):
            form.edited.connect(self._change_objective)
            form.refused.connect(self.noticed)
        self.training.edited.connect(self.take)
        self.training.refused.connect(self.noticed)
        self.racer_group.edited.connect(self.take)
        self.racer_group.refused.connect(self.noticed)
        for form in (self.dataset, self.model, self.racer_group.form, self.batches, self.training):
            form.rebuilt.connect(self._order)

    @Slot()
    def _order(self) -> None:
        """Let the Tab key go through the fields from top to bottom."""
        follow_layouts(self.widget())
        self._show_groups()

    @Slot(int, int)
    def _make_room(self, low: int, high: int) -> None:
        """Let the scroll bar stand in the margin, so that no field changes its width."""
        bar = self.verticalScrollBar().sizeHint().width() if high > low else 0
        self._column.setContentsMargins(EDGE, 0, EDGE - bar, EDGE)

    @Slot(str)
    def _change_ground(self, kind: str) -> None:
        experiment = replace(self._experiment, objective=self._resting[kind])
        self.take(experiment, tr("What is minimised"), final=True)

    @Slot(object, str, bool)
    def _change_objective(self, objective: object, label: str, final: bool) -> None:
        experiment = replace(self._experiment, objective=cast("AnyObjective", objective))
        self.take(experiment, label, final)

    @Slot(object, str, bool)
    def take(self, experiment: Experiment, label: str, final: bool) -> None:
        """Make an edit fit, show it and hand it on; an edit that nothing can fit is undone."""
        try:
            experiment, notes = coherent(experiment, self._experiment)
        except Unfit as trouble:
            self.noticed.emit(tr(str(trouble)))
            self._revert()
            return
        self.show_experiment(experiment)
        self.edited.emit(experiment, label, final)
        for note in notes:
            self.noticed.emit(say(note))

    def _revert(self) -> None:
        self.show_experiment(self._experiment)


def _data() -> Group:
    return Group(tr("Data"), tr("What there is to learn from, or the landscape to roll on."))


def _model() -> Group:
    return Group(
        tr("Model"),
        tr(
            "The weights and biases of the model are its parameters: training finds them. Layers, "
            "activation, loss and penalty are hyperparameters: you choose them."
        ),
    )


def _training() -> Group:
    return Group(
        tr("Training"),
        tr("How the data is dealt out, where the parameters start, and when the run ends."),
    )
