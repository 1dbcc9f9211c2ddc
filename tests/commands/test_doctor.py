"""`optlab doctor` says what there is, and what to do about what there is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from optlab.cli import main
from optlab.commands import doctor
from optlab.qt import findings, opengl
from optlab.resources import MissingResource

GOOD = opengl.Renderer("xcb", "Intel", "Mesa Intel(R) UHD", "4.6 Mesa 22.3.6")


@pytest.fixture
def well(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A computer on which nothing is missing."""
    monkeypatch.setattr(doctor.screen, "missing", lambda: False)
    monkeypatch.setattr(opengl, "ask", lambda _: GOOD)
    return monkeypatch


def examined(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["doctor"])
    out, err = capsys.readouterr()
    assert err == ""
    return status, out


def test_nothing_missing(well: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    status, out = examined(capsys)
    assert status == 0
    assert out.endswith("Nothing is missing.\n")
    subjects = [line[:20].strip() for line in out.splitlines()]
    assert {"OptLab", "Python", "Qt", "OpenGL", "Resources", "Logs", "Autosaved"} <= set(subjects)
    assert "not been tried" in line_of("Surface drawn by", out)


def line_of(subject: str, out: str) -> str:
    return next(line for line in out.splitlines() if line.startswith(subject))


def test_a_probe_is_remembered_for_the_window(
    well: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--probe"]) == 0
    assert line_of("Surface drawn by", capsys.readouterr().out).endswith(f"OpenGL: {GOOD.name}")
    _, out = examined(capsys)
    assert line_of("Surface drawn by", out).endswith(GOOD.name)
    well.setattr(opengl, "ask", lambda _: "no context")
    assert main(["doctor", "--probe"]) == 1
    assert line_of("Surface drawn by", capsys.readouterr().out).endswith(
        "OptLab itself: no context"
    )


@pytest.mark.parametrize(
    "answer",
    ["the driver did not answer within 4 s", opengl.Renderer("windows", "MS", "GDI", "1.1.0")],
)
def test_a_driver_of_no_use_is_advised_upon(
    answer: str | opengl.Renderer,
    well: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    well.setattr(opengl, "ask", lambda _: answer)
    status, out = examined(capsys)
    assert status == 1
    assert out.splitlines()[-1].startswith("OpenGL: ")


def test_a_package_that_is_missing(
    well: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    well.setattr(findings, "PARTS", ("no-such-package-of-optlab",))
    status, out = examined(capsys)
    assert status == 1
    assert "install OptLab again" in out


def test_resources_that_are_missing(
    well: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(*parts: str) -> Path:
        raise MissingResource("OptLab's own file icons is missing; install it again.")

    well.setattr(findings, "resource", gone)
    status, out = examined(capsys)
    assert status == 1
    assert out.splitlines()[-1] == (
        "Resources: OptLab's own file icons is missing; install it again."
    )


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, well: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    well.setattr(findings, "log_folder", lambda: tmp_path / "taken" / "logs")
    status, out = examined(capsys)
    assert status == 1
    assert str(tmp_path / "taken") in out.splitlines()[-1]
    assert list(tmp_path.iterdir()) == [tmp_path / "taken"]
