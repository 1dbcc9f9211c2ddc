"""What all fields of a form share: a label, an editor, and how they speak."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QWidget

from optlab.engine.declare import Knob
from optlab.qt.text import tr
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.labels import FieldLabel

LABEL_WIDTH = 100
ROW_HEIGHT, SIGN_WIDTH = 28, 24


class Field(QWidget):
    """One knob on one row. A subclass adds its editor to `row` and shows values in `show_value`."""

    changed = Signal(object, bool)
    """The value a person chose, and whether that is final (False while dragging)."""
    refused = Signal(str)
    """What was typed cannot be: one sentence. The former value is back on screen."""

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.knob = knob
        self._useful, self._fixed = True, False
        fix(self, height=ROW_HEIGHT)
        self.label = FieldLabel(tr(knob.title), knob.symbol)
        fix(self.label, width=LABEL_WIDTH)
        self.label.reset.connect(self.reset)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addWidget(self.label)
        self.setToolTip(explain(knob))

    @property
    def name(self) -> str:
        """What a screen reader calls the editor."""
        return self.label.text()

    def add_sign(self, sign: QWidget) -> None:
        """Put a small button at the end of the label, so that all editors stay in one column."""
        fix(self.label, width=LABEL_WIDTH - SIGN_WIDTH)
        self.row.insertWidget(1, sign, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_useful(self, useful: bool) -> None:
        """Grey the row while another knob makes it useless."""
        self._useful = useful
        self.setEnabled(useful and not self._fixed)

    def set_fixed(self, fixed: bool) -> None:
        """Let nobody change it, and say so under the mouse."""
        if fixed != self._fixed:
            self._fixed = fixed
            self.setEnabled(self._useful and not fixed)
            said = tr("A lab is open, and this step of it does not let you change this.")
            self.setToolTip(explain(self.knob, said) if fixed else explain(self.knob))

    def show_value(self, value: object) -> None:
        """Show `value`; nothing happens when it is on screen already or a hand is busy with it."""
        raise NotImplementedError

    def reset(self) -> None:
        """Choose the default of the declaration."""
        if self.knob.default is not None:
            self.show_value(self.knob.default)
            self.changed.emit(self.knob.default, True)

    def refuse(self, sentence: str) -> None:
        """Say at the place itself why something typed was not taken."""
        below = self.mapToGlobal(self.rect().bottomLeft())
        QToolTip.showText(below, escape(sentence), self, self.rect(), 6000)
        self.refused.emit(sentence)


def explain(knob: Knob, said: str = "") -> str:
    """Return the tooltip of a knob: its full name, what it does, what it may be, what is `said`."""
    head = f"{tr(knob.title)} {knob.symbol}".strip()
    facts = [tr(knob.help)] if knob.help else []
    if knob.range:
        facts.append(tr("Possible: {range}.", range=knob.range))
    if isinstance(knob.default, int | float) and not isinstance(knob.default, bool):
        facts.append(tr("Double click on the name for the default, {value:g}.", value=knob.default))
    return tooltip(head, *facts, said)


def tooltip(head: str, *lines: str) -> str:
    """Return a tooltip of a bold head and lines below it, wrapped by Qt because it is rich text."""
    body = "".join(f"<div style='margin-top:4px'>{escape(line)}</div>" for line in lines if line)
    return f"<div><b>{escape(head)}</b></div>{body}"
