"""The setup panel, used as a person would."""

# A form hands its fields out as Field; these tests know which kind each one is.
# pyright: reportAttributeAccessIssue=false

import math

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from optlab.engine.activations import AnyActivation, LeakyRelu, Relu, Tanh
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Mlp
from optlab.engine.objective import prepare
from optlab.engine.optimizers import GradientDescent, Nesterov
from optlab.engine.stops import EverySteps, LossBelow, SamplesSpent
from optlab.qt.panels.setup import SetupPanel
from optlab.session.moment import moment
from optlab.session.recording import Recording

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """A panel on screen and what it said."""

    def __init__(self, qtbot: QtBot) -> None:
        self.panel = SetupPanel()
        self.edits: list[tuple[Experiment, str, bool]] = []
        self.notes: list[str] = []
        self.panel.edited.connect(lambda *words: self.edits.append(words))
        self.panel.noticed.connect(self.notes.append)
        qtbot.addWidget(self.panel)
        self.panel.resize(262, 600)
        self.panel.show()
        qtbot.waitExposed(self.panel)
        self.panel.activateWindow()
        qtbot.waitUntil(self.panel.isActiveWindow)

    @property
    def experiment(self) -> Experiment:
        return self.edits[-1][0]


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def pick(qtbot: QtBot, combo: QComboBox, title: str) -> None:
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if combo.currentText() != title:
            qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == title


def type_in(qtbot: QtBot, edit: QWidget, text: str) -> None:
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def row(desk: Desk, place: int) -> QPoint:
    racers = desk.panel.racer_group.list
    return racers.visualItemRect(racers.item(place)).center()


def test_a_knob_of_the_training(qtbot: QtBot, desk: Desk):
    type_in(qtbot, desk.panel.batches.fields["batch_size"].edit, "25")
    objective = replace(Experiment().objective, batch_size=25)
    assert desk.edits == [(replace(Experiment(), objective=objective), "Batch size", True)]
    assert not desk.notes


def test_dragging_is_not_final_until_it_ends(qtbot: QtBot, desk: Desk):
    slider = desk.panel.training.fields["steps"].slider
    desk.panel.ensureWidgetVisible(slider)
    qtbot.mousePress(slider, LEFT, pos=QPoint(20, 10))
    qtbot.mouseMove(slider, QPoint(30, 10))
    qtbot.mouseMove(slider, QPoint(45, 10))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(45, 10))
    assert [final for _, _, final in desk.edits] == [False] * (len(desk.edits) - 1) + [True]
    assert {label for _, label, _ in desk.edits} == {"Steps"}


def test_another_dataset_brings_a_loss_that_fits_and_says_so(qtbot: QtBot, desk: Desk):
    pick(qtbot, desk.panel.dataset.fields["dataset"].combo, "Line")
    assert desk.experiment.objective.loss == MeanSquaredError()
    assert desk.panel.model.fields["loss"].combo.currentText() == MeanSquaredError.title
    assert any("Loss is now MSE" in note for note in desk.notes)


def test_a_loss_that_cannot_be_stays_out(qtbot: QtBot, desk: Desk):
    pick(qtbot, desk.panel.dataset.fields["dataset"].combo, "Line")
    pick(qtbot, desk.panel.model.fields["loss"].combo, "RMSE")
    desk.notes.clear()
    combo = desk.panel.model.fields["loss"].combo
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_C)  # Cross-entropy
    assert combo.currentText() == "RMSE"
    assert len(desk.notes) == 1


