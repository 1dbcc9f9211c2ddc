"""The data view serves every kind of data: many classes, many features, numbers, pictures."""

from dataclasses import replace as changed

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLayout

from optlab.engine import DATASETS
from optlab.engine.datasets import (
    Blobs,
    BreastCancer,
    BumpField,
    Circle,
    Diabetes,
    Iris,
    SmallDigits,
    Wine,
)
from optlab.engine.experiment import Experiment, Fitting, Racer
from optlab.engine.losses import CrossEntropy, MeanSquaredError, SoftmaxCrossEntropy
from optlab.engine.metrics import ClassificationReport, RegressionReport
from optlab.engine.models import Linear, Logistic, Softmax
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.qt import theme
from optlab.qt.views.agreement_canvas import answer_places
from optlab.qt.views.answers import Answers
from optlab.qt.views.data_rows import words
from optlab.qt.views.data_view import DataView
from optlab.qt.views.feature_plane import FeaturePlane
from optlab.qt.views.picture_grid import Grid, in_words
from optlab.qt.views.points import class_look
from optlab.qt.views.spread import spread

RACERS = (Racer("Adam", Adam(learning_rate=0.05)), Racer("Slow", GradientDescent()))


def fitting(dataset, model=None, loss=None, **changes) -> Experiment:
    classes = dataset.task == "classification"
    model = model or (Softmax() if classes else Linear())
    loss = loss or (SoftmaxCrossEntropy() if classes else MeanSquaredError())
    objective = Fitting(dataset=dataset, model=model, loss=loss, batch_size=0, test_share=0.3)
    return Experiment(steps=30, objective=replace(objective, **changes), racers=RACERS)


IRIS, WINE, DIGITS = fitting(Iris()), fitting(Wine()), fitting(SmallDigits())
BLOBS, DIABETES, BUMPS = fitting(Blobs()), fitting(Diabetes()), fitting(BumpField())
CANCER = fitting(BreastCancer(), Logistic(), CrossEntropy())


@pytest.fixture
def view(qtbot, draw):
    widget = DataView()
    qtbot.addWidget(widget)
    widget.resize(990, 230)
    widget.show_moment(draw(IRIS))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def choose(qtbot, button, name: str) -> None:
    """Open a menu with the mouse and pick an entry with it."""
    menu, picked = button.menu(), []

    def pick() -> None:
        action = next(each for each in menu.actions() if each.text() == name)
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        picked.append(name)

    menu.aboutToShow.connect(pick, Qt.ConnectionType.QueuedConnection)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu.aboutToShow.disconnect(pick)
    assert picked == [name]


def classified(moment) -> ClassificationReport:
    report = Answers.at(moment, moment.objective, 0).report
    assert isinstance(report, ClassificationReport)
    return report


def drawn(widget) -> QImage:
    return widget.grab().toImage()


@pytest.mark.parametrize("kind", DATASETS)
@pytest.mark.parametrize("size", [(720, 150), (1500, 420)])
def test_every_dataset_has_a_picture_from_the_first_step(view, draw, kind, size):
    experiment = fitting(DATASETS[kind]())
    view.resize(*size)
    for cursor in (0, 30):
        view.show_moment(draw(experiment, cursor))
        image = drawn(view.picture)
        colours = {
            image.pixel(x, y)
            for x in range(0, image.width(), 4)
            for y in range(0, image.height(), 4)
        }
        assert len(colours) > 5
        assert view.sentence.text()
        assert view.result.accessibleName()


def test_each_kind_of_data_has_its_picture(view, draw):
    for experiment, page in (
        (BLOBS, view.decision),
        (WINE, view.decision),
        (CANCER, view.decision),
        (BUMPS, view.decision),
        (DIABETES, view.agreement),
        (DIGITS, view.pictures),
    ):
        view.show_moment(draw(experiment))
        assert view.picture.currentWidget() is page
        assert page.isVisible()


