import contextlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.session.labs import entries
from optlab.session.labs.chain import written
from optlab.session.labs.journal import Journal, read_journal
from optlab.session.labs.notebook import IDLE, Notebook
from optlab.session.labs.prompts import Verdict
from optlab.session.message import Message

RIGHT = Verdict(True, 0.0, Message("That is right."))
WRONG = Verdict(False, 1.0, Message("Not yet."))
KEPT = Verdict(None, math.nan, Message("Kept: {what}", {"what": "{braces}"}))
DRAWN = [[0, 1.0], [50, 0.2]]
ROW = ([0.1, 0.3], {"optimizer.learning_rate": 0.1})


def same(first, second):
    """Whether two notebooks say the same about everything."""
    return all(parts(first)[name] == parts(second)[name] for name in parts(first))


def parts(notebook):
    """What a notebook says, without the empty lists that were only looked at."""
    names = [
        "step",
        "answers",
        "rows",
        "runs",
        "met",
        "hints",
        "concluded",
        "sittings",
        "finished",
        "points",
        "seal",
    ]
    held = {name: getattr(notebook, name) for name in names}
    for name in ("rows", "runs", "hints"):
        held[name] = {key: value for key, value in held[name].items() if value}
    return held | {"seconds": [notebook.seconds(i) for i in range(3)]}


def reread(notebook):
    """The notebook out of the bytes of its journal."""
    data = b"".join(written(line) + b"\n" for line in notebook.journal.lines)
    journal = Journal()
    journal.lines = read_journal(data, "a")[0]
    return Notebook(notebook.lab, journal)


def test_a_new_notebook_is_empty(notebook):
    assert (notebook.step, notebook.points, notebook.most_points) == (0, 0, 5)
    assert notebook.student == "group 7"
    assert not notebook.done(0)
    assert notebook.done(2)
    assert not notebook.finished


def test_a_prediction_stands_and_is_compared(notebook):
    assert not notebook.may_play(0)
    with pytest.raises(ValueError, match="no prediction yet"):
        notebook.outcome("curve", RIGHT)
    notebook.lock("curve", DRAWN)
    assert notebook.may_play(0)
    assert notebook.answers["curve"].verdict is None
    for again in (lambda: notebook.lock("curve", []), lambda: notebook.answer("curve", 1, RIGHT)):
        with pytest.raises(ValueError, match="locked"):
            again()
    notebook.outcome("curve", RIGHT, [[0, 1.5], [50, 0.1]])
    answer = notebook.answers["curve"]
    assert (answer.value, answer.real) == (DRAWN, [[0, 1.5], [50, 0.1]])
    assert answer.verdict == Verdict(True, 0.0, Message("{says}", {"says": "That is right."}))
    assert notebook.points == 2


def test_a_step_is_concluded_by_what_completes_it(notebook):
    notebook.lock("curve", DRAWN)
    notebook.answer("choice", 2, RIGHT)
    notebook.answer("number", 0.3, WRONG)
    notebook.outcome("curve", WRONG)
    assert not notebook.done(0)
    notebook.answer("number", 0.2, RIGHT)
    assert notebook.done(0)
    assert notebook.concluded == {0}
    assert isinstance(notebook.journal.lines[-1].entry, entries.Concluded)
    notebook.answer("number", 0.2, RIGHT)
    assert notebook.answers["number"].tries == 3
    assert sum(isinstance(each.entry, entries.Concluded) for each in notebook.journal.lines) == 1


def test_nobody_is_stuck_at_a_prompt(notebook):
    for tries in range(1, 4):
        notebook.answer("choice", 1, WRONG)
        assert notebook.settled("choice") == (tries == 3)
    assert notebook.points == 0


def test_a_goal_counts_with_prompts(notebook):
    notebook.answer("text", "Because of that.", KEPT)
    notebook.answer("table", [], KEPT)
    notebook.lock("point", [1.0, 2.0])
    notebook.outcome("point", WRONG, [1.5, 2.0])
    assert not notebook.done(1)
    notebook.meet(1, 0, "The loss is 0.1.", {"steps": 20})
    notebook.meet(1, 0, "The loss is 0.05.", {})
    assert notebook.done(1)
    assert notebook.met[1, 0].figures == "The loss is 0.1."
    assert notebook.points_of(1) == (0, 1)  # a person judges the text, and nobody the table
    assert str(notebook.answers["text"].verdict.says) == "Kept: {braces}"


def test_rows_come_and_go(notebook):
    notebook.add_row("table", *ROW)
    notebook.add_row("table", [0.2, math.nan], {})
    assert [row.cells for row in notebook.rows["table"]] == [(0.1, 0.3), (0.2, None)]
    with pytest.raises(ValueError, match="no row 2"):
        notebook.drop_row("table", 2)
    notebook.drop_row("table", 0)
    assert [row.cells for row in notebook.rows["table"]] == [(0.2, None)]


