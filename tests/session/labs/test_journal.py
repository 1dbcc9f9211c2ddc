import os
import subprocess
import sys
from io import FileIO

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optlab.session.bad_file import BadFile
from optlab.session.labs import journal as module
from optlab.session.labs.chain import LARGEST, ROOT, chained, first_broken, written
from optlab.session.labs.entries import Begin, Enter, Leave, Locked
from optlab.session.labs.journal import Journal
from optlab.session.lock import hold

BEGIN = {
    "lab": "tea",
    "title": "Tea",
    "digest": "0" * 64,
    "version": "1.0",
    "student": "Ærø 7",
    "seed": None,
}
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The bytes of a journal with entries of several lengths."""
    path = tmp_path_factory.mktemp("lived") / "a.optjournal"
    journal = Journal(path, lambda: 5.0)
    journal.append(Begin, **BEGIN)
    journal.append(Enter, step=0)
    journal.append(Locked, step=0, key="curve", value=[[0, 1.5], [10, 0.25]])
    journal.append(Locked, step=0, key="text", value="Zwölf\nZeilen \U0001d6fc")
    journal.append(Leave)
    journal.close()
    return path.read_bytes()


def test_what_was_appended_is_there_again(tmp_path, lived):
    path = tmp_path / "a.optjournal"
    path.write_bytes(lived)
    journal = Journal(path)
    assert [type(line.entry) for line in journal.lines] == [Begin, Enter, Locked, Locked, Leave]
    assert not journal.torn
    assert journal.seal == journal.lines[-1].hash
    journal.close()
    assert path.read_bytes() == lived


def test_the_hash_is_that_of_the_recipe():
    from hashlib import sha256

    first = chained(Enter(at=1.5, step=2), ROOT)
    said = b'{"kind":"enter","at":1.5,"step":2}'
    assert first.hash == sha256(b"0" * 64 + said).hexdigest()
    assert written(first) == b'{"entry":%s,"hash":"%s"}' % (said, first.hash.encode())
    second = chained(Leave(at=2.0), first.hash)
    assert second.hash == sha256(first.hash.encode() + b'{"kind":"leave","at":2.0}').hexdigest()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_crash_at_any_byte_loses_no_complete_entry(tmp_path, lived, data):
    cut = data.draw(st.integers(0, len(lived)))
    path = tmp_path / f"{cut}.optjournal"
    path.write_bytes(lived[:cut])
    whole = lived[:cut].count(b"\n")
    complete = whole + (lived[cut : cut + 1] == b"\n")  # only the line break is missing
    journal = Journal(path, lambda: 6.0)
    assert len(journal.lines) == complete
    assert journal.torn == (complete == whole and not lived[:cut].endswith(b"\n") and cut > 0)
    journal.append(Enter, step=3) if complete else journal.append(Begin, **BEGIN)
    journal.close()
    again = Journal(path)
    assert again.lines == journal.lines
    assert not again.torn
    again.close()
    path.unlink()


ENDLESS = """
import sys
from pathlib import Path
from optlab.session.labs.entries import Begin, Enter
from optlab.session.labs.journal import Journal
journal = Journal(Path(sys.argv[1]))
journal.append(Begin, lab="a", title="A", digest="0" * 64, version="1", student="s", seed=None)
for step in range(1000):
    journal.append(Enter, step=step)
    print(step, flush=True)
