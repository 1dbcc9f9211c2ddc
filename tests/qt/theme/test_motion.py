"""Whether pictures may move by themselves."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from optlab.qt import settings, theme
from optlab.qt.theme import motion


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def own() -> QSettings:
        return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)

    monkeypatch.setattr(settings, "settings", own)


@pytest.mark.parametrize("system", [False, True])
def test_the_system_is_asked_until_somebody_chooses(system: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(motion, "_wanted_by_the_system", lambda: system)
    assert theme.reduced_motion() is system
    for chosen in (True, False):
        theme.reduce_motion(chosen)
        assert theme.reduced_motion() is chosen