def test_an_activation_per_layer_follows_the_layers(qtbot: QtBot, desk: Desk):
    model = desk.panel.model.nested["model"]
    qtbot.mouseClick(model.fields["activations"].switch, LEFT)
    assert desk.edits[-1][1:] == ("Per layer", True)
    assert desk.experiment.objective.model == Mlp(activations=(Tanh(), Tanh()))
    pick(qtbot, model.lists["activations"].fields[1].combo, "ReLU")
    type_in(qtbot, model.fields["hidden"].edit, "4, 2, 2")
    three = Mlp(hidden=(4, 2, 2), activations=(Tanh(), Relu(), Relu()))
    assert desk.experiment.objective.model == three
    assert model.value == three
    assert len(model.lists["activations"].fields) == 3
    edits = len(desk.edits)
    type_in(qtbot, model.fields["hidden"].edit, "")
    assert desk.experiment.objective.model == Mlp(hidden=())
    assert len(desk.edits) == edits + 1
    assert not model.fields["activations"].switch.isEnabled()
    assert not desk.notes


def test_stops_are_added_tuned_and_removed_beside_the_steps(qtbot: QtBot, desk: Desk):
    training = desk.panel.training
    assert list(training.fields) == ["start", "steps", "check", "stops"]
    pick(qtbot, training.fields["check"].combo, EverySteps.title)
    plus = training.fields["stops"].plus
    plus.setFocus()
    qtbot.keyClick(plus, Qt.Key.Key_Space)
    stops = training.lists["stops"]
    assert stops.fields[0].name == "Stop 1"
    type_in(qtbot, stops.nested[0].fields["epsilon"].edit, "0.25")
    qtbot.mouseClick(plus, LEFT)
    pick(qtbot, stops.fields[1].combo, SamplesSpent.title)
    assert desk.experiment.stops == (LossBelow(0.25), SamplesSpent())
    assert desk.experiment.check == EverySteps()
    qtbot.mouseClick(stops.removers[0], LEFT)
    assert desk.experiment == replace(Experiment(), check=EverySteps(), stops=(SamplesSpent(),))
    assert desk.edits[-1][1:] == ("Stops", True)
    assert not desk.notes


def test_data_or_landscape_and_back(qtbot: QtBot, desk: Desk):
    type_in(qtbot, desk.panel.batches.fields["batch_size"].edit, "25")
    fitting = desk.experiment.objective
    qtbot.mouseClick(desk.panel.ground.segments["landscape"], LEFT)
    assert desk.experiment.objective == Landscape()
    assert not desk.panel.model_group.isVisible()
    assert not desk.panel.batches.isVisible()
    qtbot.mouseClick(desk.panel.ground.segments["fitting"], LEFT)
    assert desk.experiment.objective == fitting
    assert desk.panel.model_group.isVisible()


def test_rubbish_is_said_and_changes_nothing(qtbot: QtBot, desk: Desk):
    type_in(qtbot, desk.panel.batches.fields["test_share"].edit, "2")
    assert not desk.edits
    assert len(desk.notes) == 1
    assert desk.panel.batches.fields["test_share"].edit.text() == "0.5"


def test_racers_are_added_picked_tuned_copied_and_removed(qtbot: QtBot, desk: Desk):
    group = desk.panel.racer_group
    qtbot.mouseClick(group.plus, LEFT)
    assert desk.experiment.racers[3] == Racer(Nesterov.title, Nesterov())
    assert group.list.currentRow() == 3
    qtbot.mouseClick(group.list.viewport(), LEFT, pos=row(desk, 2))
    type_in(qtbot, group.form.nested["optimizer"].fields["learning_rate"].edit, "0.7")
    assert desk.experiment.racers[2].optimizer == GradientDescent(learning_rate=0.7)
    assert desk.edits[-1][1] == "Learning rate of Gradient descent"
    qtbot.mouseClick(group.copy, LEFT)
    assert desk.experiment.racers[3] == Racer(
        "Gradient descent 2", GradientDescent(learning_rate=0.7)
    )
    group.list.setFocus()
    qtbot.keyClick(group.list, Qt.Key.Key_Delete)
    assert [racer.name for racer in desk.experiment.racers][2:] == ["Gradient descent", "Nesterov"]
    while desk.panel.racer_group.trash.isEnabled():
        qtbot.mouseClick(group.trash, LEFT)
    assert len(desk.experiment.racers) == 1
    qtbot.keyClick(group.list, Qt.Key.Key_Delete)
    assert "at least one" in desk.notes[-1]