"""


def test_a_program_that_is_killed_has_kept_all_it_said(tmp_path):
    path = tmp_path / "a.optjournal"
    program = [sys.executable, "-c", ENDLESS, str(path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(20)]
        process.kill()
        said += [int(each) for each in process.stdout.read().split()]
    journal = Journal(path)
    kept = [line.entry.step for line in journal.lines if isinstance(line.entry, Enter)]
    assert kept[: len(said)] == said
    assert len(kept) <= len(said) + 1
    journal.close()


def test_what_cannot_be_written_can_still_be_read(tmp_path, lived, monkeypatch):
    """As root every file can be written, so the disk is told to refuse."""
    path = tmp_path / "a.optjournal"
    path.write_bytes(lived)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module, "FileIO", refuse)
    journal = Journal(path)
    assert len(journal.lines) == 5
    assert "permission denied" in journal.trouble
    journal.append(Leave)
    assert path.read_bytes() == lived


def test_zeros_that_a_power_cut_leaves_are_no_entry(tmp_path, lived):
    path = tmp_path / "a.optjournal"
    path.write_bytes(lived + b"\0" * 500)
    journal = Journal(path)
    assert len(journal.lines) == 5
    assert journal.torn
    journal.close()
    assert path.read_bytes() == lived


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_changed_byte_is_found(tmp_path, lived, data):
    last = lived.rstrip(b"\n").rfind(b"\n") + 1
    place = data.draw(st.integers(0, last - 1))
    changed = data.draw(st.integers(1, 255))
    path = tmp_path / "a.optjournal"
    path.write_bytes(lived[:place] + bytes([lived[place] ^ changed]) + lived[place + 1 :])
    with pytest.raises(BadFile):
        Journal(path)


def test_an_entry_taken_out_is_found_and_named(tmp_path, lived):
    path = tmp_path / "a.optjournal"
    lines = lived.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    with pytest.raises(BadFile, match="line 3: this entry or one before it was changed"):
        Journal(path)


def test_a_chain_that_begins_twice_or_not_at_all_is_refused(tmp_path):
    begin = msgspec.convert({"kind": "begin", "at": 1.0, **BEGIN}, Begin)
    first = chained(begin, ROOT)
    for lines in ([first, chained(begin, first.hash)], [chained(Leave(at=1.0), ROOT)]):
        path = tmp_path / "a.optjournal"
        path.write_bytes(b"".join(written(line) + b"\n" for line in lines))
        with pytest.raises(BadFile, match="begins once"):
            Journal(path)


@pytest.mark.parametrize("junk", [b"[" * 100_000 + b"\n", b"x\n", b"{}\n", b"\xff\n", b"\n"])
def test_junk_is_refused_with_its_line(tmp_path, junk):
    path = tmp_path / "a.optjournal"
    path.write_bytes(junk)
    with pytest.raises(BadFile, match="line 1"):
        Journal(path)


def test_an_endless_file_is_refused(tmp_path):
    path = tmp_path / "a.optjournal"
    with path.open("wb") as file:
        file.truncate(module.LARGEST + 1)
    with pytest.raises(BadFile, match="too large"):
        Journal(path)


def test_two_windows_do_not_write_one_journal(tmp_path):
    path = tmp_path / "a.optjournal"
    first = Journal(path)
    with pytest.raises(BadFile, match="open in another window"):
        Journal(path)
    first.close()
    Journal(path).close()


def test_a_held_file_can_be_read_and_is_free_once_closed(tmp_path):
    path = tmp_path / "a"
    file = FileIO(path, "a+")
    hold(file)
    path.read_bytes()
    other = FileIO(path, "a+")
    with pytest.raises(BlockingIOError):
        hold(other)
    file.close()
    hold(other)
    other.close()


def test_a_place_that_cannot_be_written_does_not_stop_the_lesson(tmp_path):
    (tmp_path / "file").write_text("in the way")
    journal = Journal(tmp_path / "file" / "a.optjournal")
    journal.append(Begin, **BEGIN)
    assert len(journal.lines) == 1
    assert "cannot be saved" in journal.trouble
    journal.close()


def test_a_full_disk_is_tried_again(tmp_path, monkeypatch):
    path = tmp_path / "a.optjournal"
    journal = Journal(path)
    journal.append(Begin, **BEGIN)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    journal.append(Enter, step=1)
    journal.append(Enter, step=2)
    assert "no space left" in journal.trouble
    monkeypatch.undo()
    journal.append(Enter, step=3)
    assert journal.trouble == ""
    journal.close()
    again = Journal(path)
    assert again.lines == journal.lines
    again.close()


def test_a_full_journal_goes_on_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 340)
    path = tmp_path / "a.optjournal"
    journal = Journal(path)
    journal.append(Begin, **BEGIN)
    journal.append(Enter, step=1)
    assert "full" in journal.trouble
    assert len(journal.lines) == 2
    journal.close()
    again = Journal(path)
    assert len(again.lines) == 1
    again.close()


@settings(max_examples=60)
@given(value=PLAIN)
def test_whatever_is_kept_reads_back_as_itself(value):
    journal = Journal()
    journal.append(Begin, **BEGIN)
    journal.append(Locked, step=0, key="k", value=value)
    data = b"".join(written(line) + b"\n" for line in journal.lines)
    assert module.read_journal(data, "a")[0] == journal.lines


def test_half_a_surrogate_pair_is_replaced():
    entry = Journal().append(
        Locked, step=0, key="k", value=["a\ud800b", {"\udfff": "\ud83d\ude00"}]
    )
    assert entry.value == ["a\ufffdb", {"\ufffd": "\U0001f600"}]


def test_too_long_an_answer_is_refused_and_leaves_nothing(tmp_path):
    journal = Journal(tmp_path / "a.optjournal")
    with pytest.raises(ValueError, match="too long"):
        journal.append(Locked, step=0, key="k", value="x" * LARGEST)
    with pytest.raises(ValueError, match="cannot be kept"):
        journal.append(Locked, step=-1, key="k", value=1)
    assert journal.lines == []
    journal.close()


def test_the_first_broken_line_is_found():
    journal = Journal()
    for step in range(4):
        journal.append(Enter, step=step)
    lines = journal.lines
    assert first_broken(lines) is None
    moved = [lines[0], lines[2], lines[1], lines[3]]
    assert first_broken(moved) == 1
    assert first_broken(lines[1:]) == 0
