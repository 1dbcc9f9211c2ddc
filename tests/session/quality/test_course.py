from typing import Any

import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Landscape
from optlab.engine.landscapes import Rosenbrock
from optlab.engine.metrics import report
from optlab.engine.objective import prepare
from optlab.engine.starts import At
from optlab.session.quality import QualityJob, courses_due
from optlab.session.quality.course import MOST_STEPS
from optlab.session.recording import Recording
from optlab.session.training import train


def recorded(experiment, until=None):
    recording: Any = Recording(experiment, prepare(experiment))
    for _ in train(recording, until or experiment.steps):
        pass
    return recording


def accuracy(*given) -> float:
    made: Any = report(*given)
    return made.accuracy


def followed(*given, **named):
    job = QualityJob(*given, **named)
    for _ in job:
        pass
    return job


@pytest.mark.parametrize("steps", [30, 199, 450, 1000])
def test_a_course_is_what_the_reports_say(steps):
    recording = recorded(Experiment(steps=steps))
    job = followed(recording)
    assert job.done
    objective = recording.objective
    for racer, course in enumerate(job.courses):
        assert len(course.steps) <= MOST_STEPS + 1
        assert course.steps[0] == 0
        assert course.steps[-1] == steps
        for row in (0, len(course.steps) // 2, -1):
            theta = recording.snapshot(racer, int(course.steps[row])).theta
            assert course.train[row] == accuracy(objective, theta, objective.train)
            assert course.test[row] == accuracy(objective, theta, objective.test)


def test_the_threshold_is_that_of_the_reports():
    recording = recorded(Experiment(steps=40))
    course, objective = followed(recording, 0.4).courses[0], recording.objective
    shares = [
        accuracy(objective, recording.snapshot(0, step).theta, objective.train, 0.4)
        for step in range(41)
    ]
    assert course.train.tolist() == shares
    assert course.train.tolist() != followed(recording).courses[0].train.tolist()


def test_a_job_is_due_for_a_new_run_a_new_threshold_and_a_longer_recording():
    experiment = Experiment(steps=300)
    recording = recorded(experiment, 100)
    assert courses_due(None, recording, 0.5)
    job = followed(recording)
    assert not courses_due(job, recording, 0.5)
    assert courses_due(job, recording, 0.4)
    assert courses_due(job, recorded(replace(experiment, seed=8)), 0.5)
    for _ in train(recording, 300):
        pass
    assert courses_due(job, recording, 0.5)
    after = followed(recording, before=job)
    assert after.courses[0].steps[-1] == 300
    assert not courses_due(after, recording, 0.5)


def test_a_landscape_has_no_courses():

    ground = Experiment(steps=20, objective=Landscape(Rosenbrock()), start=At(theta=(-1.5, 2.0)))
    assert followed(recorded(ground)).courses == ()