def test_another_feature_is_drawn_upwards(view, qtbot):
    assert view.decision.up.text() == "petal width (cm)"
    before = drawn(view.decision)
    choose(qtbot, view.decision.up, "sepal length (cm)")
    assert view.decision.up.text() == "sepal length (cm)"
    assert view.decision.across.text() == "petal length (cm)"
    assert drawn(view.decision) != before


def test_the_feature_of_the_other_axis_changes_places_with_it(view, qtbot):
    choose(qtbot, view.decision.across, "petal width (cm)")
    assert view.decision.up.text() == "petal length (cm)"
    assert view.decision.across.text() == "petal width (cm)"


def test_the_menu_opens_from_the_keyboard(view, qtbot):
    view.decision.up.setFocus()
    opened: list[bool] = []
    menu = view.decision.up.menu()
    menu.aboutToShow.connect(lambda: opened.append(True))
    menu.aboutToShow.connect(menu.close, Qt.ConnectionType.QueuedConnection)
    qtbot.keyClick(view.decision.up, Qt.Key.Key_Space)
    assert opened


def test_chosen_features_stay_while_the_dataset_does(view, qtbot, draw):
    choose(qtbot, view.decision.up, "sepal length (cm)")
    view.show_moment(draw(fitting(Iris(), test_share=0.5), 5))
    assert view.decision.up.text() == "sepal length (cm)"
    view.show_moment(draw(WINE))
    assert "sepal" not in view.decision.up.text()


def test_two_features_need_no_menu(view, draw):
    view.show_moment(draw(BLOBS))
    assert not view.decision.up.isVisible()
    assert not view.decision.across.isVisible()
    view.show_moment(draw(IRIS))
    assert view.decision.up.isVisible()


def test_what_is_wrong_has_a_ring_where_a_map_cannot_tell(view, draw, monkeypatch):
    ringed: list[int] = []
    monkeypatch.setattr(
        "optlab.qt.views.points.paint_rings",
        lambda *drawn: ringed.append(len(drawn[1])),
    )
    moment = draw(IRIS, 3)
    view.show_moment(moment)
    view.grab()
    answers = Answers.at(moment, moment.objective, view.chosen)
    wrong = [
        int(np.sum(report.said != report.targets))
        for report in (answers.train[view.chosen], answers.test[view.chosen])
    ]
    assert ringed[-2:] == wrong
    assert sum(wrong)
    assert f"{wrong[1]} of 45" in view.sentence.text()
    assert "2 other features rest at their training mean" in view.sentence.text()


def test_many_classes_are_spread_by_certainty(draw):
    moment = draw(BLOBS, 5)
    shown, report = spread(Answers.at(moment, moment.objective, 0)), classified(moment)
    right = int(np.sum(report.said == report.targets))
    assert shown.above.sum() == right
    assert shown.below.sum() == len(report) - right


def test_a_map_of_numbers_is_read_under_the_mouse(view, qtbot, draw):
    view.show_moment(draw(BUMPS))
    before = drawn(view.decision)
    for place in (QPoint(1, 1), view.decision.rect().center()):  # the mouse may be there already
        qtbot.mouseMove(view.decision, place)
    qtbot.waitUntil(lambda: drawn(view.decision) != before)


def test_predictions_follow_the_cursor_and_misses_are_drawn_on_demand(view, qtbot, draw):
    view.show_moment(draw(DIABETES, 0))
    first = drawn(view.agreement)
    view.show_moment(draw(DIABETES, 30))
    plain = drawn(view.agreement)
    assert plain != first
    qtbot.mouseClick(view.result.misses, Qt.MouseButton.LeftButton)
    assert drawn(view.agreement) != plain


def test_exact_predictions_lie_on_the_dashed_line(view, draw):
    moment = draw(DIABETES)
    view.show_moment(moment)
    frame, report = view.agreement.frame(), Answers.at(moment, moment.objective, 0).train[0]
    exact = RegressionReport(report.targets, report.targets)
    places = answer_places(frame, exact)
    rising = (places[:, 0] - frame.rect.left()) - (frame.rect.bottom() - places[:, 1])
    assert np.abs(rising).max() < 1e-9
    high = RegressionReport(report.targets + 1e9, report.targets)
    assert answer_places(frame, high)[:, 1] == pytest.approx(frame.rect.top())
    broken = RegressionReport(np.full_like(report.targets, np.nan), report.targets)
    assert not len(answer_places(frame, broken))


