from unittest.mock import patch

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLayout

from optlab.qt import theme
from optlab.qt.theme.fonts import BODY, font
from optlab.qt.views import points
from optlab.qt.views.answers import Answers
from optlab.qt.views.data_rows import fitting_sheet, landscape_sheet, words
from optlab.qt.views.data_view import DataView
from optlab.qt.views.spread import BINS, spread
from optlab.session.numbers import figure


@pytest.fixture
def view(qtbot, draw, circle):
    widget = DataView()
    qtbot.addWidget(widget)
    widget.resize(990, 230)
    widget.show_moment(draw(circle, 60))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def click_row(qtbot, table, row: int) -> None:
    place = table.visualRect(table.model().index(row, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_a_racer_draws_its_model(view, qtbot):
    before = view.decision.grab().toImage()
    click_row(qtbot, view.table, 2)
    assert view.chosen == 2
    assert view.decision.grab().toImage() != before
    assert view.result.accessibleName().startswith("Gradient descent")


def test_arrow_keys_choose_a_racer(view, qtbot):
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    assert view.chosen == 1


def test_the_choice_outlives_the_moment(view, qtbot, draw, circle):
    click_row(qtbot, view.table, 1)
    with qtbot.assertNotEmitted(view.table.racer_chosen):
        view.show_moment(draw(circle, 10))
    assert view.chosen == 1


def test_the_choice_goes_with_its_racer(view, qtbot, draw, circle):
    click_row(qtbot, view.table, 2)
    view.show_moment(draw(replace(circle, racers=circle.racers[:1]), 10))
    assert view.chosen == 0


def test_each_kind_of_objective_has_its_picture(view, draw, births, rosenbrock, circle):
    for experiment, page in ((births, view.fit), (rosenbrock, view.card), (circle, view.decision)):
        view.show_moment(draw(experiment))
        assert view.picture.currentWidget() is page
        assert page.isVisible()
        assert view.sentence.text()


def test_misses_are_drawn_on_demand(view, qtbot, draw, births):
    view.show_moment(draw(births))
    before = view.fit.grab().toImage()
    qtbot.mouseClick(view.result.misses, Qt.MouseButton.LeftButton)
    assert view.fit.grab().toImage() != before


def test_a_narrow_pane_drops_columns_and_keeps_names(view, qtbot):
    view.resize(740, 230)
    qtbot.waitUntil(lambda: view.table.isColumnHidden(3))
    assert not view.table.isColumnHidden(1)
    assert view.table.columnWidth(0) > 80
    view.resize(1500, 400)
    qtbot.waitUntil(lambda: not view.table.isColumnHidden(3))


def test_the_batch_of_the_next_step_is_lit(view, draw, circle, births):
    now = draw(circle, 12)
    answers = Answers.at(now, now.objective, 0)
    seen = now.objective.inputs(now.objective.train.features[answers.batch])
    np.testing.assert_allclose(seen, now.objective.batch(12).columns)
    for experiment in (circle, births):
        view.show_moment(draw(experiment, 12))
        assert "next batch" in view.key.accessibleName()
        lit = view.picture.grab().toImage()
        with patch.object(points, "paint_batch", lambda *_: None):  # a mock would keep painters
            assert view.picture.grab().toImage() != lit


def test_no_batch_is_lit_where_a_step_sees_everything(view, draw, circle):
    whole = replace(circle, objective=replace(circle.objective, batch_size=0), steps=5)
    now = draw(whole, 2)
    view.show_moment(now)
    assert not len(Answers.at(now, now.objective, 0).batch)
    assert "next batch" not in view.key.accessibleName()


def test_the_map_under_the_mouse_is_read(view):
    canvas = view.decision
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    plain = canvas.grab().toImage()
    button, modifier = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(canvas.rect().center())
    move = QMouseEvent(QEvent.Type.MouseMove, place, place, button, button, modifier)
    QApplication.sendEvent(canvas, move)  # wherever the pointer of the screen is
    assert canvas.grab().toImage() != plain
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.grab().toImage() == plain


def test_the_table_tells_how_often_each_racer_is_right(draw, circle):
    moment = draw(circle)
    objective, theta = moment.objective, moment.snapshots[1].theta
    said = objective.predict(theta, objective.test.features) > 0.5
    right = sum(bool(a) == bool(b) for a, b in zip(said, objective.test.targets, strict=True))
    sheet = fitting_sheet(moment, Answers.at(moment, objective, 0))
    assert f"{100 * right / len(said):.1f} %" in sheet.rows[1][4]


def test_the_line_is_in_the_users_units(draw, births):
    moment = draw(births)
    objective, theta = moment.objective, moment.snapshots[0].theta
    sentence = words(moment, Answers.at(moment, objective, 0), 0).sentence
    at = objective.predict(theta, np.array([[0.0], [1.0]])).tolist()
    slope = figure(abs(at[1] - at[0]))
    sign = "−" if at[1] < at[0] else "+"
    line, chain = sentence.split("\n")
    assert line == f"birth weight = {figure(at[0])} {sign} {slope} · mother's age"
    misses = objective.predict(theta, objective.test.features) - objective.test.targets
    expected = figure(float(np.sqrt(np.mean(misses**2))))
    assert words(moment, Answers.at(moment, objective, 0), 0).headline == f"{expected} kg"
    squares = (objective.predict(theta, objective.train.features) - objective.train.targets) ** 2
    total, mean = float(squares.sum()), float(squares.mean())
    assert chain == (
        f"{len(squares)} training errors → their squares add up to {figure(total)} "
        f"→ mean {figure(mean)} (MSE) → root {figure(mean**0.5)} kg (RMSE)."
    )


def test_the_errors_are_added_up_until_a_sample_is_chosen(view, qtbot, draw, births):
    view.show_moment(draw(births))
    assert "(MSE) → root" in view.sentence.text()
    qtbot.keyClick(view.fit, Qt.Key.Key_Right)
    assert view.sentence.text().startswith("Training sample 1 of ")
    qtbot.keyClick(view.fit, Qt.Key.Key_Escape)
    assert "(MSE) → root" in view.sentence.text()


@pytest.mark.parametrize("name", ["circle", "births"])
def test_the_bars_count_every_answer_once(name, request, draw):
    moment = draw(request.getfixturevalue(name))
    shown = spread(Answers.at(moment, moment.objective, 0))
    assert len(shown.above) == len(shown.below) == BINS
    assert shown.above.sum() + shown.below.sum() == len(moment.objective.test)


def test_a_landscape_has_its_facts(draw, rosenbrock):
    moment = draw(rosenbrock)
    sheet = landscape_sheet(moment)
    assert sheet.titles == ("height f", "x", "y", "to minimum")
    assert len(sheet.rows) == 3


def test_what_blew_up_is_said_in_words(view, qtbot, draw, rosenbrock):
    view.show_moment(draw(rosenbrock))
    click_row(qtbot, view.table, 2)
    assert "smaller learning rate" in view.sentence.text()
    texts = [cell for row in landscape_sheet(draw(rosenbrock)).rows for cell in row]
    assert not any("nan" in text.lower() for text in texts)


def test_many_frames_in_both_themes(view, draw, request, qapp):
    experiments = [request.getfixturevalue(name) for name in ("circle", "births", "rosenbrock")]
    for frame in range(300):
        view.show_moment(draw(experiments[frame // 10 % 3], frame % 60))
        if frame == 150:
            theme.apply(qapp, theme.DARK)
        view.grab()
    theme.apply(qapp, theme.LIGHT)


def test_numbers_are_never_cut(view, draw, saddle):
    for cursor in (0, 20, 60):
        view.show_moment(draw(saddle, cursor))
        metrics = QFontMetrics(font(BODY, strong=True))
        for column, cells in enumerate(zip(*view.table.model().sheet.rows, strict=True)):
            room = view.table.columnWidth(column) - 8
            if column and not view.table.isColumnHidden(column):
                assert max(metrics.horizontalAdvance(cell) for cell in cells) <= room


def test_negative_numbers_have_a_true_minus_sign():
    assert figure(-0.00011724) == "−0.0001172"
    assert figure(1.23e-7) == "1.23e−7"


@pytest.mark.parametrize("size", [(720, 150), (723, 154), (990, 190), (1240, 290), (1240, 500)])
def test_a_landscape_is_told_without_a_cut_word(view, qtbot, draw, rosenbrock, size):
    view.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # as inside a window
    view.show_moment(draw(rosenbrock))
    view.resize(*size)
    labels = view.card.findChildren(QLabel)
    qtbot.waitUntil(lambda: view.card.height() <= size[1])
    for label in labels:
        whole = label.height() >= label.heightForWidth(label.width())
        assert whole if not label.isHidden() else label.text() in view.card.toolTip()
    assert all(label.isVisible() for label in labels if label.property("role"))
    table, rows = view.table, view.table.model().rowCount()
    assert table.viewport().height() % table.rowHeight(0) == 0
    assert table.viewport().height() <= rows * table.rowHeight(0)


def test_a_pane_that_was_high_can_be_made_low(view, draw, rosenbrock):
    view.show_moment(draw(rosenbrock))
    view.resize(1240, 500)
    assert view.minimumSizeHint().height() <= 150


def test_the_map_takes_the_height_of_the_pane(view):
    view.resize(990, 190)
    map_ = view.decision._frame(view.decision._map.plane).rect
    assert map_.height() == map_.width() >= 150
    assert map_.right() < view.decision.width()
