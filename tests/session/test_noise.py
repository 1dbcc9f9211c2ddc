"""The surface of one batch is what the next step sees."""

import numpy as np

from optlab.engine import Experiment, prepare
from optlab.engine.fitted import FittingObjective
from optlab.engine.slices import PathPlane, cut
from optlab.session.noise import BatchSurvey


def test_it_is_the_loss_on_the_batch_of_the_next_step() -> None:
    objective = prepare(Experiment())
    assert isinstance(objective, FittingObjective)
    path = np.cumsum(np.random.default_rng(0).normal(scale=0.2, size=(9, objective.size)), axis=0)
    plane = cut(objective, PathPlane(), [path])
    survey = BatchSurvey(objective, plane, 5)
    assert survey.surface is None
    assert not survey.done
    for _ in survey:
        pass
    assert survey.done
    surface = survey.surface
    assert surface is not None
    points = plane.theta(np.stack(np.meshgrid(surface.u, surface.v), axis=-1))
    seen = objective.value(points, objective.batch(5))
    np.testing.assert_allclose(surface.loss, seen, rtol=1e-4, atol=1e-6)
    assert survey.shows(objective, plane)
    assert not survey.shows(objective, cut(objective, PathPlane(), [path]))
