"""One step in numbers: the tab shows what the engine says, and works by mouse and by key."""

from unittest.mock import patch

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from optlab.engine import Experiment, Fitting, Racer
from optlab.engine.datasets import Digits
from optlab.engine.explain import explain, passes
from optlab.engine.losses import SoftmaxCrossEntropy
from optlab.engine.models import Mlp
from optlab.engine.optimizers import OPTIMIZERS, Adam, Backtracking, Genetic, RandomSearch
from optlab.engine.schedules import Exponential
from optlab.qt import theme
from optlab.qt.theme.fonts import font
from optlab.qt.views.one_step import view as module
from optlab.qt.views.one_step.boxes import Word
from optlab.qt.views.one_step.sheet import Bar, Strip
from optlab.qt.views.one_step.view import OneStepView
from optlab.session.numbers import figure
from optlab.session.one_step import Phase
from optlab.session.taking import take


@pytest.fixture
def view(qtbot, draw, circle):
    widget = OneStepView()
    qtbot.addWidget(widget)
    widget.resize(990, 220)
    widget.show_moment(draw(circle, 12))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def racing(optimizer, **more: object) -> Experiment:
    return replace(Experiment(steps=20), racers=(Racer("it", optimizer),), **more)


def turned_to(view, phase: Phase):
    view.show_phase(phase)
    sheet = view.sheet.sheet
    return [column.title for column in sheet.columns], [sheet.row(i) for i in range(sheet.count)]


def words_of(view) -> str:
    return " ".join(mark.what.text for mark in view.formula.marks if isinstance(mark.what, Word))


def test_the_update_that_follows_the_cursor_is_taken_apart(view, draw, circle):
    now = draw(circle, 12)
    told = explain(circle, now.snapshots[0])
    np.testing.assert_array_equal(view.apart.explanation.theta, told.theta)
    assert "12 → 13" in view.title.text()
    np.testing.assert_array_equal(told.theta, now.recording.snapshot(0, 13).theta)


def test_the_step_that_led_to_the_cursor_on_demand(view, qtbot):
    qtbot.mouseClick(view.head.last, Qt.MouseButton.LeftButton)
    assert "11 → 12" in view.title.text()


@pytest.mark.parametrize("kind", [*OPTIMIZERS])
def test_every_optimizer_has_a_page_for_each_of_its_phases(view, draw, kind):
    experiment = racing(OPTIMIZERS[kind]())
    view.show_moment(draw(experiment, 3))
    view._look()
    told = explain(experiment, draw(experiment, 3).snapshots[0])
    assert view.apart.explanation.step == 4
    for phase in view._phases:
        titles, rows = turned_to(view, phase)
        assert view.phase is phase
        assert rows
        assert all(len(row) == len(titles) for row in rows)
        assert view.words.text()
        assert not view.grab().isNull()
    for line in told.lines:
        assert line.result(view.parameter, figure) in words_of(view)


def test_the_bars_are_the_vectors_of_the_engine(view, draw, circle):
    told = explain(circle, draw(circle, 12).snapshots[0])
    titles, rows = turned_to(view, Phase.update)
    assert [row[0] for row in rows] == list(told.names)
    change = [row[titles.index("Δθ")] for row in rows]
    assert [bar.text for bar in change] == [figure(each) for each in told.change.tolist()]
    scale = np.abs(told.change).max()
    np.testing.assert_allclose([bar.share for bar in change], told.change / scale)
    slopes = [row[titles.index("∇L")].text for row in rows]
    assert slopes == [figure(each) for each in told.felt[0].slope.tolist()]
    memory = [row[titles.index("V after")].text for row in rows]
    assert memory == [figure(each) for each in told.memory[0].tolist()]


def test_a_click_on_a_row_and_the_arrow_keys_choose_the_parameter(view, qtbot):
    table = view.sheet
    place = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.parameter == 1
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert view.parameter == 2
    assert view.head.parameter.currentIndex() == 2
    line = view.apart.explanation.lines[-1]
    assert line.result(2, figure) in words_of(view)


def test_the_chosen_parameter_outlives_other_data_for_the_same_model(view, draw, circle):
    view.choose(7)
    view.show_moment(draw(replace(circle, seed=8), 3))
    view._look()
    assert view.parameter == 7
    view.show_moment(draw(racing(Adam(), objective=Fitting(model=Mlp(hidden=(2,)))), 3))
    view._look()
    assert view.parameter == int(np.abs(view.apart.explanation.change).argmax())


def test_a_parameter_is_chosen_by_its_name(view, qtbot):
    view.head.parameter.setFocus()
    view.head.parameter.setCurrentIndex(0)
    qtbot.keyClick(view.head.parameter, Qt.Key.Key_Down)
    assert view.parameter == 1
    assert view.sheet.currentIndex().row() == 1


