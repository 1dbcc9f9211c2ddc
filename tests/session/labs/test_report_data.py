import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optlab.session.bad_file import BadFile
from optlab.session.labs.chain import ROOT, chained, written
from optlab.session.labs.journal import Journal
from optlab.session.labs.prompts import Verdict
from optlab.session.labs.report import dump, parse, read_report, write_report
from optlab.session.labs.shelves import Shelves
from optlab.session.message import Message

HEADLESS = (
    b'{"format":1,"lab":"a","title":"a","student":"s","seed":null,"version":"1",'
    b'"digest":"d","seal":"s","lines":[]}'
)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory, lab_file):
    """The bytes of a report."""
    notebook = Shelves(tmp_path_factory.mktemp("shelf")).open(lab_file, "Ærø 7", lambda: 1.8e9)
    notebook.lock("curve", [[0, 1.0], [50, 0.25]])
    notebook.outcome("curve", Verdict(True, 0.125, Message("Close.")), [[0, 1.0]])
    notebook.answer("text", "Weil es\nso ist \U0001d6fc.", Verdict(None, 0.0, Message("Kept.")))
    notebook.finish()
    notebook.close()
    return dump(notebook.journal.lines)


def test_a_report_reads_back_without_a_flaw(tmp_path, notebook, lab):
    notebook.answer("choice", 2, Verdict(True, 0.0, Message("Right.")))
    path = tmp_path / "group 7.optreport"
    write_report(path, notebook)
    report = read_report(path)
    assert report.flaw == ""
    assert report.head.student == "group 7"
    assert report.head.lab == "steps"
    assert report.head.seed in lab.seeds
    assert report.head.seal == notebook.seal
    again = report.notebook(lab)
    assert again.answers == notebook.answers
    assert again.points == 1
    assert json.loads(path.read_bytes())["lines"][0]["entry"]["kind"] == "begin"


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_found(handed_in, data):
    place = data.draw(st.integers(0, len(handed_in) - 1))
    other = data.draw(st.integers(1, 255))
    changed = handed_in[:place] + bytes([handed_in[place] ^ other]) + handed_in[place + 1 :]
    try:
        report = parse(changed.decode(), "a.optreport")
    except (BadFile, UnicodeDecodeError):
        return
    assert report.flaw


def test_every_byte_counts(handed_in):
    for place in range(len(handed_in)):
        changed = bytearray(handed_in)
        changed[place] ^= 1
        try:
            assert parse(changed.decode(), "a.optreport").flaw, place
        except (BadFile, UnicodeDecodeError):
            continue


def test_line_breaks_and_marks_of_mail_programs_are_no_flaw(tmp_path, handed_in):
    path = tmp_path / "a.optreport"
    path.write_bytes(b"\xef\xbb\xbf" + handed_in.replace(b"\n", b"\r\n"))
    assert read_report(path).flaw == ""


def lines_of(data):
    return parse(data.decode(), "a").lines


def test_an_entry_less_at_the_end_is_found(handed_in):
    whole = lines_of(handed_in)
    shorter = dump(whole[:-1])
    assert parse(shorter.decode(), "a").flaw == ""  # a report made earlier ...
    seal = whole[-1].hash.encode()
    faked = shorter.replace(whole[-2].hash.encode(), seal, 1)  # ... that has the later seal
    assert "seal" in parse(faked.decode(), "a").flaw


def test_a_better_answer_is_found_and_named(handed_in):
    changed = handed_in.replace(b'"right":true', b'"right":null')
    assert changed != handed_in
    assert parse(changed.decode(), "a").flaw.startswith("Entry 3 of ")


def test_another_name_in_the_head_is_found(handed_in):
    changed = handed_in.replace("Ærø 7".encode(), "Ærø 8".encode(), 1)
    assert parse(changed.decode(), "a").flaw == "The file was changed after it was written."


def test_a_new_chain_has_another_seal(handed_in):
    """What the hashes do not stop: the seal on paper does."""
    journal = Journal()
    for line in lines_of(handed_in)[:2]:
        journal.lines.append(chained(line.entry, journal.lines[-1].hash if journal.lines else ROOT))
    forged = parse(dump(journal.lines).decode(), "a")
    assert forged.flaw == ""
    assert forged.head.seal != lines_of(handed_in)[-1].hash


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"[" * 100_000,
        b'{"format":2}',
        HEADLESS,
        b"\xff\xfe",
        b"PK\x03\x04\0",
    ],
)
def test_what_is_no_report_is_one_sentence(tmp_path, data):
    path = tmp_path / "a.optreport"
    path.write_bytes(data)
    with pytest.raises(BadFile, match=r"^a\.optreport(, line 1)?: [^\n]+\.$"):
        read_report(path)


def test_an_endless_report_is_refused(tmp_path):
    path = tmp_path / "a.optreport"
    with path.open("wb") as file:
        file.truncate(9 << 20)
    with pytest.raises(BadFile, match="larger than 8 MiB"):
        read_report(path)


def test_a_report_of_another_kind_of_entry_is_refused(handed_in):
    line = written(lines_of(handed_in)[1])
    changed = handed_in.replace(line, line.replace(b'"locked"', b'"exec"'))
    with pytest.raises(BadFile):
        parse(changed.decode(), "a")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path, notebook):
    with pytest.raises(BadFile, match="cannot be written"):
        write_report(tmp_path / "none" / "a.optreport", notebook)
