import math

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine.experiment import Racer
from optlab.engine.optimizers import GradientDescent
from optlab.qt.views.loss_axis import AXES, step_at
from optlab.qt.views.loss_lines import Choice, LossLines


def numbers(drawing):
    for racer in drawing.racers:
        for line in (racer.train, racer.test):
            yield from line.x.tolist()
            yield from line.y.tolist()
        if racer.end is not None:
            yield from racer.end
    yield from (*drawing.x_range, *drawing.y_range, drawing.cursor)


@pytest.mark.parametrize("name", ["circle", "births", "rosenbrock", "saddle"])
@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("logarithmic", [False, True])
def test_everything_drawn_is_a_number(name, axis, logarithmic, request, draw):
    moment = draw(request.getfixturevalue(name))
    drawing = LossLines().draw(moment, Choice(axis, logarithmic, with_test=True))
    assert all(math.isfinite(number) for number in numbers(drawing))
    assert drawing.x_range[0] < drawing.x_range[1]
    assert drawing.y_range[0] < drawing.y_range[1]
    assert not any("nan" in text.lower() for _, text in drawing.y_ticks)
    for racer in drawing.racers:
        assert (np.diff(racer.train.x) >= 0).all()


@pytest.mark.parametrize("axis", AXES)
def test_the_cursor_line_stands_where_it_was_put(axis, draw, circle):
    moment = draw(circle, 33)
    drawing = LossLines().draw(moment, Choice(axis))
    assert step_at(moment, axis, drawing.cursor) == 33


@pytest.mark.parametrize("axis", AXES)
def test_no_place_leads_outside_the_recording(axis, draw, circle):
    moment = draw(circle)
    assert step_at(moment, axis, -1e9) == 0
    assert step_at(moment, axis, 1e9) == moment.recording.reached


def test_epochs_are_steps_over_batches(draw, circle):
    moment = draw(circle, 40)
    drawing = LossLines().draw(moment, Choice("epochs"))
    assert drawing.cursor == 40 / moment.objective.steps_per_epoch
    assert drawing.cursor_text == "2.0"


def test_a_racer_that_blew_up_ends_in_a_mark(draw, rosenbrock):
    drawing = LossLines().draw(draw(rosenbrock), Choice())
    calm, _, wild = drawing.racers
    assert calm.end is None
    assert wild.end is not None
    assert wild.end[0] < 60


def test_losses_that_are_not_positive_are_clamped_for_a_logarithm(draw, saddle):
    moment = draw(saddle)
    assert min(moment.train_losses) < 0
    drawing = LossLines().draw(moment, Choice(logarithmic=True))
    assert min(racer.train.y.min() for racer in drawing.racers) == drawing.y_range[0]


def test_the_height_at_the_cursor_is_the_loss_there(draw, circle):
    moment = draw(circle, 20)
    racer = LossLines().draw(moment, Choice(with_test=True)).racers[1]
    assert racer.train.now == pytest.approx(moment.train_losses[1])
    assert racer.test.now == pytest.approx(moment.test_losses[1])


def test_curves_are_thinned_once_per_published_table(draw, circle):
    lines = LossLines()
    first = lines.draw(draw(circle, 10), Choice()).racers[0].train.x
    again = lines.draw(draw(circle, 11), Choice()).racers[0].train.x
    assert first is again


@pytest.mark.parametrize("seed", range(8))
def test_a_loss_that_stays_the_same_has_numbers_beside_it(draw, circle, seed):
    still = Racer("Still", GradientDescent(learning_rate=1e-9))
    flat = draw(replace(circle, racers=(still,), seed=seed, steps=3))
    for labels in range(3, 9):
        assert len(LossLines().draw(flat, Choice(), labels).y_ticks) > 1
