"""The conductor decides: what an edit restarts, what a picture shows, and that closing is clean."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from optlab.engine import Experiment, Fitting, Landscape, Racer
from optlab.engine.datasets import Births
from optlab.engine.fitted import FittingObjective
from optlab.engine.models import Mlp
from optlab.engine.optimizers import Adam, GradientDescent
from optlab.engine.slices import PathPlane, TwoParameters
from optlab.engine.starts import At
from optlab.qt.conductor import Conductor


@pytest.fixture
def conductor(qtbot: QtBot) -> Iterator[Conductor]:
    made = Conductor(Experiment())
    qtbot.waitUntil(lambda: made.settled, timeout=20_000)
    yield made
    made.close()


def faster(experiment: Experiment, rate: float) -> Experiment:
    """The same with another learning rate of the first racer."""
    first, *rest = experiment.racers
    optimizer = replace(first.optimizer, learning_rate=rate)
    return replace(experiment, racers=(replace(first, optimizer=optimizer), *rest))


def test_the_whole_plan_is_recorded_and_the_surface_holds_the_path(conductor: Conductor) -> None:
    surface = conductor.moment.surface
    assert conductor.recording.reached == conductor.experiment.steps
    assert surface is not None
    assert surface.loss.shape == (129, 129)


def test_a_long_run_goes_on_behind_what_was_recorded_at_first(
    conductor: Conductor, qtbot: QtBot
) -> None:
    conductor.edit(replace(conductor.experiment, steps=100_000), "Steps")
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    rested = conductor.recording.reached
    assert rested < 100_000
    conductor.seek(rested + 1)
    qtbot.waitUntil(lambda: conductor.moment.cursor == rested + 1, timeout=20_000)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    conductor.set_speed(math.inf)
    conductor.play()
    qtbot.waitUntil(lambda: conductor.moment.cursor > rested + 10_000, timeout=20_000)


def test_the_slice_follows_a_long_run_while_it_is_played(
    conductor: Conductor, qtbot: QtBot
) -> None:
    conductor.set_speed(math.inf)
    conductor.play()
    conductor.edit(replace(conductor.experiment, steps=1_000_000), "Steps")
    qtbot.waitUntil(lambda: conductor.moment.cursor > 6_000, timeout=20_000)
    early = conductor.moment.slice
    assert early is not None
    qtbot.waitUntil(lambda: conductor.moment.slice is not early, timeout=20_000)
    assert conductor.playback.playing
    assert not conductor.recording.finished


def test_an_edit_redoes_everything_and_undo_brings_the_same_bits_back(
    conductor: Conductor, qtbot: QtBot
) -> None:
    conductor.seek(100)
    before = conductor.moment
    conductor.edit(faster(conductor.experiment, 0.05), "Learning rate")
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.cursor == 100
    assert conductor.moment.train_losses[0] != before.train_losses[0]
    conductor.undo()
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.train_losses == before.train_losses
    conductor.redo()
    assert conductor.experiment == faster(before.experiment, 0.05)


def test_a_choice_that_cannot_work_is_refused_with_a_sentence(
    conductor: Conductor, qtbot: QtBot
) -> None:
    experiment = conductor.experiment
    objective = experiment.objective
    assert isinstance(objective, Fitting)
    with qtbot.waitSignal(conductor.noticed) as notice:
        conductor.edit(
            replace(experiment, objective=replace(objective, dataset=Births())), "Dataset"
        )
    assert "take" in notice.args[0]
    assert conductor.experiment == experiment
    assert not conductor.history.can_undo


def test_dragging_a_knob_is_one_edit_and_ends_at_the_last_value(
    conductor: Conductor, qtbot: QtBot
) -> None:
    start = conductor.experiment
    for step in range(1, 31):
        conductor.edit(faster(start, 0.01 * step), "Learning rate", final=step == 30)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.experiment == faster(start, 0.3)
    conductor.undo()
    assert conductor.experiment == start


def test_play_moves_the_cursor_and_pauses_at_the_end_of_the_plan(
    conductor: Conductor, qtbot: QtBot
) -> None:
    conductor.seek(480)
    conductor.set_speed(1000.0)
    conductor.play()
    qtbot.waitUntil(lambda: not conductor.playback.playing)
    assert conductor.moment.cursor == 500
    conductor.set_speed(math.inf)
    conductor.play()
    assert conductor.experiment.steps == 1000
    qtbot.waitUntil(lambda: conductor.moment.cursor == 1000, timeout=20_000)


def test_steps_go_by_update_and_by_epoch(conductor: Conductor) -> None:
    conductor.forward()
    assert conductor.moment.cursor == 1
    conductor.set_stride("epoch")
    conductor.forward()
    assert conductor.moment.cursor == 20
    conductor.forward()
    conductor.back()
    assert conductor.moment.cursor == 20
    conductor.restart()
    assert conductor.moment.cursor == 0


def test_another_seed_is_another_run_and_restart_is_the_same_one(
    conductor: Conductor, qtbot: QtBot
) -> None:
    before = conductor.moment.train_losses
    conductor.restart()
    assert conductor.moment.train_losses == before
    conductor.set_seed(8)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.train_losses != before


def test_a_start_on_the_surface_is_where_all_racers_begin(
    conductor: Conductor, qtbot: QtBot
) -> None:
    surface = conductor.moment.surface
    assert surface is not None
    chosen = surface.slice.theta(surface.slice.coordinates(surface.slice.origin) + 0.1)
    conductor.set_start(chosen)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert isinstance(conductor.experiment.start, At)
    for snapshot in conductor.moment.snapshots:
        assert (snapshot.theta == chosen).all()


def test_another_slice_is_drawn_without_touching_the_run(
    conductor: Conductor, qtbot: QtBot
) -> None:
    recording = conductor.recording
    conductor.set_slice(TwoParameters(3, 5))
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.recording is recording
    surface = conductor.moment.surface
    assert surface is not None
    assert surface.slice.recipe == TwoParameters(3, 5)


def test_a_slice_of_parameters_that_are_gone_gives_way_to_the_paths_plane(
    conductor: Conductor, qtbot: QtBot
) -> None:
    conductor.set_slice(TwoParameters(3, 20))
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    objective = conductor.experiment.objective
    assert isinstance(objective, Fitting)
    smaller = replace(objective, model=Mlp(hidden=(2,)))
    conductor.edit(replace(conductor.experiment, objective=smaller), "Hidden layers")
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    surface = conductor.moment.surface
    assert surface is not None
    assert surface.slice.recipe == PathPlane()
    assert surface.slice.origin.shape == (9,)


def test_undo_redo_and_switching_back_show_the_finished_picture_at_once(
    conductor: Conductor, qtbot: QtBot
) -> None:
    first, recording = conductor.moment.surface, conductor.recording
    conductor.edit(faster(conductor.experiment, 0.05), "Learning rate")
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    second = conductor.moment.surface
    assert second is not first
    for again, surface in ((conductor.undo, first), (conductor.redo, second)):
        again()
        assert conductor.recording.finished
        assert conductor.work.surface is surface
        with qtbot.waitSignal(conductor.moved):
            pass
        assert conductor.moment.surface is surface
    conductor.undo()
    assert conductor.recording is recording
    conductor.set_slice(TwoParameters(3, 5))
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    conductor.set_slice(PathPlane())
    assert conductor.work.surface is first
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.surface is first


def test_a_picture_that_was_asked_for_before_never_shows(
    conductor: Conductor, qtbot: QtBot
) -> None:
    shown: list[tuple[object, object]] = []

    def look() -> None:
        moment = conductor.moment
        if moment.surface is not None:
            shown.append((moment.recording.experiment, moment.surface.slice.recipe))

    conductor.moved.connect(look)
    start = conductor.experiment
    pictures: list[object] = [PathPlane()]
    for number in range(12):
        conductor.edit(faster(start, 0.01 + 0.01 * (number % 3)), "Learning rate")
        recipe = TwoParameters(0, 1 + number % 2)
        conductor.set_slice(recipe)
        pictures.append(recipe)
        qtbot.wait(7 * (number % 4))
        assert conductor.recording.experiment == conductor.experiment
    last = len(shown)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert {recipe for _, recipe in shown[last:]} <= set(pictures[-2:])
    assert shown[-1] == (conductor.experiment, pictures[-1])


def test_a_locked_slice_stays_while_other_things_change(conductor: Conductor, qtbot: QtBot) -> None:
    surface = conductor.moment.surface
    assert surface is not None
    conductor.lock_slice(True)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.locked
    conductor.edit(faster(conductor.experiment, 0.1), "Learning rate")
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.slice is surface.slice
    conductor.lock_slice(False)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert not conductor.moment.locked
    assert conductor.moment.slice is not surface.slice
    assert conductor.moment.slice is not None
    assert conductor.moment.slice.recipe == PathPlane()


def test_a_lock_that_does_not_fit_another_model_is_opened(
    conductor: Conductor, qtbot: QtBot
) -> None:
    conductor.lock_slice(True)
    objective = conductor.experiment.objective
    assert isinstance(objective, Fitting)
    smaller = replace(objective, model=Mlp(hidden=(2,)))
    conductor.edit(replace(conductor.experiment, objective=smaller), "Hidden layers")
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert not conductor.moment.locked


def test_to_fit_keeps_a_finished_picture(conductor: Conductor, qtbot: QtBot) -> None:
    surface = conductor.moment.surface
    conductor.fit_slice()
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.surface is surface


def test_the_surface_of_the_batch_follows_the_cursor(conductor: Conductor, qtbot: QtBot) -> None:
    conductor.show_batch(True)
    for step in (20, 21):
        conductor.seek(step)
        qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
        moment = conductor.moment
        surface, objective = moment.batch_surface, moment.objective
        assert surface is not None
        assert isinstance(objective, FittingObjective)
        assert surface.slice is moment.slice
        points = surface.slice.theta(np.stack(np.meshgrid(surface.u, surface.v), axis=-1))
        seen = objective.value(points, objective.batch(step))
        np.testing.assert_allclose(surface.loss, seen, rtol=1e-4, atol=1e-6)
    conductor.show_batch(False)
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.moment.batch_surface is None


def test_a_playing_run_trembles(conductor: Conductor, qtbot: QtBot) -> None:
    seen: list[object] = []
    conductor.moved.connect(lambda: seen.append(conductor.moment.batch_surface))
    conductor.show_batch(True)
    conductor.set_speed(200.0)
    conductor.play()
    qtbot.waitUntil(lambda: not conductor.playback.playing, timeout=20_000)
    assert len({id(each) for each in seen}) > 25  # in 2.5 s


def test_dice_where_nothing_is_random_say_so(qtbot: QtBot) -> None:
    conductor = Conductor(Experiment(objective=Landscape(), start=At((-1.5, 2.0))))
    with qtbot.waitSignal(conductor.noticed):
        conductor.reroll()
    conductor.close()


def test_a_diverging_racer_ends_and_play_says_so(qtbot: QtBot) -> None:
    racers = (Racer("Wild", GradientDescent(learning_rate=0.5)),)
    conductor = Conductor(Experiment(objective=Landscape(), racers=racers))
    qtbot.waitUntil(lambda: conductor.settled, timeout=20_000)
    assert conductor.recording.finished
    conductor.seek(400)
    assert conductor.moment.snapshots[0].status == "diverged"
    with qtbot.waitSignal(conductor.noticed):
        conductor.play()
    conductor.close()


def test_closing_while_everything_runs_leaves_nothing_behind(qtbot: QtBot) -> None:
    experiment = Experiment(steps=1_000_000, racers=(Racer("Adam", Adam()),))
    conductor = Conductor(experiment)
    conductor.set_speed(math.inf)
    conductor.play()
    qtbot.waitUntil(lambda: conductor.recording.reached > 100, timeout=20_000)
    conductor.close()
    reached = conductor.recording.reached
    qtbot.wait(50)
    assert conductor.recording.reached == reached
