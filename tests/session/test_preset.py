"""The preset: what a teacher sets for all, and what is said when it cannot be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.resources import resource
from optlab.session import preset
from optlab.session.bad_file import BadFile
from optlab.session.preset import FILE, USUAL, VARIABLE, Preset, preset_of, read_preset


def written(folder: Path, text: str) -> Path:
    path = folder / FILE
    path.write_text(text, "utf-8")
    return path


def test_all_that_can_be_set(tmp_path: Path) -> None:
    text = """
        format = 1
        theme = "projector"
        reduced_motion = false
        renderer = "software"
        experiment = "first.optlab"
        folder = "~/work"
        locked = true
    """
    found = read_preset(written(tmp_path, text))
    assert (found.theme, found.reduced_motion, found.renderer) == ("projector", False, "software")
    assert found.experiment == str(tmp_path / "first.optlab")
    assert found.folder == str(Path.home() / "work")
    assert found.locked


def test_a_lab_is_a_file_beside_the_preset_or_a_name(tmp_path: Path) -> None:
    path = written(tmp_path, 'lab = "tea"')
    assert read_preset(path).lab == "tea"
    (tmp_path / "tea").mkdir()
    assert read_preset(path).lab == str(tmp_path / "tea")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '\ntheme = "drak"',
            (
                'optlab.toml, line 2: theme must be "system", "light", "dark", "high-contrast" or '
                '"projector", not "drak".'
            ),
        ),
        ("locked = 1", "optlab.toml, line 1: locked must be true or false, not 1."),
        ("format = 2", "optlab.toml, line 1: format must be the whole number 1, not 2."),
        (
            'themes = "dark"',
            (
                "optlab.toml, line 1: themes is unknown (did you mean theme?): a preset has only "
                "format, theme, reduced_motion, renderer, experiment, lab, folder, locked."
            ),
        ),
        (
            'lab = "a"\nexperiment = "b"',
            "optlab.toml, line 1: a preset opens an experiment or a lab, not both.",
        ),
        (
            'folder = "H:\\Reports"',
            "optlab.toml, line 1: this is not valid TOML at column 15: Unescaped '\\' in a string.",
        ),
    ],
)
def test_trouble_is_one_sentence_and_the_usual_preset(
    text: str, sentence: str, tmp_path: Path
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadFile) as trouble:
        read_preset(path)
    assert str(trouble.value) == sentence
    found, told = preset_of(path)
    assert found == USUAL
    assert told == f"{sentence} So OptLab starts with its usual settings."


@given(st.binary(max_size=200))
def test_no_file_whatever_stops_a_start(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    path = tmp_path_factory.mktemp("preset") / FILE
    path.write_bytes(data)
    found, told = preset_of(path)
    assert isinstance(found, Preset)
    assert told == "" or "\n" not in told


@given(
    name=st.sampled_from(Preset.__struct_fields__),
    value=st.sampled_from(
        [
            "true",
            "0",
            "-3.5",
            '""',
            '"a\\u0000b"',
            "[[[]]]",
            "{ x = 1 }",
            "1979-05-27",
            '"' + "x" * 9000 + '"',
        ]
    ),
)
def test_no_value_whatever_stops_a_start(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str
):
    path = written(tmp_path_factory.mktemp("preset"), f"{name} = {value}")
    found, told = preset_of(path)
    assert isinstance(found, Preset)
    assert len(told) < 400


def test_a_preset_that_is_not_there_is_told_when_somebody_named_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert preset_of() == (USUAL, "")
    assert "there is no such file" in preset_of(tmp_path / "none.toml")[1]
    monkeypatch.setenv(VARIABLE, str(tmp_path / "gone.toml"))
    assert preset_of()[1].startswith("gone.toml: there is no such file")


def test_a_variable_names_the_preset_of_a_copy_without_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(written(tmp_path, 'theme = "dark"')))
    assert preset_of()[0].theme == "dark"


@pytest.mark.parametrize(
    ("program", "beside"),
    [("optlab/optlab", "optlab"), ("Apps/OptLab.app/Contents/MacOS/OptLab", "Apps")],
)
def test_a_frozen_program_looks_beside_itself(
    program: str, beside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable = tmp_path / program
    executable.parent.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(executable))
    assert preset_of() == (USUAL, "")
    written(tmp_path / beside, 'theme = "dark"')
    assert preset_of()[0].theme == "dark"


def test_a_frozen_program_finds_it_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "opt"
    folder.mkdir()
    (folder / "optlab").touch()
    written(folder, 'theme = "dark"')
    (tmp_path / "command").symlink_to(folder / "optlab")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "command"))
    assert preset_of()[0].theme == "dark"


def test_the_template_sets_nothing_until_it_is_edited_and_names_every_setting() -> None:
    template = resource("preset", FILE)
    assert read_preset(template) == USUAL
    text = template.read_text("utf-8")
    edited = "\n".join(
        line.removeprefix("# ") if " = " in line and line.startswith("# ") else line
        for line in text.splitlines()
        if not line.startswith("# experiment")
    )
    path = template.with_name("edited.toml")
    data = preset.tables_of(edited, path.name)
    assert set(data) | {"experiment"} == set(Preset.__struct_fields__)
    assert preset._preset(data) != USUAL


def test_it_knows_the_themes_and_renderers_of_the_window() -> None:
    from optlab.qt.drawing import Choice
    from optlab.qt.theme import LOOKS

    assert get_args(preset.Theme) == LOOKS
    assert get_args(preset.Renderer) == get_args(Choice)


def test_it_is_read_without_the_engine() -> None:
    code = "import sys, optlab.session.preset; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
