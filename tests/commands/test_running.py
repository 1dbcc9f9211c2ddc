"""`optlab run` reports what the engine computed: exact, complete, right by another road."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optlab.cli import main
from optlab.engine import begin, prepare, race
from optlab.engine.fitted import FittingObjective
from optlab.resources import resource
from optlab.session.files import read_experiment

BIRTHS = resource("examples", "births.optlab")
CIRCLE = resource("examples", "circle.optlab")
COLUMNS = (
    "racer,step,epoch,train_loss,test_loss,gradient_norm,"
    "loss_evaluations,gradient_evaluations,samples,status"
)


def report(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert main(["run", *map(str, words), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_every_racer_finds_the_least_squares_line(capsys: pytest.CaptureFixture[str]) -> None:
    objective = prepare(read_experiment(BIRTHS))
    assert isinstance(objective, FittingObjective)
    train = objective.train
    columns = np.column_stack([train.features, np.ones(len(train.targets))])
    (_, squares, *_) = np.linalg.lstsq(columns, train.targets, rcond=None)
    best = float(squares[0]) / len(train.targets)
    for result in report(capsys, BIRTHS)["results"]:
        assert result["train_loss"] == pytest.approx(best, rel=1e-6)


def test_json_holds_the_exact_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    results = report(capsys, CIRCLE, "--steps", 40)["results"]
    experiment = read_experiment(CIRCLE)
    heads = {head.racer: head for head in begin(experiment)}
    for chunks in race(experiment, tuple(heads.values()), 40):
        heads.update({chunk.racer: chunk.snapshot(-1) for chunk in chunks})
    for result, head in zip(results, heads.values(), strict=True):
        assert list(result["theta"].values()) == head.theta.tolist()
        assert result["gradient_norm"] == head.gradient_norm
        assert result["samples"] == head.cost.samples
        assert result["train_loss"] == float(prepare(experiment).value(head.theta))


def test_json_has_null_where_there_is_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    race_file = resource("examples", "rosenbrock-race.optlab")
    for result in report(capsys, race_file, "--steps", 3)["results"]:
        assert result["test_loss"] is None
        assert result["metrics"] is None


def test_json_has_metrics_of_both_sets(capsys: pytest.CaptureFixture[str]) -> None:
    objective = prepare(read_experiment(CIRCLE))
    assert isinstance(objective, FittingObjective)
    for result in report(capsys, CIRCLE, "--steps", 40)["results"]:
        theta = np.array(list(result["theta"].values()))
        for name, samples in (("train", objective.train), ("test", objective.test)):
            told, true = result["metrics"][name], samples.targets > 0.5
            said = objective.predict(theta, samples.features) >= 0.5
            assert told["accuracy"] == pytest.approx(float(np.mean(said == true)))
            found = [[int(np.sum((true == i) & (said == j))) for j in (0, 1)] for i in (0, 1)]
            assert told["confusion"] == found
            assert told["classes"]["blue"]["recall"] == pytest.approx(found[1][1] / sum(found[1]))
    (result, *_) = report(capsys, BIRTHS, "--steps", 40)["results"]
    assert result["metrics"]["test"]["mse"] == pytest.approx(result["test_loss"])


def test_json_has_coefficients_in_the_users_own_units(capsys: pytest.CaptureFixture[str]) -> None:
    objective = prepare(read_experiment(BIRTHS))
    assert isinstance(objective, FittingObjective)
    train = objective.train
    slope, intercept = np.polyfit(train.features[:, 0], train.targets, 1)
    for result in report(capsys, BIRTHS)["results"]:
        told = result["own_units"]
        assert told == {
            "w(mother's age)": pytest.approx(slope, rel=1e-3),
            "b": pytest.approx(intercept, rel=1e-3),
        }
    assert report(capsys, CIRCLE, "--steps", 1)["results"][0]["own_units"] is None


def test_json_has_both_terms_of_cross_entropy(capsys: pytest.CaptureFixture[str]) -> None:
    for result in report(capsys, CIRCLE, "--steps", 40)["results"]:
        terms = result["loss_terms"]
        assert min(terms.values()) > 0.0
        assert sum(terms.values()) == pytest.approx(result["train_loss"], rel=1e-12)
    assert report(capsys, BIRTHS, "--steps", 1)["results"][0]["loss_terms"] is None


def test_json_has_metrics_by_group(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--steps", 5, "--set", "dataset.kind=two-groups")
    for result in report(capsys, CIRCLE, *words)["results"]:
        whole = result["metrics"]["test"]
        ((_, groups),) = whole["groups"].items()
        assert sum(part["samples"] for part in groups.values()) == whole["samples"]
        tables = np.array([part["confusion"] for part in groups.values()])
        assert tables.sum(axis=0).tolist() == whole["confusion"]


def test_the_table_says_who_ended_where_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(CIRCLE), "--set", "racers[2].optimizer.learning_rate=10"]) == 0
    heading, *rows = capsys.readouterr().out.splitlines()
    titles = ["racer", "step", "train loss", "test loss", "test right", "status"]
    assert re.split(r"  +", heading) == titles
    assert [row[:8].strip() for row in rows] == ["Momentum", "Adam", "Gradient"]


def test_a_divergence_is_told_with_its_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    race_file = resource("examples", "rosenbrock-race.optlab")
    assert main(["run", str(race_file), "--set", "racers[0].optimizer.learning_rate=1"]) == 0
    assert "Diverged at step" in capsys.readouterr().out


def test_changes_are_applied_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    changes = ["--steps", 9, "--set", "steps=8", "--set", "seed=3", "--set", "loss.kind=mse"]
    told = report(capsys, CIRCLE, *changes)["experiment"]
    assert (told["steps"], told["seed"]) == (8, 3)
    assert told["objective"]["loss"] == {"kind": "mse"}


def test_csv_has_the_promised_columns_and_every_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "steps.csv"
    results = report(capsys, CIRCLE, "--steps", 30, "--csv", out)["results"]
    assert out.read_text().partition("\n")[0] == COLUMNS
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert len(rows) == 3 * 31
    for result in results:
        mine = [row for row in rows if row["racer"] == result["racer"]]
        assert [int(row["step"]) for row in mine] == list(range(31))
        assert float(mine[-1]["train_loss"]) == pytest.approx(result["train_loss"], rel=1e-12)
        assert mine[-1]["status"] == "running"
        assert math.isclose(float(mine[-1]["epoch"]), result["epoch"])
    assert list(tmp_path.iterdir()) == [out]


def test_a_csv_that_was_there_is_replaced_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "steps.csv"
    out.write_text("old\n" * 10_000)
    report(capsys, CIRCLE, "--steps", 1, "--csv", out)
    assert len(out.read_text().splitlines()) == 1 + 3 * 2


@pytest.mark.parametrize("name", ["births", "circle", "spirals", "rosenbrock-race"])
def test_every_example_trains_well(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = resource("examples", f"{name}.optlab")
    objective, start = prepare(read_experiment(path)), begin(read_experiment(path))
    before = float(objective.value(start[0].theta))
    for result in report(capsys, path)["results"]:
        assert result["status"] in ("running", "converged")
        assert result["train_loss"] < before / 1.5
