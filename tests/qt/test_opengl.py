"""Finding out what OpenGL there is, whatever the driver does to the process that asks."""

from __future__ import annotations

import json
import os
import sys

import pytest

from optlab.qt.opengl import Renderer, agree_with, ask, release

GOOD = Renderer("xcb", "Mesa", "Mesa Intel(R) UHD Graphics 620", "4.6 (Compatibility) Mesa 22.3.6")


def program(code: str) -> list[str]:
    """A stand-in for OptLab that answers `--gl-probe` by running `code`."""
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("4.5 (Compatibility Profile) Mesa 22.3.6", (4, 5)),
        ("2.1 INTEL-18.8.16", (2, 1)),
        ("OpenGL ES 3.2 Mesa 21", (3, 2)),
        ("1.1.0", (1, 1)),
        ("", (0, 0)),
    ],
)
def test_the_release_is_read_out_of_any_version_text(
    version: str, expected: tuple[int, int]
) -> None:
    assert release(version) == expected


@pytest.mark.parametrize(
    ("name", "software"),
    [("llvmpipe (LLVM 15.0.6, 256 bits)", True), ("GDI Generic", True), (GOOD.name, False)],
)
def test_software_renderers_are_known(name: str, software: bool) -> None:
    assert Renderer("xcb", "", name, "4.5").software is software


def test_old_drivers_and_platforms_without_windows_are_of_no_use() -> None:
    assert GOOD.usable
    assert not Renderer("windows", "Microsoft", "GDI Generic", "1.1.0").usable
    assert not Renderer("offscreen", GOOD.vendor, GOOD.name, GOOD.version).usable


def test_the_answer_is_the_last_line_whatever_the_driver_prints_before() -> None:
    answer = {"platform": "xcb", "vendor": "v", "name": "n", "version": "4.5"}
    code = f"print('libGL: chatter'); print({json.dumps(answer)!r})"
    assert ask(program(code)) == Renderer(**answer)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os.abort()", "the probe ended with status"),
        ("print('no context')", "no context"),
        ("raise SystemExit('libEGL is missing')", "libEGL is missing"),
        ("print('{}')", "{}"),
        ("", "status 0"),
    ],
)
def test_a_driver_that_fails_is_a_reason(code: str, reason: str) -> None:
    found = ask(program(code))
    assert isinstance(found, str)
    assert reason in found


def test_a_driver_that_hangs_is_given_up() -> None:
    assert ask(program("import time; time.sleep(60)"), limit=0.2) == (
        "the driver did not answer within 0.2 s"
    )


def test_a_program_that_is_not_there_is_a_reason() -> None:
    assert "did not start" in str(ask(["/nowhere/optlab"]))


@pytest.mark.parametrize(
    ("platform", "loader"),
    [("xcb", "glx"), ("wayland", "egl"), ("windows", None), ("cocoa", None)],
)
def test_pyopengl_loads_what_qt_draws_with(
    platform: str, loader: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYOPENGL_PLATFORM", raising=False)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    agree_with(platform)
    assert os.environ.get("PYOPENGL_PLATFORM") == loader


def test_the_real_probe_answers_within_the_limit(xvfb: object) -> None:
    found = ask([sys.executable, "-m", "optlab"], limit=30)
    assert isinstance(found, Renderer), found
    assert found.usable
