"""The dialog of the diagnostic report: all of it to read, then to save or to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from optlab.qt.report import NAME
from optlab.qt.settings import usual_folder
from optlab.qt.text import tr
from optlab.qt.theme.measures import sized
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.saving import ask_where
from optlab.session.atomic import write_whole
from optlab.session.plain_file import reason


class Diagnosis(QDialog):
    """Shows a report, and hands it on as it is shown."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Diagnostic report"))
        self.resize(sized(720), sized(560))
        promise = QLabel(
            tr(
                "Something does not work? Send this text to your teacher, or to whoever looks "
                "after this computer. It is all that they get, and it names nobody and no file."
            )
        )
        promise.setWordWrap(True)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Diagnostic report"))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(sized(12))
        self.text.setFont(fixed)  # pyright: ignore[reportUnknownMemberType]
        self.trouble = QLabel()
        self.trouble.setProperty("role", "muted")
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.save = self._button(tr("Save…"), "save", tr("Save this text as a file."))
        self.save.clicked.connect(self._save)
        self.copy = self._button(
            tr("Copy"), "copy", tr("Put this text on the clipboard, for a mail.")
        )
        self.copy.clicked.connect(self._copy)
        buttons = QDialogButtonBox()
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = self._button(tr("Close"), "x", tr("Close this report."))
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        for part in (promise, self.text, self.trouble, buttons):
            layout.addWidget(part)

    @Slot()
    def _save(self) -> None:
        suggestion = str(usual_folder() / NAME)
        path = ask_where(self, tr("Save the report"), suggestion, ".txt", "*.txt")
        if path is None:
            return
        try:
            write_whole(path, self.text.toPlainText().encode())
        except OSError as error:
            self._tell(tr("Cannot write {name}: {why}.", name=path.name, why=reason(error)))
        else:
            self._tell(tr("Saved as {name}.", name=path.name))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._tell(tr("Copied."))

    def _tell(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.show()

    def _button(self, text: str, sign: str, tip: str) -> Button:
        made = Button(text, sign)
        made.setToolTip(tip)
        made.setAccessibleName(text)
        return made
