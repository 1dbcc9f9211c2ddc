"""The tab Curvature: what is drawn is what the engine measures, of this racer and recording."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from optlab.engine.curvature import spectrum
from optlab.engine.experiment import Landscape, Racer
from optlab.engine.landscapes import Ravine
from optlab.engine.optimizers import Genetic, GradientDescent
from optlab.engine.schedules import Stairs
from optlab.engine.stability import edge
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.views.curvature.directions import directions
from optlab.qt.views.curvature.view import CurvatureView
from optlab.session.numbers import figure


@pytest.fixture
def ravine(rosenbrock):
    """A racer beyond the edge of stability in a ravine, and one within."""
    return replace(
        rosenbrock,
        objective=Landscape(Ravine(100.0)),
        start=At((3.0, 1.0)),
        racers=(Racer("Bold", GradientDescent(0.0205)), Racer("Calm", GradientDescent(0.01))),
    )


@pytest.fixture
def view(qtbot):
    widget = CurvatureView()
    qtbot.addWidget(widget)
    widget.wanted.connect(draw_from)
    widget.resize(990, 230)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def draw_from(probe):
    for _ in probe:
        pass


def show(view, moment):
    view.show_moment(moment)
    view.refresh()  # the window does so when the background has come to its end


def test_the_curve_the_edge_and_the_words_are_the_engines(view, draw, ravine):
    moment = draw(ravine, 20)
    show(view, moment)
    edges = view.chart.edges
    assert edges.largest == pytest.approx(100.0)
    limit = edge(ravine.racers[0], moment.objective, 20, ravine.steps)
    assert edges.edge == pytest.approx(limit.curvature)
    assert edges.beyond.all()
    assert "will blow up" in view.stability.text()
    assert figure(limit.curvature) in view.stability.text()
    assert "Condition number 100.0" in view.shape.text()
    assert "parabola" in view.split.text()
    assert "step 20" in view.title.text()
    assert not view.chart.grab().toImage().isNull()


def test_the_loss_is_split_by_direction(view, draw, ravine):
    moment = draw(ravine, 5)
    show(view, moment)
    x, y = moment.snapshots[0].theta.tolist()
    steep, flat = view.bars.shown
    parts = np.array([50.0 * y * y, 0.5 * x * x])
    assert [steep.share, flat.share] == pytest.approx(parts / parts.sum())
    assert sum(parts) == pytest.approx(moment.train_losses[0])
    assert steep.parts[0] == ("y", pytest.approx(1.0))
    assert flat.parts[0] == ("x", pytest.approx(1.0))


def test_another_racer_and_another_step(view, qtbot, draw, ravine):
    show(view, draw(ravine, 5))
    view.follow(1)
    view.refresh()
    assert view.probe.racer == 1
    assert not view.chart.edges.beyond.any()
    assert view.stability.text().startswith("Below the edge")
    show(view, draw(ravine, 0))
    assert "step 0" in view.title.text()


def test_directions_of_a_network_name_its_weights(view, draw, circle):
    moment = draw(circle, 60)
    show(view, moment)
    *_, known = spectrum(moment.objective, moment.snapshots[0].theta)
    shown = view.bars.shown
    assert len(shown) == 4
    assert [each.curvature for each in shown] == pytest.approx(known.curvatures[[-1, -2, 1, 0]])
    row = known.directions[-1]
    largest = int(np.argmax(np.abs(row)))
    assert shown[0].parts[0] == (moment.objective.names[largest], pytest.approx(abs(row[largest])))
    assert "guide" in view.stability.text()
    assert moment.objective.names[largest] in view.bars.accessibleDescription()


def test_a_schedule_bends_the_edge(view, draw, ravine):
    racer = Racer("Stairs", GradientDescent(0.01), Stairs(every=20, decay=0.5))
    show(view, draw(replace(ravine, racers=(racer,)), 30))
    assert set(view.chart.edges.edge.round(6).tolist()) == {200.0, 400.0, 800.0, 1600.0}


def test_a_method_without_a_rate_has_no_edge(view, draw, ravine):
    show(view, draw(replace(ravine, racers=(Racer("Genes", Genetic()),)), 30))
    assert not len(view.chart.edges.edge)
    assert "no learning rate" in view.stability.text()


def test_nothing_of_another_recording_is_shown(qtbot, draw, ravine, circle):
    widget = CurvatureView()
    qtbot.addWidget(widget)
    widget.resize(990, 230)
    probes = []
    widget.wanted.connect(probes.append)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_moment(draw(ravine, 20))
    draw_from(probes[0])
    widget.refresh()
    assert widget.bars.shown
    widget.show_moment(draw(circle, 20))
    assert len(probes) == 2
    assert not widget.bars.shown
    assert not len(widget.chart.edges.steps)
    assert "being measured" in widget.stability.text()


def test_hidden_it_measures_nothing(qtbot, draw, ravine):
    widget = CurvatureView()
    qtbot.addWidget(widget)
    with qtbot.assertNotEmitted(widget.wanted):
        widget.show_moment(draw(ravine, 20))


def test_once_hidden_it_stops_and_goes_on_when_it_is_back(qtbot, draw, ravine):
    widget = CurvatureView()
    qtbot.addWidget(widget)
    probes = []
    widget.wanted.connect(probes.append)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_moment(draw(ravine, 20))
    first = probes[0]
    while len(first.ends.steps) < 5:
        next(first)
    widget.hide()
    draw_from(first)
    assert len(first.ends.steps) == 5
    widget.show()
    assert len(probes) == 2
    assert probes[1].ends.steps.tolist() == first.ends.steps.tolist()
    draw_from(probes[1])
    assert probes[1].share == 1.0


def test_mouse_and_keys_move_the_cursor(view, qtbot, draw, ravine):
    show(view, draw(ravine, 20))
    with qtbot.waitSignal(view.cursor_dragged) as sought:
        place = view.chart.frame().place(40.0, 2.0).toPoint()
        qtbot.mouseClick(view.chart, Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert sought.args[0] == pytest.approx(40, abs=1)
    view.chart.setFocus()
    with qtbot.waitSignal(view.cursor_dragged) as stepped:
        qtbot.keyClick(view.chart, Qt.Key.Key_Right)
    assert stepped.args == [21]


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=lambda each: each.name)
@pytest.mark.parametrize("size", [(712, 190), (1500, 420)])
def test_every_theme_and_size_draws(qapp, view, draw, ravine, *, palette, size):
    theme.apply(qapp, palette)
    view.resize(*size)
    show(view, draw(ravine, 20))
    image = view.chart.grab().toImage()
    places = ((x, y) for x in range(image.width()) for y in range(0, image.height(), 2))
    assert palette.danger in {image.pixelColor(x, y).name() for x, y in places}


def test_a_direction_has_its_largest_part_upwards(draw, ravine):
    *_, known = spectrum(draw(ravine, 20).objective, np.array([1.0, 2.0]))
    for each in directions(known, ("x", "y"), split=False):
        assert each.parts[0][1] > 0.0
        assert np.isnan(each.share)


def test_under_a_veil_no_curvature_is_told_that_lies_ahead(view, draw, ravine):
    show(view, draw(ravine, 7))
    assert view.chart.edges.steps[-1] > 7
    view.veil(on=True)
    assert view.chart.edges.steps[-1] <= 7
    assert view.chart.edges.end == ravine.steps
    view.veil(on=False)
    assert view.chart.edges.steps[-1] > 7
