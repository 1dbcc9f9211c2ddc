import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from optlab.qt import theme
from optlab.qt.views.shapes.shapes_view import ShapesView
from optlab.session.numbers import figure
from optlab.session.shapes import layers, penalties, units


def test_the_samples_move_with_the_cursor(view, at):
    dots = {}
    for step in (0, 40, 0):
        moment = at("circle", step)
        view.show_moment(moment)
        drawn = view.losses._shown.parts[0].dots
        expected = penalties(moment.objective, moment.snapshots[0].theta).parts[0].dots
        assert np.array_equal(drawn, expected)
        dots[step] = drawn
    assert not np.array_equal(dots[0], dots[40])


def test_every_loss_says_its_charge_under_the_mouse(view):
    zero, one = view.losses.frames()
    said = view.losses.reading(one.place(0.1, 1.0))
    assert f"Cross-entropy: {figure(-np.log(0.1))}"[:18] in said
    assert "MSE: 0.81" in said
    assert "RMSE: 0.9" in said
    assert "RMSE: 0.1" in view.losses.reading(zero.place(0.1, 1.0))
    assert "Across" in view.losses.reading(QPointF(0.0, 0.0))


def test_why_rmse_fails_for_classes_is_said(view, at):
    assert "no ceiling" in view._loss_page.words.text()
    view.show_moment(at("rmse"))
    assert "no more than" in view._loss_page.words.text()


def test_a_layer_can_be_chosen(view, at):
    moment = at("circle")
    there = layers(moment.objective.network)
    actions = view.layer.menu().actions()
    assert [action.text() for action in actions] == [
        "layer 1 (tanh)",
        "layer 2 (tanh)",
        "output (sigmoid)",
    ]
    for action, layer in zip(actions, there, strict=True):
        action.trigger()
        expected = units(moment.objective, moment.snapshots[0].theta, layer)
        assert np.array_equal(view.units._shown.counts, expected.counts)
        assert view.layer.text() == action.text()


def test_the_rates_are_those_of_the_schedules(view, at):
    view.show_moment(at("stairs", 25))
    stairs, even = view.rates._rates
    assert stairs.full * stairs.now == pytest.approx(0.025)
    assert even.full * even.now == pytest.approx(0.05)
    assert "learning rate of 0.02500" in view._rate_page.words.text()
    assert not view.rates.shares


def test_a_click_on_the_rates_seeks(view, qtbot):
    frame = view.rates.frame()
    place = frame.place(20.0, 0.05).toPoint()
    with qtbot.waitSignal(view.cursor_dragged) as told:
        qtbot.mouseClick(view.rates, Qt.MouseButton.LeftButton, pos=place)
    assert told.args[0] == pytest.approx(20, abs=1)
    with qtbot.waitSignal(view.cursor_dragged) as told:
        qtbot.keyClick(view.rates, Qt.Key.Key_Left)
    assert told.args == [39]


def test_a_landscape_has_its_schedule(view, at, qtbot):
    view.resize(700, 200)
    qtbot.waitUntil(lambda: len(view.gallery.visible_keys) < 3)
    view.show_moment(at("landscape"))
    assert "rate" in view.gallery.visible_keys
    assert view.rates._rates
    view.resize(1600, 330)
    qtbot.waitUntil(lambda: len(view.gallery.visible_keys) == 3)
    assert "no samples" in view.losses._words


@pytest.mark.parametrize(("name", "words"), [("births", "straight"), ("maxout", "maxout")])
def test_what_has_no_curve_says_why(view, at, name, words):
    view.show_moment(at(name))
    assert view.units._shown is None
    assert words in view.units._words


def test_the_racer_is_chosen_here_or_elsewhere(view, at, qtbot):
    view.follow(2)
    assert view._rate_page.words.text().startswith("Gradient descent")
    with qtbot.waitSignal(view.racer_chosen) as told:
        view.racer.menu().actions()[1].trigger()
    assert told.args == [1]
    assert view._rate_page.words.text().startswith("Adam")


def test_a_hidden_view_works_nothing_out(qtbot, at):
    widget = ShapesView()
    qtbot.addWidget(widget)
    widget.show_moment(at("circle"))
    assert widget.losses._shown is None
    assert not widget.rates._rates


@pytest.mark.parametrize("name", ["circle", "rmse", "iris", "births", "landscape", "stairs"])
def test_every_page_is_drawn_in_every_theme(view, at, qapp, name):
    view.show_moment(at(name))
    before = view.grab().toImage()
    for palette in (theme.DARK, theme.PROJECTOR, theme.HIGH_CONTRAST):
        theme.apply(qapp, palette)
        for size in ((728, 150), (1100, 230)):
            view.resize(*size)
            assert view.grab().toImage() != before
    theme.apply(qapp, theme.LIGHT)
