"""`optlab list` follows from the declarations."""

from __future__ import annotations

import json

import pytest

from optlab.cli import main
from optlab.commands.listing import FAMILIES
from optlab.engine import OPTIMIZERS
from optlab.engine.declare import knobs


@pytest.mark.parametrize("family", FAMILIES)
def test_every_kind_of_a_family_is_listed_with_its_knobs(
    family: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", family, "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["kind"] for each in listed] == list(FAMILIES[family])
    for each, choice in zip(listed, FAMILIES[family].values(), strict=True):
        assert each["title"]
        assert each["help"]
        assert [knob["name"] for knob in each["knobs"]] == [knob.name for knob in knobs(choice)]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_fits_a_terminal(family: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", family]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert [line.partition(":")[0] for line in lines if line[:1].strip()] == list(FAMILIES[family])


def test_defaults_and_ranges_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["list", "optimizers", "--json"])
    adam = next(each for each in json.loads(capsys.readouterr().out) if each["kind"] == "adam")
    rate = next(knob for knob in adam["knobs"] if knob["name"] == "learning_rate")
    declared = next(knob for knob in knobs(OPTIMIZERS["adam"]) if knob.name == "learning_rate")
    assert (rate["default"], rate["low"], rate["low_open"]) == (declared.default, 0, True)
