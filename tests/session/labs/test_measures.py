"""Every measure against a closed form, a count by hand, or another part of the program."""

import math

import msgspec
import numpy as np
import pytest

from optlab.engine import Experiment
from optlab.engine.declare import kind_of
from optlab.engine.experiment import Landscape
from optlab.engine.landscapes import DoubleWell
from optlab.engine.trouble import Unfit
from optlab.session.labs.measures import MEASURES, AnyMeasure, Measure
from optlab.session.labs.measures.measure import fitting_of
from optlab.session.labs.trial import Trial, finish
from optlab.session.rows import rows
from tests.session.labs.grounds import on_bowl


def measured(experiment: Experiment, **measure: object) -> float:
    asked: Measure = msgspec.convert(measure, AnyMeasure)
    asked.check(experiment)
    return finish(asked.of(Trial(experiment)))


def shrunk(steps: int, rate: float = 0.1) -> float:
    """The loss on the bowl after so many steps of descent, by the closed form."""
    return 5.0 * (1.0 - 2.0 * rate) ** (2 * steps)


def test_the_loss_at_the_end_at_a_step_and_the_lowest(bowl):
    assert measured(bowl, kind="loss") == pytest.approx(shrunk(20))
    assert measured(bowl, kind="loss", step=3) == pytest.approx(shrunk(3))
    assert measured(bowl, kind="loss", lowest=True, step=7) == pytest.approx(shrunk(7))


def test_the_loss_is_that_of_the_command_line(circle):
    told = [row for block in rows(circle) for row in block if row.racer == "Adam"]
    assert measured(circle, kind="loss", racer="Adam", step=12) == told[12].train_loss
    assert measured(circle, kind="loss", racer="Adam", on="test") == told[-1].test_loss


def test_steps_and_cost_to_a_loss(bowl):
    wanted = 0.5
    steps = next(k for k in range(100) if shrunk(k) <= wanted)
    assert measured(bowl, kind="steps-to", loss=wanted) == steps
    assert measured(bowl, kind="cost-to", loss=wanted, coin="gradient-evaluations") == steps
    assert measured(bowl, kind="steps-to", loss=-1.0) == math.inf
    assert measured(bowl, kind="cost-to", loss=-1.0) == math.inf


def test_cost_is_what_the_snapshot_has_paid(circle):
    assert measured(circle, kind="cost", coin="samples") == 30 * 10
    assert measured(circle, kind="cost", coin="steps") == 30
    assert measured(circle, kind="cost", coin="gradient-evaluations", step=4) == 4


def test_rises_and_roughness_of_a_smooth_and_a_swinging_run():
    assert measured(on_bowl(), kind="rises") == 0
    assert measured(on_bowl(), kind="roughness") == 0
    assert measured(on_bowl(rate=1.05), kind="rises") == 20


def test_the_gradient_of_the_bowl_is_twice_the_place(bowl):
    place = math.sqrt(5.0) * 0.8**5
    assert measured(bowl, kind="gradient-norm", step=5) == pytest.approx(2 * place)


def test_parameters_and_changes_by_name(bowl):
    assert measured(bowl, kind="parameter", name="y", step=2) == pytest.approx(2 * 0.8**2)
    change = measured(bowl, kind="change", name="y", step=3)
    assert change == pytest.approx(-0.1 * 2 * (2 * 0.8**2))  # minus rate times slope
    assert measured(bowl, kind="change", step=1) == pytest.approx(0.2 * math.sqrt(5.0))


def test_a_line_comes_to_the_closed_form_in_its_own_units(line):
    train = fitting_of(line).train
    slope, bias = np.polyfit(train.features[:, 0], train.targets, 1)
    names = fitting_of(line).names
    found = [measured(line, kind="parameter", name=name, own_units=True) for name in names]
    assert found == pytest.approx([slope, bias], rel=1e-3)
    assert measured(line, kind="excess") == pytest.approx(0.0, abs=1e-8)
    assert measured(line, kind="distance") == pytest.approx(0.0, abs=1e-4)
    assert measured(line, kind="excess", step=0) > 0


def test_distances(bowl):
    assert measured(bowl, kind="distance") == pytest.approx(math.sqrt(5.0) * 0.8**20)
    assert measured(bowl, kind="distance", to="start", step=1) == pytest.approx(
        0.2 * math.sqrt(5.0)
    )


def test_the_lowest_minimum_is_not_the_nearest():
    experiment = on_bowl(objective=Landscape(DoubleWell()))
    low, near = (measured(experiment, kind="distance", to=to) for to in ("lowest", "minimum"))
    assert low >= near


def test_the_size_of_the_weights(bowl):
    assert measured(bowl, kind="weight-size", step=0) == pytest.approx(math.sqrt(2.5))


def test_the_loss_at_a_point_needs_no_run(bowl):
    assert measured(bowl, kind="loss-at", theta=[3.0, 4.0]) == pytest.approx(25.0)
    assert math.isnan(measured(bowl, kind="loss-at", theta=[3.0]))


def test_accuracy_and_recall_are_counts(circle):
    objective = fitting_of(circle)
    trial = Trial(circle)
    finish(trial.run())
    said = objective.predict(trial.snapshot(1).theta, objective.train.features) >= 0.5
    truth = objective.train.targets == 1
    assert measured(circle, kind="metric", racer="Adam") == pytest.approx((said == truth).mean())
    recall = (said & truth).sum() / truth.sum()
    assert measured(circle, kind="metric", racer="Adam", name="recall") == pytest.approx(recall)


