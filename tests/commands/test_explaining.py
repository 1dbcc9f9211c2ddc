"""`optlab explain` tells the numbers of the very step that the run makes."""

from __future__ import annotations

import pytest

from optlab.cli import main
from optlab.engine import Snapshot, advance, begin
from optlab.engine.explain import explain
from optlab.resources import resource
from optlab.session.files import read_experiment
from optlab.session.numbers import figure

CIRCLE = resource("examples", "circle.optlab")


def told(capsys: pytest.CaptureFixture[str], *words: object) -> list[str]:
    assert main(["explain", str(CIRCLE), *map(str, words)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    assert main(["explain", str(CIRCLE), *map(str, words)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.removeprefix("optlab: ").strip()


def walked(racer: int, steps: int) -> Snapshot:
    experiment = read_experiment(CIRCLE)
    snapshot = begin(experiment)[racer]
    for _ in range(steps):
        snapshot = advance(experiment, snapshot)
    return snapshot


def test_it_tells_every_line_of_the_formula_in_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "--step", 12, "--racer", "Adam", "--parameter", 3)
    names = [racer.name for racer in read_experiment(CIRCLE).racers]
    before = walked(names.index("Adam"), 11)
    explanation = explain(read_experiment(CIRCLE), before)
    assert lines[0] == "Adam, step 12, on a batch of 10"
    assert lines[1] == f"parameter 3: {explanation.names[3]}"
    for line in explanation.lines:
        place = lines.index(f"{line.text}    ({line.meaning})")
        assert lines[place + 1].strip() == line.substituted(3, figure)
    after = walked(names.index("Adam"), 12).theta[3]
    assert lines[-1] == f"from {figure(float(before.theta[3]))} to {figure(float(after))}"


def test_the_first_step_of_the_first_racer_is_the_usual_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    explanation = explain(read_experiment(CIRCLE), walked(0, 0))
    assert told(capsys)[0].startswith(f"{explanation.title}, step 1")


def test_a_search_tells_what_it_tried(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "--set", "optimizer.kind=random-search", "--set", "optimizer.tries=4")
    table = lines[lines.index("accepts a point q with L(q) < L(θ)") + 1 :]
    assert table[0].split() == ["try", "loss", "at", "most"]
    assert [row.split()[0] for row in table[1:6]] == ["1", "2", "3", "4", "5"]
    assert sum(row.endswith("accepted") for row in table) <= 1


def test_what_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    experiment = read_experiment(CIRCLE)
    assert refused(capsys, "--step", 0).endswith("there is no step 0.")
    assert refused(capsys, "--step", experiment.steps + 1).startswith("Steps go from 1 to")
    assert experiment.racers[0].name in refused(capsys, "--racer", "Nobody")
    size = begin(experiment)[0].theta.size
    assert f"the last one is {size - 1}" in refused(capsys, "--parameter", size)


def test_after_the_end_of_a_racer_there_is_no_step(capsys: pytest.CaptureFixture[str]) -> None:
    wild = ("--set", "optimizer.kind=gradient-descent", "--set", "optimizer.learning_rate=10")
    rough = ("--set", "objective={kind='landscape', landscape={kind='rosenbrock'}}")
    start = ("--set", "start={kind='at', theta=[-1.5, 2.0]}")
    sentence = refused(capsys, *rough, *start, *wild, "--step", 300)
    assert sentence.startswith("There is no step 300. Diverged at step")
