"""While a prediction is awaited the surface tells nothing of the run that it is about."""

from __future__ import annotations

from optlab.session.labs.reading import read_lab, shipped_labs
from tests.qt.lesson.conftest import Hand


def test_the_surface_is_as_wide_as_that_of_any_run_until_it_came_true(hand: Hand) -> None:
    file = read_lab(shipped_labs()["why-not-rmse"])
    keys = [[prompt.key for prompt in step.prompts] for step in file.lab.steps]
    place = next(i for i, found in enumerate(keys) if "fair-start" in found)
    hand.lesson.try_out(file, place)
    hand.settle()
    work = hand.window.conductor.work
    surface = work.surface
    assert work.hidden
    assert surface is not None
    assert all(low <= -1.0 and high >= 1.0 for low, high in surface.slice.box)
    steps = hand.lesson.steps
    assert steps.answers is not None
    steps.answers.answer("fair-start", 2)
    hand.settle()
    assert work.hidden
    hand.run_through()
    hand.bot.waitUntil(lambda: not work.hidden, timeout=30_000)
    hand.settle()
    assert work.surface is not None
    assert work.surface.slice.box != surface.slice.box
    end = hand.window.conductor.moment.snapshots[0].theta
    drawn = work.surface.slice
    for at, (low, high) in zip(drawn.coordinates(end), drawn.box, strict=True):
        assert low < at < high


def test_another_step_hides_nothing(hand: Hand) -> None:
    file = read_lab(shipped_labs()["why-not-rmse"])
    free = next(
        i for i, step in enumerate(file.lab.steps) if not any(each.predict for each in step.prompts)
    )
    hand.lesson.try_out(file, free)
    hand.settle()
    assert not hand.window.conductor.work.hidden
