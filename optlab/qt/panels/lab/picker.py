"""The list of labs: what each is about, how long it takes, how far one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from optlab.qt.text import tr
from optlab.qt.theme.current import current
from optlab.qt.widgets.buttons import Button
from optlab.qt.widgets.labels import WrappedLabel
from optlab.qt.widgets.sign import Sign

EDGE = 12


@dataclass(frozen=True)
class Listed:
    """A lab as the list shows it; `begun` is 0 for one that was not, else the step from 1."""

    path: Path
    title: str
    summary: str
    level: str
    minutes: int
    steps: int
    begun: int = 0
    finished: bool = False

    @property
    def state(self) -> str:
        """How far one is, in words."""
        if self.finished:
            return tr("Done")
        if self.begun:
            return tr("Step {step} of {steps}", step=self.begun, steps=self.steps)
        return tr("Not begun")


class Picker(QScrollArea):
    """`show_labs` fills it; `chosen` tells which one, `file_wanted` that none of them will do."""

    chosen = Signal(object)
    """The path of a lab."""
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._labs: tuple[Listed, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("content")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        self._column.setSpacing(8)
        title = QLabel(tr("Guided labs"))
        title.setProperty("role", "product")
        about = WrappedLabel(
            tr(
                "Each takes you through one idea, beside the living window. Leave when you like: "
                "it goes on where you left it."
            ),
            role="muted",
        )
        self._column.addWidget(title)
        self._column.addWidget(about)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._column.addLayout(self._list)
        self.open = Button(tr("Open a lab from a file…"), "folder-open")
        self.open.setToolTip(
            tr("A lab is one .toml file or a .zip; you can also drop it on the window.")
        )
        self.open.clicked.connect(self.file_wanted)
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self.setWidget(content)

    def show_labs(self, labs: Sequence[Listed]) -> None:
        """Show these labs, in this order, under the heads of their levels."""
        if tuple(labs) == self._labs:
            return
        self._labs = tuple(labs)
        while item := self._list.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.entries.clear()
        level = ""
        for lab in labs:
            if lab.level != level:
                level = lab.level
                head = QLabel(tr(level[:1].upper() + level[1:]).upper())
                head.setProperty("role", "group")
                head.setContentsMargins(0, 8, 0, 0)
                self._list.addWidget(head)
            entry = Entry(lab)
            entry.clicked.connect(self._choose)
            self.entries.append(entry)
            self._list.addWidget(entry)

    def _choose(self) -> None:
        entry = self.sender()
        if isinstance(entry, Entry):
            self.chosen.emit(entry.lab.path)


class Entry(QAbstractButton):
    """One lab: a box to press."""

    def __init__(self, lab: Listed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lab = lab
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        minutes = tr("{count} min", count=lab.minutes)
        self.setAccessibleName(f"{lab.title}, {minutes}, {lab.state}")
        self.setAccessibleDescription(lab.summary)
        title = WrappedLabel(lab.title, role="title")
        summary = WrappedLabel(lab.summary, role="muted")
        facts = QHBoxLayout()
        facts.setSpacing(6)
        sign, role = ("circle", "muted")
        if lab.finished:
            sign, role = "circle-check", "good"
        elif lab.begun:
            sign, role = "pencil", "accent"
        time, state = QLabel(minutes), QLabel(lab.state)
        for label in (time, state):
            label.setProperty("role", "label")
        facts.addWidget(Sign("clock", "muted", 13))
        facts.addWidget(time)
        facts.addSpacing(8)
        facts.addWidget(Sign(sign, role, 13))
        facts.addWidget(state)
        facts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(summary)
        column.addLayout(facts)
        for part in self.findChildren(QWidget):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # pyright: ignore[reportUnknownMemberType]

    def sizeHint(self) -> QSize:
        """As high as its words."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show it no longer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box."""
        del event
        colours = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = colours.accent if self.hasFocus() or self.underMouse() else colours.border
        fill = colours.hover if self.underMouse() else colours.field
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
