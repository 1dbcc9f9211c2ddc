import json
import zipfile
from pathlib import Path

import pytest

from optlab.cli import main
from optlab.resources import resource
from optlab.session.labs.course import ROWS

BROKEN = Path(__file__).parents[1] / "labs" / "broken"
TEMPLATE = str(resource("templates", "lab.toml"))


def run(capsys, *words):
    status = main(["lab", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_new_lab_passes_its_check(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    assert run(capsys, "new", path)[0] == 0
    status, out, _ = run(capsys, "check", path)
    assert (status, out) == (0, f"{path}: nothing to mend.\n")


def test_a_new_lab_is_not_written_over_a_file(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text("mine")
    status, _, said = run(capsys, "new", path)
    assert status == 2
    assert "There is a file" in said
    assert path.read_text() == "mine"


def test_check_says_file_line_place_sentence_and_remedy(capsys):
    path = BROKEN / "claim.toml"
    status, out, _ = run(capsys, "check", path)
    assert status == 1
    assert out == (
        f'{path}: line 32, steps[0].claims[0]: The engine does not confirm "The loss rises.": '
        "25 against 7.439. Correct the sentence, or the experiment.\n"
    )
    assert run(capsys, "check", path, "--no-engine")[0] == 0


def test_check_goes_on_after_a_lab_that_cannot_be_read(capsys):
    status, out, _ = run(
        capsys, "check", "--no-engine", BROKEN / "not_toml.toml", TEMPLATE, BROKEN / "tab.toml"
    )
    first, second, third = out.splitlines()
    assert status == 1
    assert "line 4" in first
    assert "nothing to mend" in second
    assert "line 12, steps[0].view.tab" in third


def test_check_as_json(capsys):
    status, out, _ = run(capsys, "check", "--json", "--no-engine", BROKEN / "options.toml")
    (lab,) = json.loads(out)
    (trouble,) = lab["troubles"]
    assert status == 1
    assert (trouble["line"], trouble["place"]) == (26, "steps[0].prompts[0].answer")
    assert "3 is none of them" in trouble["sentence"]


@pytest.mark.parametrize("words", [("check",), ("check", "no-such-lab"), ("guide", "nothing.toml")])
def test_a_lab_that_is_not_there_is_bad_input(words, capsys):
    status, _, said = run(capsys, *words)
    assert status == 2
    assert said.startswith("optlab: ")
    assert said.count("\n") == 1


def test_the_guide_has_the_answers_of_the_student(capsys, tmp_path):
    status, out, _ = run(capsys, "guide", TEMPLATE, "--student", "Anna")
    assert status == 0
    assert "2. Still on the slope" in out
    assert "whose seed is" in out
    assert "seed 3:" not in out
    _, all_of_them, _ = run(capsys, "guide", TEMPLATE)
    assert all(f"seed {seed}:" in all_of_them for seed in (3, 7, 12))
    page = tmp_path / "guide.html"
    assert run(capsys, "guide", TEMPLATE, "--html", page)[0] == 0
    assert "Still on the slope" in page.read_text("utf-8")


def test_there_is_no_guide_to_a_lab_with_troubles(capsys):
    status, _, said = run(capsys, "guide", BROKEN / "options.toml")
    assert status == 1
    assert "line 26" in said


def test_grade_wants_to_know_where_to(tmp_path, capsys):
    status, _, said = run(capsys, "grade", tmp_path)
    assert status == 2
    assert "--csv OUT" in said


def test_grade_of_a_folder_without_reports(tmp_path, capsys):
    status, _, said = run(capsys, "grade", tmp_path, "--csv", tmp_path / "out.csv")
    assert status == 2
    assert "no report" in said
    assert not (tmp_path / "out.csv").exists()


def test_grade_writes_both_tables_and_says_what_to_look_at(tmp_path, capsys):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "bad.optreport").write_text("hello")
    table, page = tmp_path / "out.csv", tmp_path / "out.html"
    status, out, _ = run(capsys, "grade", folder, "--csv", table, "--html", page)
    assert status == 0
    assert "bad.optreport: UNREADABLE: " in out
    assert out.endswith("1 report graded, 1 to look at.\n")
    assert table.read_bytes().startswith(b"\xef\xbb\xbfstudent,file,")
    assert "UNREADABLE" in page.read_text("utf-8")


def test_open_refuses_a_lab_that_cannot_be_read_before_any_window(capsys):
    status, _, said = run(capsys, "open", BROKEN / "not_toml.toml")
    assert status == 2
    assert "line 4" in said


@pytest.mark.parametrize("words", [(), ("chekc",), ("check", "--al")])
def test_a_mistyped_word_is_one_line(words, capsys):
    status, _, said = run(capsys, *words)
    assert status == 2
    assert said.count("\n") == 1


def test_the_course_maps_every_row_to_steps_of_labs(capsys):
    assert main(["list", "labs", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["row"] for each in told["course"]] == list(ROWS)
    steps = {(lab["name"], step["step"]): step for lab in told["labs"] for step in lab["steps"]}
    for row in told["course"]:
        for place in row["steps"]:
            assert row["row"] in steps[place["lab"], place["step"]]["teaches"]


@pytest.mark.parametrize("family", ["labs", "measures", "conditions", "prompts"])
def test_what_belongs_to_labs_is_listed(family, capsys):
    assert main(["list", family]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 5
    assert main(["list", family, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_a_hostile_zip_is_told_in_a_sentence(tmp_path, capsys):
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lab.toml", b"#" * 1_000_000)
    status, out, _ = run(capsys, "check", path)
    assert status == 1
    assert "lab.toml unpacks to far more than it is." in out
    status, _, said = run(capsys, "open", path)
    assert status == 2
    assert said == "optlab: evil.zip: lab.toml unpacks to far more than it is.\n"
