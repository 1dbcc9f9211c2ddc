"""The shelf gives back what was made for an equal experiment, and no more than it has room for."""

import numpy as np
from msgspec.structs import replace

from optlab.engine import Experiment, prepare
from optlab.engine.slices import PathPlane, ThreePoints, TwoParameters
from optlab.session.recording import Recording
from optlab.session.shelf import Shelf
from optlab.session.survey import Survey, best_seen
from optlab.session.training import train


def recorded(seed: int = 7, steps: int = 60, until: int = 60) -> Recording:
    experiment = Experiment(seed=seed, steps=steps)
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, until):
        pass
    return recording


def surveyed(recording: Recording, recipe: PathPlane | TwoParameters | ThreePoints) -> Survey:
    survey = Survey(recording, recipe, recording.experiment.steps)
    for _ in survey:
        pass
    return survey


def test_an_equal_experiment_gets_its_recording_back() -> None:
    shelf, recording = Shelf(), recorded()
    shelf.keep(recording)
    again = replace(Experiment(), steps=60, seed=7)
    assert again is not recording.experiment
    assert shelf.recording(again) is recording
    assert shelf.recording(replace(again, seed=8)) is None


def test_surfaces_are_kept_by_recipe_and_only_with_their_own_recording() -> None:
    shelf, recording = Shelf(), recorded()
    plane, pair = surveyed(recording, PathPlane()), surveyed(recording, TwoParameters(1, 2))
    for survey in (plane, pair):
        shelf.keep_survey(survey)
    assert shelf.survey(recording, PathPlane()) is plane
    assert shelf.survey(recording, TwoParameters(1, 2)) is pair
    assert shelf.survey(recording, TwoParameters(2, 1)) is None
    assert shelf.survey(recorded(), PathPlane()) is None
    shelf.keep(recording)
    assert shelf.survey(recording, PathPlane()) is plane


def test_a_surface_that_is_not_finished_is_not_kept() -> None:
    shelf, recording = Shelf(), recorded()
    begun = Survey(recording, PathPlane(), 60)
    next(begun)
    assert begun.surface is not None
    shelf.keep_survey(begun)
    early = surveyed(recorded(steps=1_000), PathPlane())
    assert early.done
    assert not early.whole
    shelf.keep_survey(early)
    assert len(shelf) == 0


def test_samples_count_once_for_all_recordings_of_an_objective() -> None:
    one, same, other = recorded(), recorded(steps=40, until=40), recorded(seed=8)
    assert one.objective is same.objective
    samples = 2 * 400 * 2 * 8  # rows and columns of 400 points of two numbers
    shelf = Shelf()
    shelf.keep(one)
    assert shelf.nbytes == one.nbytes + samples
    shelf.keep(same)
    assert shelf.nbytes == one.nbytes + same.nbytes + samples
    shelf.keep(other)
    assert shelf.nbytes == one.nbytes + same.nbytes + other.nbytes + 2 * samples


def test_what_was_used_longest_ago_makes_room() -> None:
    first, second, third = (recorded(seed) for seed in (1, 2, 3))
    room = 5 * (first.nbytes + 2 * 400 * 2 * 8) // 2
    shelf = Shelf(budget=room)
    for recording in (first, second, first, third):
        shelf.keep(recording)
    assert shelf.recording(second.experiment) is None
    assert shelf.recording(first.experiment) is first
    assert shelf.recording(third.experiment) is third
    assert shelf.nbytes <= room


def test_what_is_larger_than_the_shelf_is_let_go() -> None:
    shelf, recording = Shelf(budget=1_000), recorded()
    shelf.keep(recording)
    shelf.keep_survey(surveyed(recording, PathPlane()))
    assert (len(shelf), shelf.nbytes) == (0, 0)


def test_surfaces_count_too() -> None:
    recording = recorded()
    shelf = Shelf(budget=recording.nbytes + 20_000)
    shelf.keep(recording)
    assert len(shelf) == 1
    shelf.keep_survey(surveyed(recording, PathPlane()))
    assert len(shelf) == 0


def test_a_locked_slice_is_drawn_as_it_is() -> None:
    one, other = recorded(1), recorded(2)
    before = surveyed(one, PathPlane()).surface
    assert before is not None
    survey = Survey(other, PathPlane(), 60, locked=before.slice)
    surfaces = [surface for surface in survey if surface is not None]
    assert all(surface.slice is before.slice for surface in surfaces)
    assert survey.surface is surfaces[-1]
    grid = np.stack(np.meshgrid(before.u, before.v), axis=-1)
    loss = other.objective.value(before.slice.theta(grid))
    np.testing.assert_allclose(surfaces[-1].loss, loss, rtol=1e-4)


def test_the_best_point_is_that_of_the_lowest_measured_loss() -> None:
    recording = recorded()
    best = best_seen(recording)
    assert best is not None
    lowest = min(np.nanmin(recording.track(r).train_loss) for r in range(len(recording.heads())))
    assert float(recording.objective.value(best)) == lowest


def test_a_plane_through_the_best_point_waits_until_all_losses_are_known() -> None:
    recording = Recording(Experiment(steps=60), prepare(Experiment(steps=60)))
    training = train(recording, 60)
    while not recording.finished:
        next(training)
    survey = Survey(recording, ThreePoints(), 60)
    assert not recording.measured
    assert next(survey) is None
    for _ in training:
        pass
    assert recording.measured
    surface = [surface for surface in survey if surface is not None][-1]
    best = best_seen(recording)
    assert best is not None
    foot = surface.slice.theta(surface.slice.coordinates(best))
    np.testing.assert_allclose(foot, best, atol=1e-9)
