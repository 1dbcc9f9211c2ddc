import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from optlab.engine.experiment import Racer
from optlab.engine.optimizers import Backtracking, Genetic
from optlab.qt import theme
from optlab.qt.views.loss_axis import place
from optlab.qt.views.loss_plot import LossPlot


@pytest.fixture
def plot(qtbot, draw, circle):
    pane = LossPlot()
    qtbot.addWidget(pane)
    pane.resize(475, 430)
    pane.show_moment(draw(circle, 30))
    with qtbot.waitExposed(pane):
        pane.show()
    return pane


def at(plot, x: float) -> QPoint:
    return QPoint(round(plot.chart.place(x, 0.5).x()), 120)


def test_a_click_seeks(plot, qtbot):
    with qtbot.waitSignal(plot.cursor_dragged) as told:
        qtbot.mouseClick(plot.chart.viewport(), Qt.MouseButton.LeftButton, pos=at(plot, 60))
    assert told.args[0] == pytest.approx(60, abs=1)


def test_dragging_takes_the_cursor_along(plot, qtbot):
    steps: list[int] = []
    plot.cursor_dragged.connect(steps.append)
    area = plot.chart.viewport()
    qtbot.mousePress(area, Qt.MouseButton.LeftButton, pos=at(plot, 10))
    for x in (20, 30, 45):
        qtbot.mouseMove(area, at(plot, x))
        QApplication.processEvents()
    qtbot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=at(plot, 45))
    assert steps[0] == pytest.approx(10, abs=1)
    assert steps[-1] == pytest.approx(45, abs=1)
    assert steps == sorted(steps)


def test_dragging_past_the_end_stops_at_what_is_known(plot, qtbot):
    steps: list[int] = []
    plot.cursor_dragged.connect(steps.append)
    area = plot.chart.viewport()
    qtbot.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(area.width() - 1, 50))
    qtbot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(area.width() - 1, 50))
    assert steps == [80]


def test_the_right_button_and_the_wheel_move_nothing(plot, qtbot):
    before = plot.chart.grab().toImage()
    with qtbot.assertNotEmitted(plot.cursor_dragged):
        qtbot.mousePress(plot.chart.viewport(), Qt.MouseButton.RightButton, pos=at(plot, 60))
        qtbot.mouseRelease(plot.chart.viewport(), Qt.MouseButton.RightButton, pos=at(plot, 60))
    assert plot.chart.grab().toImage() == before


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 31),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 29),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 40),
    ],
)
def test_arrow_keys_step(plot, qtbot, key, modifier, step):
    with qtbot.waitSignal(plot.cursor_dragged) as told:
        qtbot.keyClick(plot.chart, key, modifier)
    assert told.args == [step]


def test_keys_stop_at_both_ends(plot, qtbot, draw, circle):
    for cursor, key, step in ((0, Qt.Key.Key_Left, 0), (80, Qt.Key.Key_Right, 80)):
        plot.show_moment(draw(circle, cursor))
        with qtbot.waitSignal(plot.cursor_dragged) as told:
            qtbot.keyClick(plot.chart, key)
        assert told.args == [step]


def test_the_legend_names_every_racer_with_its_loss(plot):
    facts = plot.foot.facts
    assert [fact.racer for fact in facts] == [0, 1, 2]
    assert facts[0].label == "Momentum"
    assert all(fact.value for fact in facts)


def test_choices_redraw(plot, qtbot):
    before = plot.chart.grab().toImage()
    for chip in (plot.log, plot.test):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        after = plot.chart.grab().toImage()
        assert after != before
        before = after
    assert plot.choice.logarithmic
    assert plot.choice.with_test
    epochs = plot.axis.menu().actions()[1]
    epochs.trigger()
    assert plot.choice.axis == "epochs"
    assert "epochs" in plot.axis.text()


def test_without_test_data_there_is_no_test_chip(plot, draw, rosenbrock):
    plot.test.setChecked(True)
    plot.show_moment(draw(rosenbrock, 10))
    assert plot.test.isHidden()
    assert not plot.choice.with_test


def test_a_run_that_blew_up_says_so_without_nan(plot, draw, rosenbrock):
    plot.show_moment(draw(rosenbrock))
    assert not any("nan" in f"{fact.label} {fact.value}".lower() for fact in plot.foot.facts)


def test_items_are_reused_from_run_to_run(plot, draw, circle, rosenbrock):
    before = len(plot.chart.scene().items())
    for _ in range(5):
        plot.show_moment(draw(rosenbrock))
        plot.show_moment(draw(circle))
    assert len(plot.chart.scene().items()) == before


def test_an_empty_run_invites_to_play(plot, draw, circle):
    plot.show_moment(draw(circle, until=0))
    assert plot.empty.isVisible()
    plot.show_moment(draw(circle))
    assert not plot.empty.isVisible()


def test_there_is_no_menu_but_ours(plot, qtbot):
    texts = [action.text() for action in plot.chart.actions()]
    assert texts == ["Copy picture", "Save picture…"]
    plot.chart.actions()[0].trigger()
    assert QGuiApplication.clipboard().image().width() == 2 * plot.chart.width()


def test_many_frames_in_both_themes(plot, draw, circle, qapp):
    for frame in range(300):
        plot.show_moment(draw(circle, frame % 81))
        if frame == 150:
            theme.apply(qapp, theme.DARK)
        plot.chart.grab()
    theme.apply(qapp, theme.LIGHT)


def test_a_place_of_the_drawing_is_found_again(plot):
    place = plot.chart.place(37.0, 0.4)
    assert plot.chart.x_at(QPointF(place)) == pytest.approx(37.0, abs=0.01)


def test_evaluations_count_losses_and_gradients(plot, draw, rosenbrock):
    mixed = replace(rosenbrock, racers=(Racer("Line", Backtracking()), Racer("Any", Genetic())))
    now = draw(mixed, mixed.steps)
    plot.show_moment(now)
    for index in range(2):
        losses, gradients, _ = now.recording.track(index).cost[-1]
        assert place(now, index, "evaluations") == losses + gradients
    assert "evaluations" in [action.data() for action in plot.axis.menu().actions()]
