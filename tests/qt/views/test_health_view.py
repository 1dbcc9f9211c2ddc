"""The tab Health as a person uses it: findings, something to try, and what everything cost."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from optlab.engine.experiment import Landscape, Racer
from optlab.engine.landscapes import Bowl
from optlab.engine.optimizers import GradientDescent
from optlab.engine.starts import At
from optlab.qt import theme
from optlab.qt.text import say
from optlab.qt.views.health.view import HealthView
from optlab.session.bill import bills, fair
from optlab.session.health.examination import examine
from optlab.session.health.finding import Severity
from optlab.session.numbers import amount, duration, figure


@pytest.fixture
def bowl(rosenbrock):
    """Two racers in a bowl: one jumps across it, the other is well."""
    return replace(
        rosenbrock,
        objective=Landscape(Bowl()),
        start=At(Bowl().start),
        racers=(Racer("Bold", GradientDescent(0.99)), Racer("Calm", GradientDescent(0.1))),
    )


@pytest.fixture
def view(qtbot):
    widget = HealthView()
    qtbot.addWidget(widget)
    widget.resize(990, 230)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def shown(view):
    return [card for card in view.cards if card.isVisible()]


def test_a_finding_stands_with_its_numbers_and_a_way_out(view, qtbot, draw, bowl):
    moment = draw(bowl, 50)
    view.show_moment(moment)
    (finding,) = examine(moment)
    (card,) = shown(view)
    assert card.title.text() == "Oscillation"
    assert card.severity.text() == "Warning"
    assert card.whose.text() == "Bold"
    assert card.sentence.text() == say(finding.sentence)
    assert [(each.label, each.value) for each in card.facts.facts] == [
        (say(each.label), each.value) for each in finding.facts
    ]
    with qtbot.waitSignal(view.tried) as tried:
        qtbot.mouseClick(card.act, Qt.MouseButton.LeftButton)
    experiment, label, final = tried.args
    assert experiment == finding.trial.experiment
    assert experiment.racers[2].name in label
    assert final


def test_who_is_well_is_told_so(view, draw, circle):
    view.show_moment(draw(circle, 60))
    assert not shown(view)
    assert "Healthy" in view.verdict.text()
    assert "Divergence" in view.passed.text()


def test_it_follows_the_cursor_back(view, draw, bowl):
    view.show_moment(draw(bowl, 50))
    assert shown(view)
    view.show_moment(draw(bowl, 5))
    assert not shown(view)
    assert "step 5" in view.verdict.text()


def test_a_divergence_is_an_alarm(view, draw, rosenbrock):
    moment = draw(rosenbrock, 20)
    view.show_moment(moment)
    assert examine(moment)[0].severity is Severity.alarm
    assert shown(view)[0].severity.text() == "Alarm"
    assert shown(view)[0].whose.text() == "Wild"


def test_hidden_it_examines_nothing(qtbot, draw, bowl):
    widget = HealthView()
    qtbot.addWidget(widget)
    before = examine.cache_info().misses
    widget.show_moment(draw(bowl, 49))
    assert examine.cache_info().misses == before
    assert not widget.cards


def test_bars_and_table_say_what_was_paid(view, draw, circle):
    moment = draw(circle, 60)
    view.show_moment(moment)
    for racer, paid in zip(circle.racers, bills(moment), strict=True):
        text = f"{racer.name}: {amount(paid.samples)} samples · {duration(paid.seconds)}"
        assert text in view.cost.bars.accessibleDescription()
    told = fair(moment)
    assert figure(told.loss) in view.cost.reached.text()
    model = view.cost.table.model()
    for row, paid in enumerate(told.bills):
        cells = [model.data(model.index(row, column)) for column in range(6)]
        assert cells[1:4] == [
            f"{each:,}" for each in (paid.steps, paid.loss_evaluations, paid.gradient_evaluations)
        ]
        assert cells[4:] == [amount(paid.samples), duration(paid.seconds)]


def test_more_data_costs_more(view, qtbot, draw, circle):
    moment = draw(circle, 60)
    view.show_moment(moment)
    million = view.cost.size_choice.segments["1000000"]
    qtbot.mouseClick(million, Qt.MouseButton.LeftButton)
    paid = bills(moment, 1_000_000)[0]
    assert f"{amount(paid.samples)} samples" in view.cost.bars.accessibleDescription()
    assert paid.samples == pytest.approx(5_000 * bills(moment)[0].samples)


def test_a_row_of_the_table_is_a_choice_of_racer(view, qtbot, draw, circle):
    view.show_moment(draw(circle, 60))
    table = view.cost.table
    table.setFocus()
    with qtbot.waitSignal(view.racer_chosen) as chosen:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert chosen.args == [1]


def test_a_landscape_has_evaluations_only(view, draw, bowl):
    view.show_moment(draw(bowl, 50))
    assert view.cost.size_choice.isHidden()
    assert "50 evaluations" in view.cost.bars.accessibleDescription()


@pytest.mark.parametrize("palette", theme.PALETTES.values(), ids=lambda each: each.name)
@pytest.mark.parametrize("size", [(712, 190), (1500, 420)])
def test_every_theme_and_size_draws(qapp, view, draw, bowl, *, palette, size):
    theme.apply(qapp, palette)
    view.resize(*size)
    view.show_moment(draw(bowl, 50))
    image = view.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(0, size[0], 2) for y in range(0, 60, 2)}
    assert palette.warn in colours
    card = QAccessible.queryAccessibleInterface(shown(view)[0])
    assert card.text(QAccessible.Text.Name) == "Warning: Oscillation, Bold"
    assert "jumps" in card.text(QAccessible.Text.Description)
