"""An objective: values of points and stacks, predictions in the user's units, safe to share."""

import threading
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from optlab.engine import Experiment, Fitting, Landscape, begin, prepare, race
from optlab.engine.datasets import Births, Circle, Line
from optlab.engine.experiment import AnyObjective
from optlab.engine.fitted import FittingObjective, Scaling
from optlab.engine.losses import CrossEntropy, MeanSquaredError
from optlab.engine.models import Linear, Logistic, Mlp
from optlab.engine.rolled import LandscapeObjective


def ready(fitting: Fitting, seed: int = 7) -> FittingObjective:
    objective = prepare(Experiment(objective=fitting, seed=seed))
    assert isinstance(objective, FittingObjective)
    return objective


def test_it_serves_a_point_a_path_and_a_grid(any_objective: AnyObjective):
    objective = prepare(Experiment(objective=any_objective))
    thetas = np.random.default_rng(2).normal(size=(3, 4, objective.size))
    before = thetas.copy()
    for value in (objective.value, objective.test_value):
        losses = value(thetas)
        assert losses.shape == (3, 4)
        assert losses.dtype == np.float64
        assert value(thetas[1]) == pytest.approx(losses[1], rel=1e-12, nan_ok=True)
        assert value(thetas[1, 2]) == pytest.approx(losses[1, 2], rel=1e-12, nan_ok=True)
    assert np.isfinite(objective.test_value(thetas)).all() == objective.has_test
    assert (thetas == before).all()


def test_it_says_what_it_is(any_objective: AnyObjective):
    objective = prepare(Experiment(objective=any_objective))
    assert len(objective.names) == len(set(objective.names)) == objective.size
    assert objective.exact == (objective.steps_per_epoch == 1)
    assert (objective.box is None) == isinstance(any_objective, Fitting)
    assert all(len(minimum) == objective.size for minimum in objective.minima)


def test_values_that_leave_the_numbers_stay_silent(any_objective: AnyObjective):
    objective = prepare(Experiment(objective=any_objective))
    for size in (1e160, 1e300, np.inf, np.nan):
        theta = np.full(objective.size, size)
        objective.value(theta)
        objective.test_value(theta)
        objective.gradient(theta)


# --------------------------------------------------------------------------------------- fittings


def test_without_test_samples_there_is_no_test_loss():
    objective = ready(Fitting(Circle(samples=20), test_share=0))
    assert not objective.has_test
    assert len(objective.train) == 20
    assert np.isnan(objective.test_value(np.zeros((2, objective.size)))).all()


def test_the_losses_are_those_of_the_predictions():
    objective = ready(Fitting(Births(), Linear(), MeanSquaredError()))
    theta = np.array([0.2, 3.0])
    for samples, value in (
        (objective.train, objective.value),
        (objective.test, objective.test_value),
    ):
        errors = objective.predict(theta, samples.features) - samples.targets
        assert float(value(theta)) == pytest.approx(float(np.mean(errors**2)))


def test_predictions_for_classes_are_probabilities():
    objective = ready(Fitting(Circle(samples=20), Logistic(), CrossEntropy()))
    thetas = np.random.default_rng(2).normal(scale=3, size=(5, 3))
    shares = objective.predict(thetas, objective.train.features)
    assert shares.shape == (5, 10)
    assert ((shares > 0) & (shares < 1)).all()
    surprise = -np.where(objective.train.targets == 1, np.log(shares), np.log1p(-shares))
    assert objective.value(thetas) == pytest.approx(surprise.mean(axis=1))
    assert objective.predict(thetas, np.empty((0, 2))).shape == (5, 0)


def test_features_are_scaled_as_the_training_samples_say():
    features = ready(Fitting(Births(), Linear(), MeanSquaredError())).train.features
    scaling = Scaling.of(features, wanted=True)
    assert scaling(features).mean() == pytest.approx(0, abs=1e-12)
    assert scaling(features).std() == pytest.approx(1)
    assert Scaling.of(features, wanted=False)(features).tolist() == features.tolist()


def test_a_constant_feature_is_only_shifted():
    """The spread of equal numbers need not be 0: that of these is 1e-17."""
    features = np.column_stack((np.full(50, 0.1), np.arange(50.0)))
    assert features.std(axis=0)[0] > 0
    scaled = Scaling.of(features, wanted=True)(features)
    assert abs(scaled[:, 0]).max() < 1e-15


def test_the_model_is_the_same_with_and_without_scaling():
    """Only the parameters mean something else: predictions of a line can be carried over."""
    fitting = Fitting(Births(), Linear(), MeanSquaredError())
    scaled, plain = ready(fitting), ready(replace(fitting, standardise=False))
    assert scaled.train.features.tolist() == plain.train.features.tolist()
    shift, spread = scaled.scaling.shift[0], scaled.scaling.spread[0]
    weight, bias = 0.3, 3.2
    carried = np.array([weight / spread, bias - weight * shift / spread])
    loss = float(scaled.value(np.array([weight, bias])))
    assert float(plain.value(carried)) == pytest.approx(loss)


def test_seeds_draw_other_data_splits_and_batches():
    fitting = Fitting(Births(), Linear(), MeanSquaredError())
    one, other = ready(fitting, 7), ready(fitting, 8)
    assert one.train.targets.tolist() != other.train.targets.tolist()
    drawn = Fitting(Line(samples=20), Linear(), MeanSquaredError())
    assert ready(drawn, 7).train.targets.tolist() != ready(drawn, 8).train.targets.tolist()


def test_two_threads_on_one_objective_get_the_same_bits():
    experiment = Experiment(objective=Fitting(Circle(samples=40), Mlp((3,)), batch_size=3))
    start = begin(experiment)
    made: list[list[bytes]] = []

    def run() -> None:
        chunks = [chunk for item in race(experiment, start, 1500, 0.001) for chunk in item]
        made.append(
            [
                np.concatenate([each.theta for each in chunks if each.racer == racer]).tobytes()
                for racer in range(len(start))
            ]
        )

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run()
    assert made[0] == made[1] == made[2]


# ------------------------------------------------------------------------------------- landscapes


class Cliff:
    """Floats raise an exception here where arrays overflow."""

    axes = ("x", "y")
    box: Any = ((-1.0, 1.0), (-1.0, 1.0))
    start = (1e9, 0.0)
    minima = ()

    def value(self, x: Any, y: Any) -> Any:
        return x**400 + y

    def gradient(self, x: Any, y: Any) -> Any:
        return 400 * x**399, y + 1.0


def test_a_power_out_of_range_is_an_infinite_slope():
    cliff: Any = Cliff()
    objective = LandscapeObjective(cliff)
    theta = np.array([1e9, 0.0])
    assert objective.gradient(theta).tolist() == [np.inf, np.inf]
    assert objective.differentiator()(theta) == np.inf
    assert objective.value(theta) == np.inf


def test_equal_landscapes_are_one_objective():
    assert prepare(Experiment(objective=Landscape())) is prepare(
        Experiment(objective=Landscape(), steps=9)
    )