def test_a_racer_is_renamed_in_place(qtbot: QtBot, desk: Desk):
    racers = desk.panel.racer_group.list
    racers.setFocus()
    qtbot.keyClick(racers, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    qtbot.keyClicks(editor, "Anna")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.edits))
    assert desk.experiment.racers[0].name == "Anna"
    assert racers.item(0).text() == "Anna"
    qtbot.keyClick(racers, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    qtbot.keyClicks(editor, "Adam")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.notes))
    assert "Adam" in desk.notes[-1]
    assert racers.item(0).text() == "Anna"


def test_another_optimizer_gives_its_name_to_the_racer(qtbot: QtBot, desk: Desk):
    pick(qtbot, desk.panel.racer_group.form.fields["optimizer"].combo, "Nesterov")
    assert desk.experiment.racers[0].name == "Nesterov"
    assert desk.panel.racer_group.list.item(0).text() == "Nesterov"


def test_losses_stand_beside_the_racers(desk: Desk):
    experiment = Experiment(objective=Landscape())
    recording = Recording(experiment, prepare(experiment))
    desk.panel.show_experiment(experiment)
    now = moment(recording, 0)
    desk.panel.show_moment(now)
    assert all(math.isfinite(loss) for loss in now.train_losses)
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    shown = desk.panel.racer_group.list.item(0).data(described)
    assert float(shown) == pytest.approx(now.train_losses[0], rel=1e-3)


def test_showing_the_same_again_touches_nothing(qtbot: QtBot, desk: Desk):
    edit = desk.panel.batches.fields["batch_size"].edit
    edit.setFocus()
    qtbot.keyClicks(edit, "3")
    typed = edit.text()
    for _ in range(3):
        desk.panel.show_experiment(Experiment())
    assert edit.text() == typed
    assert edit.hasFocus()
    assert not desk.edits


@pytest.mark.parametrize("objective", [Fitting(), Landscape()])
def test_everything_has_a_name_and_nothing_scrolls_sideways(desk: Desk, objective):
    desk.panel.show_experiment(replace(Experiment(), objective=objective))
    for part in desk.panel.widget().findChildren(QWidget):
        if isinstance(part, QAbstractButton | QComboBox | QLineEdit | QSlider | QListWidget):
            assert part.accessibleName(), part
    assert desk.panel.widget().minimumSizeHint().width() <= desk.panel.viewport().width()


def test_add_racer_as_the_tool_bar_does(desk: Desk):
    desk.panel.add_racer()
    assert len(desk.experiment.racers) == 4


@pytest.mark.parametrize("dataset", ["Circle", "Line"])
@pytest.mark.parametrize("layers", [(), (Relu(), LeakyRelu())])
def test_the_tab_key_goes_through_the_setup_from_top_to_bottom(
    desk: Desk, qtbot: QtBot, dataset: str, layers: tuple[AnyActivation, ...]
) -> None:
    objective = Fitting(model=Mlp(activations=layers))
    desk.panel.show_experiment(Experiment(objective=objective, stops=(LossBelow(), LossBelow())))
    pick(qtbot, desk.panel.dataset.fields["dataset"].combo, dataset)
    tops, seen = list[int](), list[QWidget]()
    while (stop := QApplication.focusWidget()) and stop not in seen:
        seen.append(stop)
        tops.append(stop.mapTo(desk.panel.widget(), QPoint(0, stop.height() // 2)).y())
        qtbot.keyClick(stop, Qt.Key.Key_Tab)
    first = tops.index(min(tops))
    around = tops[first:] + tops[:first]
    assert len(around) > 20
    assert around == sorted(around)
