"""A lab that is written is read back as it was."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from optlab.session.bad_file import BadFile
from optlab.session.labs.reading import parse_lab, read_lab, shipped_labs
from optlab.session.labs.writing import lab_text, write_lab


@cache
def lab_of(name: str):
    return read_lab(shipped_labs()[name]).lab


@pytest.mark.parametrize("name", shipped_labs())
def test_every_shipped_lab_is_read_back_as_it_was(name):
    lab = lab_of(name)
    assert parse_lab(lab_text(lab), "again.toml") == lab


@given(text=st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_whatever_is_typed_is_kept(text):
    lab = lab_of("tea")
    step = replace(lab.steps[0], text=text, hints=(text, "x"))
    lab = replace(lab, title=text, steps=(step, *lab.steps[1:]))
    assert parse_lab(lab_text(lab), "again.toml") == lab


def test_what_is_as_usual_is_left_out():
    text = lab_text(lab_of("garage"))
    assert "format = 1" in text
    assert "relative" not in text
    assert "points = 1.0" not in text


def test_a_file_is_written_whole(tmp_path):
    lab = lab_of("tea")
    write_lab(tmp_path / "own.toml", lab)
    assert read_lab(tmp_path / "own.toml").lab == lab


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadFile, match="cannot be written"):
        write_lab(tmp_path / "nowhere" / "own.toml", lab_of("tea"))
