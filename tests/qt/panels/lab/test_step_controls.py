"""The controls beside the text of a step: whose they are is to be seen."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment
from optlab.qt.panels.lab.step_controls import StepControls
from optlab.session.labs.lab import Controls
from optlab.session.labs.locks import locks_of


def rows(qtbot: QtBot, experiment: Experiment, *shown: str) -> list[str]:
    """Headings, and the paths of the controls, from the top."""
    controls = StepControls()
    qtbot.addWidget(controls)
    controls.show_locks(locks_of(Controls(shown=shown)), experiment)
    layout = controls.layout()
    assert layout is not None
    paths: dict[QWidget, str] = {form: ".".join(path) for path, form in controls.forms.items()}
    widgets = [item.widget() for i in range(layout.count()) if (item := layout.itemAt(i))]
    return [each.text() if isinstance(each, QLabel) else paths[each] for each in widgets]


def test_a_control_of_one_racer_stands_under_its_name(qtbot: QtBot) -> None:
    found = rows(qtbot, Experiment(), "racers[1].optimizer.learning_rate", "batch_size")
    assert found == ["objective.batch_size", "Adam", "racers.1.optimizer.learning_rate"]


def test_the_controls_of_a_racer_stand_together(qtbot: QtBot) -> None:
    found = rows(qtbot, Experiment(), "optimizer.learning_rate", "optimizer.beta", "schedule")
    assert found == [
        "Momentum",
        "racers.0.optimizer.learning_rate",
        "racers.0.optimizer.beta",
        "racers.0.schedule",
        "Adam",
        "racers.1.optimizer.learning_rate",
        "racers.1.schedule",
        "Gradient descent",
        "racers.2.optimizer.learning_rate",
        "racers.2.schedule",
    ]


def test_a_racer_alone_needs_no_name(qtbot: QtBot) -> None:
    alone = Experiment(racers=Experiment().racers[:1])
    found = rows(qtbot, alone, "racers[0].optimizer.learning_rate")
    assert found == ["racers.0.optimizer.learning_rate"]
