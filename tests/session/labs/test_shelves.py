import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optlab.session.bad_file import BadFile
from optlab.session.labs import shelves as module
from optlab.session.labs.prompts import Verdict
from optlab.session.labs.reading import LabFile
from optlab.session.labs.shelves import Shelves
from optlab.session.labs.variants import normalised
from optlab.session.message import Message

RIGHT = Verdict(True, 0.0, Message("Right."))
IDS = st.text(st.characters(), max_size=200) | st.sampled_from(
    ["", ".", "..", "../../etc/passwd", "C:\\x", "CON", "nul.txt", "a/b", "a\0b", "-rf", "~", " "]
)


@settings(max_examples=300)
@given(first=IDS, second=IDS, name=IDS)
def test_any_student_has_a_safe_file_of_their_own(tmp_path_factory, first, second, name):
    shelves = Shelves(tmp_path_factory.getbasetemp())
    path, other = shelves.path(name, first), shelves.path(name, second)
    assert path.parent == shelves.folder
    assert re.fullmatch(r"[a-z0-9-]{26,80}\.optjournal", path.name)
    assert not path.name.startswith("-")
    assert (path == other) == (normalised(first) == normalised(second))
    assert path != shelves.path(name + "x", first)


def test_a_notebook_goes_on_where_it_was_left(tmp_path, lab_file, clock):
    shelves = Shelves(tmp_path)
    first = shelves.open(lab_file, "Group 7", clock)
    first.enter(1)
    first.answer("choice", 2, RIGHT)
    first.close()
    again = shelves.open(lab_file, " group  7", clock)
    assert again.step == 1
    assert again.answers == first.answers
    assert again.seed == first.seed
    assert again.student == "Group 7"
    assert len(again.sittings) == 2
    again.close()


def test_a_crash_is_no_end(tmp_path, lab_file, clock):
    shelves = Shelves(tmp_path)
    first = shelves.open(lab_file, "a", clock)
    first.enter(2)
    first.journal.close()  # as the system does for a dead program
    clock.now += 1000
    again = shelves.open(lab_file, "a", clock)
    assert again.step == 2
    assert sum(again.seconds(i) for i in range(3)) == 0
    again.close()


def test_a_changed_lab_is_known_by_its_digest(tmp_path, lab_file, lab, clock):
    shelves = Shelves(tmp_path)
    shelves.open(lab_file, "a", clock).close()
    again = shelves.open(LabFile("steps", lab, "another text"), "a", clock)
    assert len({each.digest for each in again.sittings}) == 2
    again.close()


def test_a_notebook_of_somebody_else_is_not_gone_on_with(tmp_path, lab_file, clock):
    shelves = Shelves(tmp_path)
    shelves.open(lab_file, "a friend", clock).close()
    shelves.path("steps", "a friend").rename(shelves.path("steps", "me"))
    with pytest.raises(BadFile, match="under another name"):
        shelves.open(lab_file, "me", clock)
    shelves.start_over("steps", "me")
    shelves.open(lab_file, "me", clock).close()


def test_starting_over_keeps_every_old_one(tmp_path, lab_file, clock):
    shelves = Shelves(tmp_path)
    shelves.start_over("steps", "a")  # nothing is there yet
    for _ in range(3):
        notebook = shelves.open(lab_file, "a", clock)
        notebook.enter(1)
        notebook.close()
        shelves.start_over("steps", "a")
    assert len(list(tmp_path.iterdir())) == 3
    assert shelves.notebooks() == ()
    fresh = shelves.open(lab_file, "a", clock)
    assert fresh.step == 0
    fresh.close()
    assert len(shelves.notebooks()) == 1


def test_the_list_tells_progress_and_reads_only_what_changed(
    tmp_path, lab_file, clock, monkeypatch
):
    read = []
    progress_of = module.progress_of
    monkeypatch.setattr(module, "progress_of", lambda p: (read.append(p), progress_of(p))[1])
    shelves = Shelves(tmp_path)
    for student in ("a", "b"):
        clock.now += 10
        notebook = shelves.open(lab_file, student, clock)
        notebook.lock("curve", [[0, 1.0], [1, 0.5]])
        notebook.outcome("curve", RIGHT)
        notebook.answer("choice", 2, RIGHT)
        notebook.answer("number", 0.2, RIGHT)
        notebook.enter(1)
        notebook.close()
    (tmp_path / "junk.optjournal").write_bytes(b"\0junk")
    (tmp_path / "other.txt").write_text("x")
    listed = shelves.notebooks()
    assert [(each.student, each.step, each.concluded) for each in listed] == [
        ("b", 1, 1),
        ("a", 1, 1),
    ]
    assert not listed[0].finished
    assert len(read) == 3
    again = shelves.open(lab_file, "a", clock)
    again.finish()
    finished = {each.student: each.finished for each in shelves.notebooks()}
    assert finished == {"a": True, "b": False}
    assert len(read) == 4
    again.close()


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    assert Shelves(tmp_path / "none").notebooks() == ()


def test_a_disk_that_refuses_does_not_stop_the_lesson(tmp_path, lab_file, clock):
    (tmp_path / "file").write_text("in the way")
    notebook = Shelves(tmp_path / "file").open(lab_file, "a", clock)
    notebook.answer("choice", 2, RIGHT)
    assert notebook.points == 1
    assert "cannot be saved" in notebook.trouble
    notebook.close()
