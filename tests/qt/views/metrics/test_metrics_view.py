from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from optlab.engine.metrics import by_group, report
from optlab.qt import theme
from optlab.qt.views.data_view import DataView
from optlab.qt.views.decision_map import centred
from optlab.qt.views.metrics.metrics_view import MetricsView
from optlab.session.numbers import figure, percent


def cells(table) -> dict[str, list[str]]:
    model = table.model()
    return {
        model.index(row, 0).data(): [
            model.index(row, column).data() for column in range(1, model.columnCount())
        ]
        for row in range(model.rowCount())
    }


def asked(moment, racer=0, threshold=0.5, *, test=False) -> Any:
    objective = moment.objective
    samples = objective.test if test else objective.train
    return report(objective, moment.snapshots[racer].theta, samples, threshold)


def test_train_and_test_stand_side_by_side(view, at):
    moment = at("circle")
    trained, tested = asked(moment), asked(moment, test=True)
    shown = cells(view.side.table)
    assert shown["accuracy"] == [percent(trained.accuracy), percent(tested.accuracy)]
    assert shown["precision"] == [percent(trained.precision[1]), percent(tested.precision[1])]
    assert shown["recall"] == [percent(trained.recall[1]), percent(tested.recall[1])]
    assert shown["F1"] == [percent(trained.f1[1]), percent(tested.f1[1])]
    assert shown["ROC area"] == [figure(trained.roc[1].area), figure(tested.roc[1].area)]


def test_the_cursor_goes_back_too(view, at):
    for step in (0, 30, 7):
        view.show_moment(at("circle", step))
        told = percent(asked(at("circle", step)).accuracy)
        assert cells(view.side.table)["accuracy"][0] == told


def test_dragging_the_slider_decides_anew(view, at, qtbot):
    slider = view.side.threshold.slider
    place = QPoint(round(slider.x_of(800)), slider.height() // 2)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=place)
    threshold = slider.value() / 1000
    assert threshold == pytest.approx(0.8, abs=0.02)
    tested = asked(at("circle"), threshold=threshold, test=True)
    assert cells(view.side.table)["recall"][1] == percent(tested.recall[1])
    found = int(tested.confusion[1, 1])
    assert view.confusion.reading(1, 1).startswith(f"{found} of ")


@pytest.mark.parametrize("name", ["roc", "precision_recall"])
def test_the_threshold_is_dragged_along_a_curve(view, at, qtbot, name):
    canvas = getattr(view, name)
    frame = canvas.frame()
    ends = [frame.place(x, y).toPoint() for x, y in ((0.02, 0.3), (0.9, 0.98))]
    told = []
    view.threshold_chosen.connect(told.append)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=ends[0])
    qtbot.mouseMove(canvas, ends[1])
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=ends[1])
    assert told
    assert all(0.0 <= each <= 1.0 for each in told)
    tested = asked(at("circle"), threshold=told[-1], test=True)
    assert cells(view.side.table)["accuracy"][1] == percent(tested.accuracy)


def test_keys_move_the_threshold(view, qtbot):
    view.roc.setFocus()
    for key, modifier, value in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0.51),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 0.41),
    ):
        with qtbot.waitSignal(view.threshold_chosen) as told:
            qtbot.keyClick(view.roc, key, modifier)
        assert told.args == [pytest.approx(value)]


def test_the_confusion_matrix_is_the_engines(view, at, qtbot):
    table = asked(at("circle"), test=True).confusion
    for row in range(2):
        for column in range(2):
            count, there = table[row, column], table[row].sum()
            assert view.confusion.reading(row, column).startswith(f"{count} of {there} ")
    view.confusion.setFocus()
    before = view.confusion.accessibleDescription()
    qtbot.keyClick(view.confusion, Qt.Key.Key_Right)
    assert view.confusion.accessibleDescription() == view.confusion.reading(0, 1) != before


def test_details_can_be_told_of_the_training_samples(view, at, qtbot):
    qtbot.mouseClick(view.samples.segments["train"], Qt.MouseButton.LeftButton)
    found = int(asked(at("circle")).confusion[1, 1])
    assert view.confusion.reading(1, 1).startswith(f"{found} of ")


def test_what_is_undefined_is_a_dash_with_a_reason(view, at):
    view.show_moment(at("parking", 30))
    view.decide(1.0)
    model = view.side.table.model()
    index = model.index(1, 2)
    assert index.data() == "—"
    assert "never said" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "recall 0.0 %" in view.side.words.text()


def test_every_group_has_its_line(view, at):
    moment = at("groups")
    view.show_moment(moment)
    view.classes.turn_to("parts")
    groups = by_group(asked(moment, test=True), moment.objective.test)
    shown = cells(view.parts.groups)
    assert {name: row[1] for name, row in shown.items()} == {
        name: percent(each.accuracy) for name, each in groups.items()
    }
    assert view.parts.words.text()


