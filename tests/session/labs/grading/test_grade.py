import json

import msgspec
import pytest

from optlab.session.bad_file import BadFile
from optlab.session.labs.chain import ROOT, chained
from optlab.session.labs.entries import Begin, Finish
from optlab.session.labs.grading import grade
from optlab.session.labs.grading.row import most_points
from optlab.session.labs.report import dump, read_report
from optlab.session.labs.trial import finish
from optlab.session.labs.variants import seed_of


def graded(hand_in, file):
    return finish(grade(hand_in.folder, file))


def row_of(table, student):
    return next(row for row in table.rows if row.student == student)


def test_a_flawless_report_has_all_points_and_no_trouble(hand_in, file):
    hand_in("Anna")
    (row,) = graded(hand_in, file).rows
    assert row.troubles == ()
    assert row.points == most_points(file.lab) == 6.0  # words and rates are for people to read
    assert row.seed == seed_of(file.lab, "bowls", "Anna")
    assert (row.steps_done, row.goals_met) == (3, 2)
    assert row.cells["guess"].said == "2. Still on the slope"
    assert row.cells["words"].right is None
    assert row.seconds > 60


def test_numbers_are_those_of_the_students_own_seed(hand_in, file, expected):
    names = ["Anna", "Bob", "Cem", "Dora", "Eva", "Finn", "Gül", "Hana"]
    seeds = {name: seed_of(file.lab, "bowls", name) for name in names}
    assert len(set(seeds.values())) == 3
    for name in names:
        hand_in(name)
    rows = {row.student: row for row in graded(hand_in, file).rows}
    for name, seed in seeds.items():
        own = finish(expected.number("line-loss", seed))
        assert rows[name].cells["line-loss"].value == own
        assert rows[name].cells["line-loss"].right
    other = next(name for name in names if seeds[name] != seeds["Anna"])
    hand_in("Anna", said={"line-loss": rows[other].cells["line-loss"].value})
    assert row_of(graded(hand_in, file), "Anna").cells["line-loss"].right is False


def test_a_wrong_answer_that_the_report_calls_right_is_wrong_and_told(hand_in, file):
    hand_in("Anna", said={"end-loss": 3.21}, claim=True)
    row = row_of(graded(hand_in, file), "Anna")
    assert row.cells["end-loss"].right is False
    assert row.points == 5.0
    assert "end-loss: the report says that it is right, but it is not." in row.troubles


def test_a_right_answer_that_the_report_calls_wrong_is_right(hand_in, file):
    hand_in("Anna", claim=False)
    assert row_of(graded(hand_in, file), "Anna").points == 6.0


def test_what_is_not_answered_is_worth_nothing(hand_in, file):
    hand_in("Anna", until=1)
    row = row_of(graded(hand_in, file), "Anna")
    assert not row.cells["line-loss"].given
    assert row.steps_done == 1
    assert row.points == 5.0


def test_a_report_with_a_changed_answer_is_marked_and_stays_in_the_table(hand_in, file):
    path = hand_in("Anna", said={"end-loss": 3.21})
    path.write_bytes(path.read_bytes().replace(b"3.21", b"18.1"))
    row = row_of(graded(hand_in, file), "Anna")
    assert row.troubles[0].startswith("CHANGED: Entry ")
    assert row.cells["end-loss"].said == "18.1"


def test_one_with_an_entry_taken_out_too(hand_in, file):
    path = hand_in("Anna")
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:5] + lines[6:]))
    assert row_of(graded(hand_in, file), "Anna").troubles[0].startswith("CHANGED: ")


def test_and_one_that_was_cut_at_the_end(hand_in, file):
    path = hand_in("Anna")
    report = json.loads(path.read_bytes())
    report["lines"] = report["lines"][:-1]
    path.write_text(json.dumps(report))
    assert row_of(graded(hand_in, file), "Anna").troubles[0].startswith("CHANGED: ")


def rewritten(path, kind, **fields):
    """Change an entry and make the whole chain anew, as somebody with a program would."""
    lines, previous = [], ROOT
    for line in read_report(path).lines:
        is_meant = isinstance(line.entry, kind)
        entry = msgspec.structs.replace(line.entry, **fields) if is_meant else line.entry
        lines.append(chained(entry, previous))
        previous = lines[-1].hash
    path.write_bytes(dump(lines))


def test_a_seed_of_another_student_shows_even_when_the_chain_was_made_anew(hand_in, file):
    path = hand_in("Anna")
    wrong = next(seed for seed in file.lab.seeds if seed != seed_of(file.lab, "bowls", "Anna"))
    rewritten(path, Begin, seed=wrong)
    row = row_of(graded(hand_in, file), "Anna")
    assert any("the seed of this student is" in each for each in row.troubles)


def test_a_clock_that_goes_backwards_is_told(hand_in, file):
    path = hand_in("Anna")
    rewritten(path, Finish, at=1_800_000_001.0)
    assert any("backwards" in each for each in row_of(graded(hand_in, file), "Anna").troubles)


def test_another_version_of_the_lab_is_told(hand_in, file):
    path = hand_in("Anna")
    rewritten(path, Begin, digest="0" * 64)
    row = row_of(graded(hand_in, file), "Anna")
    assert any("another version of the lab" in each for each in row.troubles)
    assert row.points == 6.0


@pytest.mark.parametrize(
    "value",
    [
        "x",
        None,
        [],
        {},
        [[1]],
        [[0, 1], [0, 1]],
        True,
        [{"cells": [[1], [2]]}] * 3,
        1e300,
        "x" * 30,
    ],
)
def test_an_answer_that_cannot_be_is_a_cell_with_a_sentence(hand_in, file, value):
    kinds = ("guess", "end-loss", "curve", "rates")
    hand_in("Anna", said=dict.fromkeys(kinds, value))
    row = row_of(graded(hand_in, file), "Anna")
    assert all(row.cells[key].right in (False, None) for key in kinds)
    assert any("none that can be given here" in each for each in row.troubles)


def test_what_cannot_be_read_is_a_row_with_its_sentence(hand_in, file):
    hand_in("Anna")
    (hand_in.folder / "bad.optreport").write_text("PK hello")
    (hand_in.folder / "deep").mkdir()
    (hand_in.folder / "deep" / "empty.optreport").write_text("")
    (hand_in.folder / "notes.txt").write_text("no report")
    table = graded(hand_in, file)
    assert [row.file for row in table.others] == ["bad.optreport", "deep/empty.optreport"]
    assert all(row.troubles[0].startswith("UNREADABLE: ") for row in table.others)
    assert len(table.rows) == 3


def test_a_report_of_another_lab_is_not_marked(hand_in, file):
    path = hand_in("Anna")
    for old, new in ((b'"bowls"', b'"cups"'), (b"How long is a good step?", b"Cups")):
        path.write_bytes(path.read_bytes().replace(old, new))
    (row,) = graded(hand_in, file).others
    assert 'NOT MARKED: This is a report of the lab "cups", not of "bowls".' in row.troubles
    (row,) = finish(grade(hand_in.folder)).others
    assert "name its file with --lab" in row.troubles[0]


def test_a_folder_without_reports_is_refused(tmp_path, file):
    with pytest.raises(BadFile, match="no report"):
        finish(grade(tmp_path, file))
    with pytest.raises(BadFile, match="no such folder"):
        finish(grade(tmp_path / "none", file))
