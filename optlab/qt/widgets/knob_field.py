"""A number to turn: label, slider for the hand, field for the exact value."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from optlab.engine.declare import Knob
from optlab.qt.theme.measures import fix
from optlab.qt.widgets.field import Field, explain
from optlab.qt.widgets.numbers import format_number, parse_number, ruler_of
from optlab.qt.widgets.slider import Slider
from optlab.qt.widgets.value_edit import ValueEdit

PLACES = 1000
"""Positions of the slider."""
EDIT_WIDTH = 58


class KnobField(Field):
    """`Rate η  ---o---  0.03` for a knob of type number or integer.

    The slider covers the range worth trying, the field takes everything the hard limits allow.
    """

    def __init__(self, knob: Knob, parent: QWidget | None = None) -> None:
        super().__init__(knob, parent)
        self._whole = knob.type == "integer"
        self._ruler = ruler_of(knob)
        self._value: float = knob.default if knob.default is not None else 0
        self.slider = Slider(PLACES) if self._ruler else None
        self.edit = ValueEdit()
        if self.slider:
            self.row.addWidget(self.slider, 1)
            self.row.addSpacing(8)
            fix(self.edit, width=EDIT_WIDTH)
            self.edit.setProperty("narrow", True)
            self.slider.setSingleStep(PLACES // 50)
            self.slider.setPageStep(PLACES // 10)
            self.slider.setAccessibleName(self.name)
            self.slider.setToolTip(explain(knob))
            self.slider.moved.connect(self._slide)
        self.row.addWidget(self.edit, 0 if self.slider else 1)
        self.edit.setAccessibleName(self.name)
        self.edit.setAccessibleDescription(knob.help)
        self.edit.typed.connect(self._type)
        self.edit.stepped.connect(self._step)
        self.label.setBuddy(self.edit)
        self._draw()

    @property
    def value(self) -> float:
        """The value on screen."""
        return self._value

    def show_value(self, value: object) -> None:
        """Show a number, unless the handle is held or another number is being typed."""
        held = self.slider is not None and self.slider.isSliderDown()
        if isinstance(value, int | float) and value != self._value and not held:
            self._value = value
            self._draw()

    def _draw(self) -> None:
        self.edit.show_text(format_number(self._value))
        if self.slider and self._ruler:
            self.slider.place(round(PLACES * self._ruler.position(self._value)))

    def _choose(self, value: float, *, final: bool) -> None:
        """Take a value a person chose, or say why not."""
        try:
            self.knob.check(value)
        except ValueError as trouble:
            self.edit.restore()
            self.refuse(str(trouble))
            return
        self._value = value
        self.edit.restore(format_number(value))
        self.changed.emit(value, final)

    @Slot(int, bool)
    def _slide(self, place: int, final: bool) -> None:
        if not self._ruler:
            return
        value = self._ruler.value(place / PLACES)
        if value != self._value or final:
            self._choose(value, final=final)

    @Slot(str)
    def _type(self, text: str) -> None:
        try:
            value = parse_number(text, whole=self._whole)
        except ValueError as trouble:
            self.edit.restore()
            self.refuse(str(trouble))
            return
        self._choose(value, final=True)
        self._draw()

    @Slot(int, bool)
    def _step(self, steps: int, large: bool) -> None:
        if self._ruler:
            value = self._ruler.stepped(self._value, steps, large=large)
        else:
            value = self._value + steps * (10 if large else 1) * (1 if self._whole else 0.1)
            value = float(f"{value:.10g}") if not self._whole else round(value)
        try:
            self.knob.check(value)
        except ValueError:
            return
        self._choose(value, final=True)
        self._draw()
