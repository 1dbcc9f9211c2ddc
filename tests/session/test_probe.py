"""The probe measures what the engine measures, the cursor first, and forgets nothing it has."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine.curvature import Spectrum, spectrum
from optlab.engine.datasets import Births
from optlab.engine.experiment import Experiment, Fitting, Landscape, Racer
from optlab.engine.landscapes import Ravine, Rosenbrock, Saddle, Tea
from optlab.engine.losses import MeanSquaredError
from optlab.engine.models import Linear, Mlp
from optlab.engine.objective import prepare
from optlab.engine.optimizers import Adam, Genetic, GradientDescent
from optlab.engine.stability import edge
from optlab.engine.starts import At
from optlab.session.curvature.probe import PLACES, Probe
from optlab.session.curvature.words import Standing, condition_words, verdict
from optlab.session.recording import Recording
from optlab.session.training import train

NET = Experiment(
    steps=120, objective=Fitting(batch_size=0), racers=(Racer("GD", GradientDescent(0.1)),)
)
RAVINE = replace(NET, objective=Landscape(Ravine(100.0)), start=At((3.0, 1.0)))


def recorded(experiment: Experiment, until: int = 10**9) -> Recording:
    recording = Recording(experiment, prepare(experiment))
    for _ in train(recording, until):
        pass
    return recording


def drawn(probe: Probe) -> Probe:
    for _ in probe:
        pass
    return probe


def last(recording: Recording, step: int, small: int = 100) -> Spectrum:
    theta = recording.snapshot(0, step).theta
    *_, found = spectrum(recording.objective, theta, small=small)
    return found


def test_the_curve_is_what_the_engine_measures() -> None:
    recording = recorded(NET)
    probe = drawn(Probe(recording, 0, 60))
    assert probe.done
    assert probe.share == 1.0
    ends = probe.ends
    assert PLACES <= len(ends.steps) <= PLACES + 1
    assert ends.steps[0] == 0
    assert ends.steps[-1] == 120
    assert (np.diff(ends.steps) > 0).all()
    for place in (0, 17, len(ends.steps) - 1):
        found = last(recording, int(ends.steps[place]))
        assert ends.largest[place] == pytest.approx(found.largest)
        assert ends.smallest[place] == pytest.approx(found.smallest)


def test_the_step_of_the_cursor_comes_first() -> None:
    recording = recorded(NET)
    probe = Probe(recording, 0, 33)
    while not probe.places:
        next(probe)
    assert probe.ends.steps.tolist() == [33]
    place = probe.place(33)
    assert place.step == 33
    assert place.spectrum.curvatures == pytest.approx(last(recording, 33).curvatures)
    probe.wanted = 50
    while 50 not in probe.places:
        next(probe)
    assert len(probe.ends.steps) <= 3
    assert probe.place(50).step == 50
    assert probe.place(51).step == 50


def test_a_new_cursor_costs_one_spectrum_and_a_longer_run_a_new_curve() -> None:
    recording = recorded(NET, 40)
    probe = drawn(Probe(recording, 0, 10))
    assert probe.serves(10)
    assert not probe.serves(11)
    after = Probe(recording, 0, 11, probe)
    assert after.ends.steps.tolist() == probe.ends.steps.tolist()
    drawn(after)
    assert after.place(10).step == 10
    for _ in train(recording, 120):
        pass
    assert not after.serves(11)
    assert drawn(Probe(recording, 0, 11, after)).ends.steps[-1] == 120


def test_nothing_is_taken_over_from_another_recording() -> None:
    probe = drawn(Probe(recorded(NET), 0, 10))
    other = Probe(recorded(NET), 0, 10, probe)
    assert not other.places
    assert not len(other.ends.steps)


def test_a_large_network_is_measured_at_fewer_places_and_by_its_ends() -> None:
    large = replace(NET, objective=Fitting(model=Mlp(hidden=(60, 60)), batch_size=0), steps=20)
    recording = recorded(large)
    probe = drawn(Probe(recording, 0, 20))
    assert not probe.place(20).spectrum.whole
    assert len(probe.ends.steps) <= PLACES
    found = last(recording, 20)
    assert probe.place(20).spectrum.largest == pytest.approx(found.largest, rel=1e-6)


@pytest.mark.parametrize(
    ("rate", "standing"),
    [(0.005, Standing.safe), (0.0195, Standing.close), (0.0205, Standing.beyond)],
)
def test_the_edge_is_told_before_the_ravine_blows_up(rate, standing) -> None:
    recording = recorded(replace(RAVINE, racers=(Racer("GD", GradientDescent(rate)),)))
    place = drawn(Probe(recording, 0, 0)).place(0)
    assert place.parabolic
    limit = edge(recording.experiment.racers[0], recording.objective, 0, 120)
    told = verdict(place.spectrum, limit, parabolic=place.parabolic)
    assert told.standing is standing
    assert ("will blow up" in str(told.sentence)) == (standing is Standing.beyond)
    assert "100.0" in str(told.sentence)


def test_a_guide_says_that_it_is_one() -> None:
    recording = recorded(replace(RAVINE, racers=(Racer("Adam", Adam()),)), 10)
    known = last(recording, 0)
    racer = recording.experiment.racers[0]
    limit = edge(racer, recording.objective, 0, 120)
    assert "guide" in str(verdict(known, limit, parabolic=True).sentence)
    limit = edge(replace(racer, optimizer=Genetic()), recording.objective, 0, 120)
    assert verdict(known, limit, parabolic=True).standing is Standing.unknown


@pytest.mark.parametrize(
    ("experiment", "words"),
    [
        (RAVINE, "Condition number 100.0: a narrow ravine"),
        (replace(RAVINE, objective=Landscape(Ravine(20.0))), "Condition number 20.00: a long"),
        (replace(RAVINE, objective=Landscape(Ravine(2.0))), "Condition number 2.000: a round"),
        (replace(RAVINE, objective=Landscape(Saddle())), "downwards in 1 of 2"),
        (
            replace(RAVINE, objective=Landscape(Rosenbrock()), start=At((1.0, 1.0))),
            "Condition number 2508: a narrow",
        ),
        (replace(RAVINE, objective=Landscape(Tea()), start=At((40.0,))), "single parameter"),
        (NET, "downwards in"),
        (
            replace(
                NET,
                objective=Fitting(dataset=Births(), model=Linear(), loss=MeanSquaredError()),
            ),
            "Condition number 1.000: a round bowl",
        ),
    ],
)
def test_the_shape_of_the_ground_is_told(experiment, words) -> None:
    recording = recorded(experiment, 1)
    assert words in str(condition_words(last(recording, 0)))
