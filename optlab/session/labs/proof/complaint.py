"""A complaint about one place in a lab, before its line in the file is known."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from optlab.engine.trouble import Unfit
from optlab.session.bad_file import BadFile


class Complaint(NamedTuple):
    """The path in the file, what is wrong there, what to do, and the line within a long text."""

    path: str
    sentence: str
    remedy: str = ""
    offset: int = 0


Complaints = Iterator[Complaint]


def impossible(path: str, trouble: BadFile | Unfit, fields: Container[str] = ()) -> Complaint:
    """What cannot be, in the words of who found out; `fields` are the keys that stand there."""
    said = trouble.sentence if isinstance(trouble, BadFile) else str(trouble)
    field = re.split(r"[.\[]", trouble.path)[0]
    return Complaint(f"{path}.{trouble.path}" if field in fields else path, sentence(said))


def sentence(said: str) -> str:
    """The same with a capital and a full stop, unless it begins with a path or a key."""
    first = said.partition(" ")[0]
    start = said[:1].upper() if first.isalpha() else said[:1]
    return start + said[1:].rstrip(".") + "."