def test_the_schedule_and_the_bias_corrections_are_told(view, draw):
    racer = Racer("it", Adam(), Exponential(decay=0.5, every=10))
    experiment = replace(Experiment(steps=20), racers=(racer,))
    view.show_moment(draw(experiment, 3))
    view._look()
    told = view.apart.explanation
    assert told.rate.result(0, figure) in words_of(view)
    facts = {fact.label: fact.value for fact in view.facts.facts}
    assert float(facts["1 − β₁ᵗ ="]) == pytest.approx(1.0 - 0.9**4, rel=1e-5)
    assert float(facts["1 − β₂ᵗ ="]) == pytest.approx(1.0 - 0.999**4, rel=1e-5)


def test_the_phases_are_walked_through_by_buttons_and_lead_to_the_next_step(view, qtbot):
    walked = [view.phase]
    for _ in range(3):
        qtbot.mouseClick(view.head.before, Qt.MouseButton.LeftButton)
        walked.append(view.phase)
    assert walked == [Phase.update, Phase.backward, Phase.loss, Phase.forward]
    with qtbot.waitSignal(view.sought) as back:
        qtbot.mouseClick(view.head.before, Qt.MouseButton.LeftButton)
    assert back.args == [11]
    view.show_phase(Phase.update)
    with qtbot.waitSignal(view.sought) as on:
        qtbot.mouseClick(view.head.after, Qt.MouseButton.LeftButton)
    assert on.args == [13]
    assert view.phase is Phase.forward


def test_the_phases_are_walked_through_by_keys(view, qtbot):
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.head.parameter.setFocus()
    qtbot.keyClick(view.head.parameter, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert view.phase is Phase.backward
    segment = view.head.phases.segments["backward"]
    segment.setFocus()
    qtbot.keyClick(segment, Qt.Key.Key_Left)
    assert view.phase is Phase.loss


def test_forward_loss_and_backward_have_the_numbers_of_the_batch(view, draw, circle):
    now = draw(circle, 12)
    told = explain(circle, now.snapshots[0])
    seen = passes(now.objective, told.felt[0].theta, 12)
    titles, rows = turned_to(view, Phase.forward)
    assert len(rows) == told.samples
    strip = rows[0][titles.index("h1")]
    assert isinstance(strip, Strip)
    assert strip.text.split() == [figure(each) for each in seen.layers[0].outputs[:, 0].tolist()]
    assert rows[0][0] == str(seen.places[0] + 1)
    titles, rows = turned_to(view, Phase.loss)
    assert [row[-1].text for row in rows] == [figure(each) for each in seen.charges.tolist()]
    assert figure(told.loss) in view.words.text()
    titles, rows = turned_to(view, Phase.backward)
    assert [row[0] for row in rows] == ["out", "h2", "h1"]
    assert [row[2].text for row in rows] == [figure(each.norm) for each in seen.layers[::-1]]


def test_a_search_shows_what_it_tried_and_what_it_took(view, draw):
    for optimizer in (RandomSearch(), Backtracking(), Genetic()):
        experiment = racing(optimizer)
        view.show_moment(draw(experiment, 3))
        view._look()
        told = explain(experiment, draw(experiment, 3).snapshots[0])
        titles, rows = turned_to(view, Phase.tries)
        assert [row[titles.index("loss")].text for row in rows] == [
            figure(each.loss) for each in told.trials
        ]
        taken = [place for place, row in enumerate(rows) if "taken" in row[-1]]
        assert taken == ([] if told.accepted is None else [told.accepted])


def test_a_landscape_has_a_place_a_slope_and_an_update(view, draw, rosenbrock):
    view.show_moment(draw(rosenbrock, 5))
    view._look()
    now = draw(rosenbrock, 5)
    assert [segment.text() for segment in view.head.phases.segments.values()] == [
        "Place",
        "Slope",
        "Update",
    ]
    _, rows = turned_to(view, Phase.backward)
    slope = now.objective.gradient(now.snapshots[0].theta)
    assert [row[1].text for row in rows] == [figure(each) for each in slope.tolist()]


def test_a_racer_that_diverged_shows_its_last_step_and_why(view, draw, rosenbrock):
    view.show_moment(draw(rosenbrock))
    view.follow(2)
    end = draw(rosenbrock).snapshots[2]
    assert view.words.text().startswith(end.evidence)
    assert view.apart.explanation.step == end.step
    assert not view.grab().isNull()


def test_the_start_says_that_no_step_led_there(view, qtbot, draw, circle):
    view.show_moment(draw(circle, 0))
    qtbot.mouseClick(view.head.last, Qt.MouseButton.LeftButton)
    assert view.apart is None
    assert "start" in view.words.text()


def test_a_symbol_under_the_pointer_is_explained(view, qtbot):
    place = view.formula.room_of("∇L").center().toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, place, view.formula.mapToGlobal(place))
    QApplication.sendEvent(view.formula, event)
    slope = float(view.apart.explanation.felt[0].slope[view.parameter])
    assert QToolTip.text() == f"∇L: slope, {figure(slope)}"
    QToolTip.hideText()
    assert view.formula.symbol_at(view.formula.rect().bottomRight().toPointF()) == ""


