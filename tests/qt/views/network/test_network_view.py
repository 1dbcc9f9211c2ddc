"""The drawn network through real clicks and keys; its numbers against the engine's."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication

from optlab.engine import Experiment, Fitting
from optlab.engine.activations import Relu, Sigmoid
from optlab.engine.datasets import SmallDigits
from optlab.engine.losses import SoftmaxCrossEntropy
from optlab.engine.models import Mlp
from optlab.engine.starts import At
from optlab.engine.units import layer_units
from optlab.engine.wiring import Wire, bias_of, index_of, wire
from optlab.qt import theme
from optlab.qt.views.network import view as network_view
from optlab.qt.views.network.layout import Layout
from optlab.qt.views.network.shown import Shown
from optlab.qt.views.network.view import NetworkView
from optlab.qt.views.network.wires import ends, pin_foot
from optlab.qt.views.network.words import parameter_words, unit_words
from optlab.qt.widgets.numbers import parse_number
from optlab.session.numbers import figure


@pytest.fixture
def view(qtbot, draw, circle) -> NetworkView:
    return shown(qtbot, draw(circle, 60))


def shown(qtbot, moment, size=(990, 230)) -> NetworkView:
    widget = NetworkView()
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show_moment(moment)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def drawn(view: NetworkView) -> tuple[Shown, Layout]:
    """What is drawn, and where."""
    seen, layout = view.canvas.shown, view.canvas.placed
    assert seen is not None
    assert layout is not None
    return seen, layout


def middle_of(view: NetworkView, index: int) -> QPoint:
    """A pixel on the line of a weight, a third of its way (where few others cross)."""
    seen, layout = drawn(view)
    network = seen.network
    at = wire(network, index)
    x1, y1, x2, y2 = ends(network, layout, at.layer)[at.row, at.source].tolist()
    return QPoint(round(x1 + (x2 - x1) * 0.9), round(y1 + (y2 - y1) * 0.9))


def click(qtbot, view: NetworkView, place: QPoint) -> None:
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=place)


def relu_with_a_dead_unit() -> Experiment:
    """A 2-3-1 net: unit 2 has a bias of -50."""
    theta = [0.7, -0.4, 0.2, 0.5, 0.6, -50.0, -0.9, 0.3, 0.1, 1.0, -1.0, 0.5, 0.0]
    fitting = Fitting(model=Mlp(hidden=(3,), activation=Relu()))
    return Experiment(steps=20, objective=fitting, start=At(tuple(theta)))


def test_a_click_on_a_line_chooses_its_weight(view, qtbot, draw, circle):
    theta = draw(circle, 60).snapshots[0].theta
    for index in (0, 4, 22, 23):
        click(qtbot, view, middle_of(view, index))
        assert view.chosen == index
        assert parse_number(view.weight.value.text()) == pytest.approx(theta[index], rel=1e-5)
    assert view.weight.title.text() == "h2.2 → chance of blue"


def test_a_click_on_a_node_or_a_pin_chooses_its_bias(view, qtbot):
    seen, layout = drawn(view)
    network = seen.network
    wanted = bias_of(network, 0, 2)
    left, top, side, _ = layout.banks[1].box(2)
    click(qtbot, view, QPoint(round(left + side / 2), round(top + side / 2)))
    assert view.chosen == wanted
    assert view.weight.title.text() == "bias of h1.3"
    wanted = bias_of(network, 1, 1)
    foot = pin_foot(network, layout, wire(network, wanted))
    assert foot is not None
    click(qtbot, view, QPoint(round(foot[0]), round(foot[1] - 4)))
    assert view.chosen == wanted


def test_a_click_beside_everything_changes_nothing(view, qtbot):
    view.choose(3)
    click(qtbot, view, QPoint(2, 2))
    assert view.chosen == 3


def test_keys_walk_over_all_parameters(view, qtbot):
    network, canvas = drawn(view)[0].network, view.canvas
    canvas.setFocus()
    walked = [view.chosen]
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_End,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_Up,
    ):
        qtbot.keyClick(canvas, key)
        walked.append(view.chosen)
    last = network.size - 1
    across = index_of(network, Wire(1, 1, 1))
    assert walked == [None, 0, 1, 4, across, 4, last, last, 0, 0]
    assert canvas.accessibleDescription() == parameter_words(drawn(view)[0], 0)


def test_enter_goes_to_the_value_and_a_new_one_is_a_start_for_all(view, qtbot, draw, circle):
    theta = draw(circle, 60).snapshots[0].theta
    view.choose(7)
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    edit = view.weight.value
    qtbot.waitUntil(edit.hasFocus)
    edit.selectAll()
    qtbot.keyClicks(edit, "2,5")
    told: list[str] = []
    view.noticed.connect(told.append)
    with qtbot.waitSignal(view.start_chosen) as start:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    (changed,) = start.args
    assert changed[7] == 2.5
    assert np.flatnonzero(changed != theta).tolist() == [7]
    sentence = "the model of Momentum at step 60, with x₂ → h1.3 set to 2.5. Undo takes it back."
    assert told == [f"All racers now start from {sentence}"]


def test_arrow_keys_nudge_the_value(view, qtbot, draw, circle):
    theta = draw(circle, 60).snapshots[0].theta
    view.choose(7)
    view.weight.edit()
    with qtbot.waitSignal(view.start_chosen) as start:
        qtbot.keyClick(view.weight.value, Qt.Key.Key_Up)
    assert start.args[0][7] == pytest.approx(theta[7] + 0.1)


def test_what_is_no_number_is_refused_with_a_sentence(view, qtbot):
    view.choose(7)
    edit = view.weight.value
    before = edit.text()
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "much")
    with qtbot.assertNotEmitted(view.start_chosen), qtbot.waitSignal(view.noticed) as told:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert "much" in told.args[0]
    assert edit.text() == before


def test_it_follows_racer_and_cursor(view, draw, circle):
    view.choose(5)
    for racer, step in ((1, 60), (2, 10), (0, 0)):
        view.follow(racer)
        view.show_moment(draw(circle, step))
        theta = draw(circle, step).snapshots[racer].theta
        assert parse_number(view.weight.value.text()) == pytest.approx(theta[5], rel=1e-5)


def test_the_history_is_that_of_the_recording(view, draw, circle):
    moment = draw(circle, 60)
    view.follow(1)
    view.choose(5)
    past = view.weight.line.history
    assert past.steps.tolist() == list(range(81))
    wanted = [float(moment.recording.snapshot(1, step).theta[5]) for step in range(81)]
    assert past.low.tolist() == wanted


def test_the_gradient_is_that_of_the_next_update(view, qtbot, draw, circle):
    moment = draw(circle, 60)
    objective, theta = moment.objective, moment.snapshots[0].theta
    gradient = objective.gradient(theta, objective.batch(60))
    view.choose(5)
    assert view.weight.gradient.text() == f"gradient {figure(float(gradient[5]))}"
    before = view.canvas.grab().toImage()
    qtbot.mouseClick(view.slopes, Qt.MouseButton.LeftButton)
    assert drawn(view)[0].values.tolist() == gradient.tolist()
    assert view.canvas.grab().toImage() != before


def test_samples_can_be_walked_through(view, qtbot, draw, circle):
    objective = draw(circle, 60).objective
    theta = draw(circle, 60).snapshots[0].theta
    qtbot.mouseClick(view.sample.on, Qt.MouseButton.LeftButton)
    assert view.sample.name.text() == "Training 2 of 200"
    said = float(objective.predict(theta, objective.train.features[1:2])[0])
    assert drawn(view)[0].inside.activations[-1][0] == pytest.approx(said)
    for _ in range(2):
        qtbot.mouseClick(view.sample.back, Qt.MouseButton.LeftButton)
    assert view.sample.name.text() == "Training 200 of 200"
    qtbot.mouseClick(view.sample.test, Qt.MouseButton.LeftButton)
    assert view.sample.name.text() == "Test 200 of 200"
    said = float(objective.predict(theta, objective.test.features[199:])[0])
    assert drawn(view)[0].inside.activations[-1][0] == pytest.approx(said)


def test_a_dead_unit_is_marked_and_explained(qtbot, draw):
    view = shown(qtbot, draw(relu_with_a_dead_unit()))
    seen, layout = drawn(view)
    objective, theta = seen.inside.objective, seen.inside.theta
    (wanted,) = layer_units(objective.network, theta, objective.inputs(objective.train.features))
    assert wanted.dead.tolist() == [False, True, False]
    assert [seen.dead(1, unit) for unit in range(3)] == [False, True, False]
    assert "dead" in unit_words(seen, 1, 1)
    assert "dead" not in unit_words(seen, 1, 0)
    view.choose(bias_of(seen.network, 0, 1))
    assert "dead" in view.weight.words.text()
    x, y, side, _ = (round(each) for each in layout.banks[1].box(1))
    danger = theme.current().danger
    assert danger in colours(view.canvas.grab().toImage(), x, y, side, side)


def test_a_saturated_unit_is_marked_in_another_way(qtbot, draw):
    theta = tuple(np.concatenate([np.full(3, 0.3), [0.1, 0.1, 30.0], np.ones(3)]).tolist())
    fitting = Fitting(model=Mlp(hidden=(2,), activation=Sigmoid()))
    view = shown(qtbot, draw(Experiment(steps=5, objective=fitting, start=At(theta)), 0))
    seen, layout = drawn(view)
    assert [seen.saturated(1, unit) for unit in range(2)] == [False, True]
    assert "saturated" in unit_words(seen, 1, 1)
    x, y, side, _ = (round(each) for each in layout.banks[1].box(1))
    found = colours(view.canvas.grab().toImage(), x, y, side, side)
    assert theme.current().warn in found
    assert theme.current().danger not in found


def colours(picture: QImage, x: int, y: int, width: int, height: int) -> set[str]:
    return {
        picture.pixelColor(column, row).name()
        for column in range(x, x + width)
        for row in range(y, y + height)
    }


@pytest.mark.parametrize(("weight", "solid"), [(0.5, True), (-0.5, False)])
def test_the_sign_shows_without_colour(weight: float, solid: bool, qtbot, draw, births):
    view = shown(qtbot, draw(replace(births, start=At((weight, 3.0))), 0))
    _, layout = drawn(view)
    left, right = layout.slots[0]
    _, top, side, _ = layout.banks[0].box(0)
    picture, ground = view.canvas.grab().toImage(), view.canvas.palette().window().color()
    row = round(top + side / 2.0)
    inked = [picture.pixelColor(x, row) != ground for x in range(round(left) + 4, round(right) - 4)]
    assert all(inked) == solid
    assert any(inked)


def test_pictures_are_seen_as_pictures_and_their_weights_too(qtbot, draw):
    fitting = Fitting(
        dataset=SmallDigits(samples=100),
        model=Mlp(hidden=(20,)),
        loss=SoftmaxCrossEntropy(),
        batch_size=20,
    )
    view = shown(qtbot, draw(Experiment(steps=5, objective=fitting)))
    seen, layout = drawn(view)
    assert layout.banks[0].picture
    assert None not in layout.maps
    assert seen.weight_pictures.width() == 8
    assert seen.weight_pictures.height() == 8 * 20
    box = layout.maps[1]
    rows, inputs = seen.network.shapes[1]
    cell = QPoint(round(box[0] + 3.5 * box[2] / inputs), round(box[1] + 6.5 * box[3] / rows))
    click(qtbot, view, cell)
    assert view.chosen == index_of(seen.network, Wire(1, 6, 3))


def test_a_landscape_says_what_to_do(qtbot, draw, rosenbrock, circle):
    view = shown(qtbot, draw(rosenbrock))
    assert view.empty.isVisible()
    assert "no network" in view.empty.text()
    assert "Choose a dataset" in view.empty.text()
    view.show_moment(draw(circle, 10))
    assert view.canvas.isVisible()


@pytest.mark.parametrize("name", ["births", "circle"])
def test_every_model_is_drawn(name: str, qtbot, draw, request):
    view = shown(qtbot, draw(request.getfixturevalue(name)), (700, 150))
    assert len(colours(view.canvas.grab().toImage(), 0, 0, 400, 140)) > 10


def test_a_hidden_tab_computes_nothing(view, draw, circle, monkeypatch):
    view.hide()
    monkeypatch.setattr(network_view, "Inside", None)
    view.show_moment(draw(circle, 20))
    view.follow(1)
    monkeypatch.undo()
    view.show()
    wanted = draw(circle, 20).snapshots[1].theta
    assert drawn(view)[0].inside.theta.tolist() == wanted.tolist()


def test_a_dear_model_is_looked_into_in_the_background(qtbot, draw, circle, monkeypatch):
    monkeypatch.setattr(network_view, "MOST_WORK", 0)
    view = shown(qtbot, draw(circle, 60))
    assert drawn(view)[0].units is None
    assert drawn(view)[0].norms is None
    with qtbot.waitSignal(view.wanted) as asked:
        view.choose(3)
    assert view.weight.gradient.text() == "gradient —"
    for _ in asked.args[0]:
        pass
    view.refresh()
    assert drawn(view)[0].units is not None
    assert view.weight.gradient.text() != "gradient —"


def test_what_was_asked_for_another_step_is_not_shown(qtbot, draw, circle, monkeypatch):
    monkeypatch.setattr(network_view, "MOST_WORK", 0)
    view = shown(qtbot, draw(circle, 60))
    with qtbot.waitSignal(view.wanted):
        view.choose(3)
    view.show_moment(draw(circle, 10))
    view.refresh()
    assert drawn(view)[0].units is None


def test_another_theme_is_followed(view, qapp):
    before = view.canvas.grab().toImage()
    theme.apply(qapp, theme.DARK)
    QApplication.processEvents()
    assert view.canvas.grab().toImage() != before


def test_another_racer_can_be_picked_here(view, qtbot):
    with qtbot.waitSignal(view.racer_chosen) as picked:
        view.racer.menu().actions()[2].trigger()
    assert picked.args == [2]


def test_a_smaller_net_forgets_the_choice(view, draw, circle):
    view.choose(20)
    fitting = replace(circle.objective, model=Mlp(hidden=(2,)))
    view.show_moment(draw(replace(circle, objective=fitting), 10))
    assert view.chosen is None
    assert view.weight.title.text() == "No weight chosen"


def test_the_tooltip_tells_what_is_under_the_mouse(view, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(
        "optlab.qt.views.network.canvas.QToolTip.showText",
        lambda *said: told.append(said[1]),
    )
    place = middle_of(view, 4)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, view.canvas.mapToGlobal(place))
    QApplication.sendEvent(view.canvas, event)
    assert told == [parameter_words(drawn(view)[0], 4)]


def test_short_panes_keep_value_and_history(view, qtbot):
    view.choose(3)
    view.resize(720, 150)
    qtbot.waitUntil(lambda: not view.weight.words.isVisible())
    assert view.weight.value.isVisible()
    assert view.weight.line.height() >= 24
    assert view.weight.value.height() >= 24


def test_under_a_veil_the_history_of_a_weight_ends_at_the_cursor(view, draw, circle):
    view.show_moment(draw(circle, 20))
    view.choose(0)
    assert view.weight.line.history.steps[-1] > 20
    view.veil(on=True)
    assert view.weight.line.history.steps[-1] == 20
