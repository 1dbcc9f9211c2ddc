"""Which field serves which type of knob: the only place that says so."""

from optlab.engine.declare import Knob, KnobType
from optlab.qt.widgets.choice_field import ChoiceField
from optlab.qt.widgets.entries_field import EntriesField
from optlab.qt.widgets.field import Field
from optlab.qt.widgets.flag_field import FlagField
from optlab.qt.widgets.knob_field import KnobField
from optlab.qt.widgets.list_field import NumbersField, SizesField
from optlab.qt.widgets.text_field import TextField

_FIELDS: dict[KnobType, type[Field]] = {
    "number": KnobField,
    "integer": KnobField,
    "flag": FlagField,
    "text": TextField,
    "sizes": SizesField,
    "numbers": NumbersField,
    "choice": ChoiceField,
    "choices": EntriesField,
}


def field_for(knob: Knob) -> Field:
    """Return a new field; that of a list which goes with sizes says only whether there is one."""
    return FlagField(knob) if knob.per else _FIELDS[knob.type](knob)
