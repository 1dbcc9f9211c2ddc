"""Words of a report: everything that comes out of a notebook passes through here on its way."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from optlab.session.labs.markdown import UNSEEN, html_of
from optlab.session.numbers import MINUS, NONE, figure

PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>", re.DOTALL)


def text(value: str) -> str:
    """What was typed, harmless: nothing in it is markup, and nothing in it is unseen."""
    return html.escape(UNSEEN.sub("", value))


def said(value: str) -> str:
    """A text of several lines as it was typed."""
    return text(value.strip()).replace("\n", "<br>")


def inline(markdown: str, pictures: Mapping[str, bytes] | None = None) -> str:
    """Markdown of one paragraph without the paragraph around it."""
    page = html_of(markdown, pictures).strip()
    only = PARAGRAPH.fullmatch(page)
    return only[1] if only else page


def measured(value: object) -> str:
    """A number that was measured: whole ones as such, others with four digits."""
    if isinstance(value, float) and not value.is_integer():
        return figure(value)
    return chosen(value)


def chosen(value: object) -> str:
    """Something that was chosen or typed, as it was."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return "(" + ", ".join(chosen(each) for each in cast("list[Any]", value)) + ")"
    if isinstance(value, dict):
        return _choice(cast("dict[str, Any]", value))
    return NONE


def settings(values: Mapping[str, Any]) -> str:
    """`learning rate 0.3, batch size 10`; what a run had when nothing was changed."""
    if not values:
        return "nothing"
    return ", ".join(f"{text(_spoken(path))} {chosen(value)}" for path, value in values.items())


def spent(seconds: float) -> str:
    """`38 s`, `4 min`, `1 h 5 min`."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def sitting(begin: float, end: float) -> str:
    """`21 November 2026, 15:56 to 16:31`, by the clock of this machine."""
    try:
        first, last = (datetime.fromtimestamp(each).astimezone() for each in (begin, end))
    except (OSError, OverflowError, ValueError):  # years that the system does not know
        return "at a time that cannot be"
    day = "" if first.date() == last.date() else f"{_day(last)}, "
    return f"{_day(first)}, {first:%H:%M} to {day}{last:%H:%M}"


def points(value: float) -> str:
    """`3`, `2.5`."""
    return f"{value:g}"


def short_seal(seal: str) -> str:
    """The first sixteen digits of a hash in fours, for a person to compare."""
    return " ".join(seal[i : i + 4] for i in range(0, 16, 4))


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _number(value: float) -> str:
    """Thousands in groups, as many digits as were typed, the sign of mathematics."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        written = f"{value:,.0f}" if abs(value) < 1e300 else "a huge number"
    else:
        written = f"{value:.6g}"
    return written.replace("-", MINUS)


def _choice(table: Mapping[str, Any]) -> str:
    """`adam (learning rate 0.03)`."""
    knobs = {key: value for key, value in table.items() if key != "kind"}
    kind = chosen(table["kind"]) if "kind" in table else ""
    inside = ", ".join(f"{text(_spoken(key))} {chosen(value)}" for key, value in knobs.items())
    return f"{kind} ({inside})" if kind and inside else kind or inside


def _spoken(path: str) -> str:
    """`racers[1].optimizer.learning_rate` as `racer 2, learning rate`."""
    racer = re.match(r"racers\[(\d{1,3})\]\.?", path)
    rest = path[racer.end() :] if racer else path
    name = rest.rpartition(".")[2].replace("_", " ").strip() or ("" if racer else path)
    who = f"racer {int(racer[1]) + 1}" if racer else ""
    return ", ".join(part for part in (who, name) if part)


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
