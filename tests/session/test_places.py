"""What belongs to a person travels with them; what belongs to a computer stays there."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest
from platformdirs import windows

from optlab.session.places import can_write, log_folder, state_folder


def test_on_windows_nothing_that_is_written_often_roams(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "PlatformDirs", windows.Windows)
    monkeypatch.setattr(windows, "get_win_folder", windows.get_win_folder_from_env_vars)
    for folder in (state_folder(), log_folder()):
        assert folder.is_relative_to(own_folders / "local")
        assert not folder.is_relative_to(own_folders / "roaming")


def test_a_person_without_a_home_gets_no_folder_called_tilde(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("user_state_path", "user_log_path"):
        monkeypatch.setattr(platformdirs, name, lambda *_, **__: Path("~/.local/state/OptLab"))
    for folder in (state_folder(), log_folder()):
        assert folder.is_absolute()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "state"
    assert can_write(folder)
    assert list(folder.iterdir()) == []


def test_a_file_in_the_way_is_no_folder_to_write_in(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    assert not can_write(tmp_path / "taken")
    assert not can_write(tmp_path / "taken" / "below")


def test_a_full_disk_is_no_place_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, **_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    assert not can_write(tmp_path / "new")