def test_the_share_of_a_class_is_what_always_saying_it_gets_right(circle):
    targets = fitting_of(circle).train.targets
    assert measured(circle, kind="share") == pytest.approx(
        max(np.mean(targets), 1 - np.mean(targets))
    )


@pytest.mark.parametrize(
    ("what", "wanted"),
    [("parameters", 25), ("features", 2), ("training", 30), ("test", 30), ("classes", 2)],
)
def test_counts(circle, what, wanted):
    assert measured(circle, kind="count", of_what=what) == wanted


def test_units_die_after_a_step_that_was_far_too_long(circle):
    relu = {"model.activation.kind=relu", "optimizer.learning_rate=10"}
    assert measured(circle, kind="units") == 0
    dead = {"kind": "units", "racer": "Gradient descent"}
    assert measured(circle, kind="elsewhere", set=sorted(relu), what=dead) > 0


def test_the_curvature_of_the_bowl_is_two(bowl):
    assert measured(bowl, kind="curvature") == pytest.approx(2.0, rel=1e-6)
    assert measured(bowl, kind="curvature", which="smallest") == pytest.approx(2.0, rel=1e-6)


def test_one_valley_is_one_basin_and_two_are_two(bowl):
    drawn = {"start": {"kind": "uniform"}}
    on_one = msgspec.convert(msgspec.to_builtins(bowl) | drawn, Experiment)
    assert measured(on_one, kind="basins", seeds=12) == 1
    wells = msgspec.structs.replace(on_one, objective=Landscape(DoubleWell()), steps=200)
    assert measured(wells, kind="basins", seeds=12) == 2


def test_successes_count_the_seeds_that_get_there(bowl):
    assert measured(bowl, kind="successes", seeds=5, loss=shrunk(20) * 1.01) == 5
    assert measured(bowl, kind="successes", seeds=5, loss=shrunk(20) * 0.99) == 0


def test_the_formula_of_an_update_is_the_update(circle):
    assert measured(circle, kind="formula-error", racer="Momentum", step=9) < 1e-12


@pytest.mark.parametrize(
    ("loss", "wanted"),
    [("cross-entropy", -math.log(0.01)), ("mse", 0.99**2), ("mae", 0.99)],
)
def test_the_charge_for_a_confident_mistake(bowl, loss, wanted):
    asked = {"kind": "penalty", "loss": {"kind": loss}, "target": 1.0, "said": 0.01}
    assert measured(bowl, **asked) == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("activation", "z", "output", "slope"),
    [
        ({"kind": "sigmoid"}, 0.0, 0.5, 0.25),
        ({"kind": "sigmoid"}, math.log(3), 0.75, 0.75 * 0.25),
        ({"kind": "leaky-relu", "slope": 0.1}, -2.0, -0.2, 0.1),
        ({"kind": "silu"}, 0.0, 0.0, 0.5),
    ],
)
def test_the_shape_of_an_activation(bowl, activation, z, output, slope):
    asked = {"kind": "activation", "activation": activation, "z": z}
    assert measured(bowl, **asked) == pytest.approx(output)
    assert measured(bowl, **asked, slope=True) == pytest.approx(slope)


def test_a_maxout_unit_has_no_single_sum(bowl):
    asked = {"kind": "activation", "activation": {"kind": "maxout"}}
    with pytest.raises(Unfit, match="several sums"):
        msgspec.convert(asked, AnyMeasure).check(bowl)


def test_measures_of_measures(bowl):
    here = {"kind": "loss", "step": 1}
    there = {"kind": "loss", "step": 0}
    assert measured(bowl, kind="ratio", first=here, second=there) == pytest.approx(0.64)
    assert measured(bowl, kind="difference", first=there, second=here) == pytest.approx(1.8)
    assert measured(bowl, kind="median", what=here, seeds=3) == pytest.approx(3.2)
    best = {"what": here, "path": "optimizer.learning_rate"}
    assert measured(bowl, kind="best", values=[0.1, 0.5, 0.9], **best) == 0.5
    assert measured(bowl, kind="best", values=[0.1, 0.5, 0.9], highest=True, **best) in (0.1, 0.9)


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "loss", "racer": "Nobody"},
        {"kind": "loss", "on": "test"},
        {"kind": "loss", "step": 21},
        {"kind": "parameter", "name": "z"},
        {"kind": "metric"},
        {"kind": "units"},
        {"kind": "count", "of_what": "features"},
        {"kind": "share"},
        {"kind": "change", "step": 0},
        {"kind": "parameter", "name": "x", "own_units": True},
    ],
    ids=lambda asked: f"{asked['kind']}-{len(asked)}",
)
def test_a_number_that_cannot_be_is_refused_before_the_run(bowl, asked):
    with pytest.raises(Unfit):
        msgspec.convert(asked, AnyMeasure).check(bowl)


def test_what_stands_in_the_catalog_says_what_it_is():
    for kind, measure in MEASURES.items():
        assert kind == kind_of(measure)
        assert measure.title
        assert measure.help.endswith(".")