def test_a_metric_over_time_is_worked_out_once_it_is_in_sight(view, at, qtbot):
    view.resize(900, 400)
    qtbot.waitUntil(lambda: "time" not in view.classes.visible_keys)
    wanted = []
    view.wanted.connect(wanted.append)
    view.show_moment(at("groups"))
    assert not wanted
    view.classes.turn_to("time")
    assert len(wanted) == 1
    view.refresh()
    assert len(wanted) == 1
    course = view.time.measures()[-1]
    assert course.x[-1] == 30
    assert course.y[0] == asked(at("groups", 0)).accuracy
    assert course.y[-1] == asked(at("groups")).accuracy


def test_a_click_into_the_course_seeks(view, qtbot):
    view.classes.turn_to("time")
    view.refresh()
    box = view.time.frames()[0]
    with qtbot.waitSignal(view.cursor_dragged) as told:
        qtbot.mouseClick(view.time, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert told.args[0] == pytest.approx(30, abs=1)
    with qtbot.waitSignal(view.cursor_dragged) as told:
        qtbot.keyClick(view.time, Qt.Key.Key_Left)
    assert told.args == [59]


def test_numbers_have_their_own_metrics(view, at):
    moment = at("births")
    view.show_moment(moment)
    shown = cells(view.side.table)
    tested = asked(moment, test=True)
    assert shown["R²"][1] == figure(tested.r2)
    assert shown["RMSE"][1] == figure(tested.rmse)
    assert shown["MAE"][1] == figure(tested.mae)
    assert view.galleries.currentWidget() is view.numbers
    assert not view.side.threshold.isVisible()


def test_a_landscape_says_what_to_do(view, at):
    view.show_moment(at("landscape"))
    assert view.empty.isVisible()
    assert "Choose" in view.empty.text()
    view.show_moment(at("circle"))
    assert not view.empty.isVisible()


def test_the_racer_is_chosen_here_or_elsewhere(view, at, qtbot):
    view.follow(2)
    moment = at("circle")
    assert cells(view.side.table)["accuracy"][0] == percent(asked(moment, 2).accuracy)
    with qtbot.waitSignal(view.racer_chosen) as told:
        view.side.racer.menu().actions()[1].trigger()
    assert told.args == [1]
    assert cells(view.side.table)["accuracy"][0] == percent(asked(moment, 1).accuracy)


def test_a_hidden_view_works_nothing_out(qtbot, at):
    widget = MetricsView()
    qtbot.addWidget(widget)
    widget.show_moment(at("circle"))
    assert widget.side.table.model().rowCount() == 0


@pytest.mark.parametrize("name", ["circle", "parking", "groups", "penguins", "digits", "births"])
def test_every_page_is_drawn_in_every_theme(view, at, qapp, name):
    view.show_moment(at(name))
    gallery = view.classes if view.galleries.currentWidget() is view.classes else view.numbers
    for palette in (theme.DARK, theme.PROJECTOR, theme.HIGH_CONTRAST, theme.LIGHT):
        theme.apply(qapp, palette)
        for key in gallery.chooser.segments:
            for width in (736, 1300):
                view.resize(width, 190)
                gallery.turn_to(key)
                assert not view.grab().isNull()


def test_the_border_of_the_map_goes_with_the_threshold(qtbot, at):
    data = DataView()
    qtbot.addWidget(data)
    with qtbot.waitExposed(data):
        data.show()
    moment = at("circle")
    data.show_moment(moment)
    before = data.decision.grab().toImage()
    data.decide(0.9)
    assert data.decision.grab().toImage() != before
    assert "probability of 0.90" in data.sentence.text()
    answered = asked(moment, threshold=0.9, test=True)
    assert data.result.accessibleName().startswith("Momentum")
    assert percent(answered.accuracy) in data.result.accessibleName()


def test_the_map_has_its_border_at_the_threshold():
    said = np.array([0.0, 0.2, 0.3, 0.65, 1.0], np.float32)
    assert centred(said, 0.5) is said
    assert centred(said, 0.3) == pytest.approx([0.0, 1 / 3, 0.5, 0.75, 1.0])


def test_a_threshold_is_left_behind_with_its_classes(view, at, qtbot):
    view.decide(0.8)
    view.show_moment(at("circle", 10))
    assert view.side.threshold.slider.value() == 800
    with qtbot.waitSignal(view.threshold_chosen) as told:
        view.show_moment(at("parking"))
    assert told.args == [0.5]


def test_under_a_veil_a_metric_over_time_ends_at_the_cursor(view, at):
    view.classes.turn_to("time")
    view.show_moment(at("groups", 12))
    view.refresh()
    whole = max(float(each.x[-1]) for each in view.time.measures())
    assert whole == 30
    view.veil(on=True)
    for curves in (view.time.measures(), view.time.losses()):
        assert max(float(each.x[-1]) for each in curves if len(each.x)) <= 12
    view.veil(on=False)
    assert max(float(each.x[-1]) for each in view.time.measures()) == whole
