"""Where to save: the file dialog of the system, and an ending that is always the right one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from optlab.qt.text import tr


def ask_where(parent: QWidget, title: str, suggestion: str, suffix: str, kinds: str) -> Path | None:
    """The file that a person names, ending in `suffix` (`.csv`); None when they name none.

    The dialog asks before it lets a file be replaced, but only for the name that was typed; where
    the ending is added here and leads to a file that exists, the same is asked here.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() == suffix:
        return path
    path = path.with_name(path.name + suffix)
    return path if not path.exists() or _may_replace(parent, title, path) else None


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    question = tr("{name} exists already. Replace it?", name=path.name)
    answer = QMessageBox.question(parent, title, question)
    return answer == QMessageBox.StandardButton.Yes