@pytest.mark.parametrize("theme_", [theme.LIGHT, theme.DARK])
def test_a_wrong_picture_is_marked(view, qtbot, draw, qapp, theme_):
    theme.apply(qapp, theme_)
    moment = draw(DIGITS, 30)
    view.show_moment(moment)
    report = classified(moment)
    grid = Grid.inside(view.pictures.width(), view.pictures.height())
    image = drawn(view.pictures)
    wrong = report.said != report.targets
    assert wrong[: len(grid)].any()
    assert not wrong[: len(grid)].all()
    for place in range(len(grid)):
        edge = grid.box(place)
        pixel = QColor(image.pixel(QPoint(round(edge.left()), round(edge.center().y()))))
        red = pixel.redF() - pixel.greenF() > 0.15
        assert red == bool(wrong[place])
    theme.apply(qapp, theme.LIGHT)


def test_a_picture_is_told_in_words(draw):
    moment = draw(DIGITS, 30)
    report = classified(moment)
    for place in range(40):
        said, true = str(report.said[place]), str(int(report.targets[place]))
        told = in_words(report, place)
        assert f"Taken for {said} ({report.probabilities[int(said), place]:.0%})" in told
        assert ("right" in told) == (said == true)
        assert said == true or f"but it is {true}" in told


@pytest.mark.parametrize("width", [160, 400, 1000])
@pytest.mark.parametrize("height", [140, 230, 500])
def test_pictures_stay_inside(width, height):
    grid = Grid.inside(width, height)
    boxes = [grid.box(place) for place in range(len(grid))]
    assert min(box.left() for box in boxes) >= 0
    assert max(box.right() for box in boxes) <= width
    assert max(box.bottom() for box in boxes) <= height
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)


@pytest.mark.parametrize("experiment", [IRIS, DIABETES, DIGITS, CANCER, BUMPS])
def test_a_model_that_broke_is_told_without_a_number(view, draw, experiment):
    moment = draw(experiment)
    head, *others = moment.snapshots
    broken = changed(head, theta=np.full(len(head.theta), np.nan))
    moment = changed(moment, snapshots=(broken, *others))
    view.show_moment(moment)
    view.grab()
    said = words(moment, Answers.at(moment, moment.objective, 0), 0)
    assert said.headline.startswith("—")
    assert "nan" not in said.sentence.lower()
    assert view.table.model().sheet.rows[0][3:] == ("—", "—")


def test_a_low_pane_shows_two_racers_and_keeps_all_words_in_the_tooltip(view, qtbot):
    view.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # as inside a window
    view.setMinimumHeight(0)
    view.resize(640, 150)
    qtbot.waitUntil(lambda: view.sentence.height() < 40)
    view.grab()
    assert view.table.viewport().height() >= 2 * view.table.rowHeight(0)
    assert view.sentence.toolTip() == view.sentence.text()
    view.resize(1400, 400)
    qtbot.waitUntil(lambda: view.sentence.width() > 600)
    view.grab()
    assert not view.sentence.toolTip()


def test_no_two_classes_look_alike():
    looks = [class_look(label) for label in range(40)]
    assert len(set(looks)) == 40
    assert len({colour for colour, _ in looks[:10]}) == 10
    assert len({shape for _, shape in looks[:8]}) == 8


def test_a_single_feature_is_drawn_with_its_classes_above_each_other(draw):
    objective = draw(fitting(Circle())).objective
    single = [
        changed(samples, features=samples.features[:, :1], feature_names=("x₁",), feature_units=())
        for samples in (objective.train, objective.test)
    ]
    plane = FeaturePlane.telling(*single)
    assert plane.names == ("x₁", "class")
    assert plane.places(single[0])[:, 1].tolist() == single[0].targets.tolist()
    assert plane.features(np.array([[0.3, 1.0]])).tolist() == [[0.3]]