def test_a_run_is_noted_once(notebook):
    for _ in range(3):
        notebook.run({"steps": 20}, {"Loss": 0.25})
    notebook.run({"steps": 30}, {"Loss": 0.25})
    notebook.run({"steps": 20}, {"Loss": 0.25})
    assert [run.settings["steps"] for run in notebook.runs[0]] == [20, 30, 20]


def test_hints_come_one_by_one_and_end(notebook):
    assert [notebook.hint(0) for _ in range(4)] == [1, 2, 2, 2]
    assert notebook.hint(2) == 0
    assert sum(isinstance(each.entry, entries.Hint) for each in notebook.journal.lines) == 2


def test_time_is_counted_by_step_without_long_pauses(tmp_path, lab_file, clock):
    from optlab.session.labs.shelves import Shelves

    shelves = Shelves(tmp_path)
    notebook = shelves.open(lab_file, "a", clock)
    notebook.enter(0)
    clock.now += 40
    notebook.answer("choice", 1, WRONG)
    assert notebook.answers["choice"].seconds == 40
    clock.now += 3600
    notebook.enter(1)
    clock.now -= 100  # somebody set the clock
    notebook.enter(1)
    clock.now += 160
    notebook.enter(0)
    clock.now += 5
    notebook.close()
    clock.now += 86_400
    again = shelves.open(lab_file, "a", clock)
    clock.now += 7
    again.enter(1)
    assert again.seconds(0) == 40 + IDLE + 5 + 7
    assert again.seconds(1) == 60
    assert [round(each.end - each.begin) for each in again.sittings] == [3705, 7]
    again.close()


def test_the_same_step_is_entered_once_a_sitting(notebook):
    before = len(notebook.journal.lines)
    notebook.enter(0)
    notebook.enter(0)
    assert len(notebook.journal.lines) == before + 1


def test_a_step_that_is_not_there_is_not_entered(notebook):
    before = len(notebook.journal.lines)
    for step in (3, -1):
        with pytest.raises(ValueError, match=f"no step {step}: the lab has 3"):
            notebook.enter(step)
    assert len(notebook.journal.lines) == before
    assert notebook.step == 0


def test_a_journal_of_a_longer_lab_is_read_without_what_is_gone(notebook):
    notebook.enter(1)
    places = {"step": 3, "key": "gone"}
    verdict = {"right": True, "gap": 0.0, "says": "Right."}
    for kind, fields in (
        (entries.Enter, {"step": 3}),
        (entries.Answered, places | verdict | {"value": 1}),
        (entries.Locked, places | {"value": 1}),
        (entries.Outcome, places | verdict),
        (entries.Row, places | {"cells": [1.0], "settings": {}}),
        (entries.Dropped, places | {"row": 0}),
        (entries.Ran, {"step": 3, "settings": {}, "metrics": {}}),
        (entries.Met, {"step": 3, "check": 0, "figures": "0.1", "settings": {}}),
        (entries.Hint, {"step": 3, "number": 1}),
        (entries.Concluded, {"step": 3}),
    ):
        notebook.journal.append(kind, **fields)
    again = reread(notebook)
    assert again.step == 1
    assert not any((again.answers, again.concluded, again.met, again.runs, again.hints))
    again.answer("text", "Because.", KEPT)
    assert again.settled("text")


KEYS = st.sampled_from(["curve", "choice", "number", "text", "table", "point"])
VALUES = st.integers() | st.floats() | st.text(st.characters(), max_size=20) | st.just(DRAWN)
VERDICTS = st.sampled_from([RIGHT, WRONG, KEPT])
STEPS = st.integers(0, 2)
ACTS = st.one_of(
    st.tuples(st.just("enter"), STEPS),
    st.tuples(st.just("answer"), KEYS, VALUES, VERDICTS),
    st.tuples(st.just("lock"), KEYS, VALUES),
    st.tuples(st.just("outcome"), KEYS, VERDICTS, VALUES),
    st.tuples(st.just("add_row"), KEYS, st.lists(st.floats() | st.text(), max_size=3), st.just({})),
    st.tuples(st.just("drop_row"), KEYS, st.integers(0, 2)),
    st.tuples(st.just("run"), st.dictionaries(st.text(min_size=1), VALUES), st.just({"Loss": 0.1})),
    st.tuples(st.just("meet"), STEPS, st.integers(0, 1), st.text(), st.just({})),
    st.tuples(st.just("hint"), STEPS),
    st.tuples(st.just("finish")),
    st.tuples(st.just("close")),
)


@settings(max_examples=150)
@given(acts=st.lists(st.tuples(st.floats(-10, 1000), ACTS), max_size=25))
def test_any_sequence_folds_the_same_after_reopening(lab, acts):
    now = [1e9]
    journal = Journal(None, lambda: now[0])
    head = {"lab": "a", "title": "A", "digest": "0" * 64, "version": "1", "student": "s"}
    journal.append(entries.Begin, **head, seed=None)
    notebook = Notebook(lab, journal)
    for wait, (name, *values) in acts:
        now[0] += wait
        with contextlib.suppress(ValueError):
            getattr(notebook, name)(*values)
        assert same(notebook, reread(notebook))