def test_nothing_is_worked_out_while_hidden(qtbot, draw, circle):
    widget = OneStepView()
    qtbot.addWidget(widget)
    with patch.object(module, "take", wraps=take) as asked:
        widget.show_moment(draw(circle, 12))
        widget.follow(1)
        assert not asked.called
        with qtbot.waitExposed(widget):
            widget.show()
        assert asked.call_count == 1
    assert widget.apart.explanation.before.racer == 1


def test_a_cursor_that_runs_is_followed_ten_times_a_second_and_caught_up_with(
    view, qtbot, draw, circle
):
    qtbot.waitUntil(lambda: not view._fresh.isActive())
    with patch.object(module, "take", wraps=take) as asked:
        for step in range(20, 30):
            view.show_moment(draw(circle, step))
        assert asked.call_count == 1
        qtbot.waitUntil(lambda: "29 → 30" in view.title.text())
        assert asked.call_count == 2
        view.show_moment(draw(circle, 29))  # a finer surface, the same step
        qtbot.waitUntil(lambda: not (view._fresh.isActive() or view._often.isActive()))
        assert asked.call_count == 2


@pytest.fixture
def large() -> Experiment:
    fitting = Fitting(
        dataset=Digits(), model=Mlp(hidden=(100,)), loss=SoftmaxCrossEntropy(), batch_size=64
    )
    return replace(Experiment(steps=3), objective=fitting, racers=(Racer("it", Adam()),))


def test_a_large_model_is_taken_apart_behind_when_the_cursor_rests(view, qtbot, draw, large):
    with qtbot.waitSignal(view.wanted) as wanted:
        view.show_moment(draw(large, 1))
        view._look()
        assert view.apart is None
        assert "rests" in view.words.text()
    assert list(wanted.args[0]) == [None]
    view.refresh()
    assert view.apart is not None
    told = explain(large, draw(large, 1).snapshots[0])
    np.testing.assert_array_equal(view.apart.explanation.theta, told.theta)
    _, rows = turned_to(view, Phase.update)
    assert len(rows) <= 41
    assert view.parameter == int(np.abs(told.change).argmax())
    assert view.head.parameter.count() == len(told.change)
    view.choose(len(told.change) - 1)
    assert view.sheet.sheet.row(view.sheet.sheet.count - 1)[0] == told.names[-1]


def test_what_comes_too_late_is_not_shown(view, qtbot, draw, circle, large):
    with qtbot.waitSignal(view.wanted) as wanted:
        view.show_moment(draw(large, 1))
        view._look()
    view.show_moment(draw(circle, 12))
    view._look()
    assert list(wanted.args[0]) == [None]
    view.refresh()
    assert view.apart.moment.experiment == circle


def test_a_step_that_would_take_seconds_waits_to_be_asked_for(view, qtbot, draw, large):
    with patch.object(module, "HEAVY", 1e6):
        view.show_moment(draw(large, 1))
        view._look()
    assert view.ask.isVisible()
    with qtbot.waitSignal(view.wanted):
        qtbot.mouseClick(view.ask, Qt.MouseButton.LeftButton)
    assert not view.ask.isVisible()


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=theme.PALETTES.keys())
@pytest.mark.parametrize("size", [(700, 140), (1600, 420)], ids=["small", "large"])
def test_no_number_is_cut_in_any_theme(view, qapp, draw, palette, size):
    theme.apply(qapp, palette)
    experiment = racing(Adam())
    view.resize(*size)
    view.show_moment(draw(experiment, 3))
    view._look()
    assert view.formula.width() >= max(
        mark.room.right() for mark in view.formula.marks if isinstance(mark.what, Word)
    )
    table, model = view.sheet, view.sheet.model()
    for column in range(1, model.columnCount()):
        if table.isColumnHidden(column):
            continue
        cells = [view.sheet.sheet.row(row)[column] for row in range(model.rowCount())]
        wide = max(
            strong_width(cell.text if isinstance(cell, Bar | Strip) else cell) for cell in cells
        )
        assert wide <= table.columnWidth(column) - 10


def strong_width(text: str) -> int:
    return QFontMetrics(font(strong=True)).horizontalAdvance(text)


def test_what_is_said_reaches_a_screen_reader(view):
    assert view.words.text() in view.accessibleDescription()
    assert "∇L" in view.formula.accessibleDescription()
    assert view.head.before.accessibleName()
    assert view.sheet.accessibleName()


def test_under_a_veil_the_step_that_comes_next_is_not_told(view, draw, circle):
    view.veil(on=True)
    assert "11 → 12" in view.title.text()
    view.show_moment(draw(circle, 0))
    view.veil(on=True)
    assert view.apart is None
    assert "prediction" in view.words.text()
    view.veil(on=False)
    assert "0 → 1" in view.title.text()
