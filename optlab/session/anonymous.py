"""Text without the person in front of it: for logs and reports that are handed on.

Homes become `~`; names of the person, of the account and of the computer become `***`, wherever
they stand: in paths of any system, in upper case, with accents composed or not, escaped as Python,
JSON or a web address would. Rather a word too many goes than a name too few, so names of four
letters and more go from the midst of words, too. Accounts that a class shares name nobody and stay.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

HOME, NAME = "~", "***"

SHARED = frozenset(
    (
        *("admin", "administrator", "guest", "home", "lab", "localhost", "nobody", "optlab"),
        *("public", "root", "student", "user", "users"),
    )
)
"""Names that many computers have and nobody bears."""

SERVER = re.compile(r"(?<![\\\w:*~.])\\{2,4}[^\\/\s\"']+(?=\\)")
"""The computer that a path of Windows begins with, `\\\\server\\share`."""

CERTAIN = 4
"""Letters of a name that is looked for inside of words as well."""

STEP = r"""(?:[\\/]{1,8}+[^\s\\/"',;()]{1,255}+)"""
FILES = re.compile(rf"""(["'])(?=[^"'\n]*[\\/])[^"'\n]*+\1|~{STEP}+|(?:[A-Za-z]:)?{STEP}{{2,}}""")
"""Paths: whatever is quoted and holds a slash, or looks like one without quotes."""
NAMED = re.compile(
    r"""(["'])[^"'\n]{1,255}\.[A-Za-z0-9]{2,6}\1|"""
    r"""(?<![^\s\\/"'<>*])[^\s\\/"'<>*]{1,255}\.(?:optlab|toml|csv|png|svg|npz|pdf|txt|zip)\b""",
    re.IGNORECASE,
)
"""Names of files: in quotes, or with an ending of those that OptLab reads and writes.

All patterns give up soon on text that is no path: a line of the log may be long.
"""
CODE = re.compile(
    r".*(?:site-packages|python3\.\d+|_internal)[\\/]+(.+\.pyc?)$|.*[\\/](optlab[\\/].+\.pyc?)$"
)
"""What may stay of a path to code: from the package on."""


@dataclass(frozen=True)
class Person:
    """Whom and what a text must not name."""

    homes: tuple[str, ...]
    names: tuple[str, ...]

    def left_out_of(self, text: str) -> str:
        """`text` without them."""
        text = normalize("NFC", text)
        for pattern, instead in self._patterns:
            text = pattern.sub(instead, text)
        return SERVER.sub(NAME, text)

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        homes = sorted({home for home in self.homes if _parts(home)}, key=len, reverse=True)
        names = sorted(
            {name for name in self.names if name and name.lower() not in SHARED},
            key=len,
            reverse=True,
        )
        found = [(_of_home(home), HOME) for home in homes]
        return found + [(_of_name(name), NAME) for name in names]


def here(environment: Mapping[str, str] = os.environ) -> Person:
    """The person who runs this program, by all that the system tells."""
    homes = {environment.get(name, "") for name in ("HOME", "USERPROFILE", "HOMEPATH")}
    names = {environment.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")}
    if sys.platform != "win32":
        account, written, home = _account()
        homes.add(home)
        names |= {account, written}
    names |= {part for name in names for part in re.split(r"[\s,.]+", name)}
    homes |= {os.path.realpath(home) for home in homes if home}
    names |= {Path(home).name for home in homes}
    for name in ("COMPUTERNAME", "HOSTNAME", "USERDOMAIN", "USERDNSDOMAIN"):
        names.add(environment.get(name, ""))
    names |= {platform.node(), platform.node().partition(".")[0]}
    return Person(tuple(sorted(homes)), tuple(sorted(name for name in names if len(name) > 1)))


def without_files(text: str) -> str:
    """`text` without the paths and names of files; what is left of code is package and line."""
    text = FILES.sub(_path, text)
    return NAMED.sub(lambda found: found[0] if ".py" in found[0] else NAME, text)


def _path(found: re.Match[str]) -> str:
    path, mark = found[0].strip("\"'"), found[1] or ""
    code = CODE.match(path)
    return f"{mark}{(code[1] or code[2]) if code else NAME}{mark}"


def _account() -> tuple[str, str, str]:
    """The name of the account, the name that is written in it, and its home; empty if unknown."""
    import pwd  # noqa: PLC0415  (Windows has none)

    try:
        entry = pwd.getpwuid(os.getuid())
    except KeyError:
        return "", "", ""
    return entry.pw_name, entry.pw_gecos.strip(","), entry.pw_dir


def _of_home(home: str) -> re.Pattern[str]:
    rest = r"[\\/]{1,8}".join(f"(?:{'|'.join(_forms(part))})" for part in _parts(home))
    start = r"[\\/]{1,8}" if home[0] in "\\/" else ""
    return re.compile(rf"{start}{rest}(?!\w)", re.IGNORECASE)


def _of_name(name: str) -> re.Pattern[str]:
    forms = "|".join(_forms(name))
    solid = re.sub(r"[\s.]", "", name)
    short = rf"|{re.escape(solid[:6])}~\d" if solid != name or len(name) > 8 else ""  # DOS wrote it
    if len(name) >= CERTAIN:
        return re.compile(forms + short, re.IGNORECASE)
    return re.compile(rf"(?<![^\W_])(?:{forms})(?![^\W_])", re.IGNORECASE)


def _parts(path: str) -> list[str]:
    return [part for part in re.split(r"[\\/]+", path) if part]


def _forms(word: str) -> Iterable[str]:
    """A word in the ways it may be written, as patterns, the longest first."""
    composed, apart = normalize("NFC", word), normalize("NFD", word)
    cases = {w for each in (composed, apart) for w in (each, each.lower(), each.upper())}
    cases |= {normalize("NFC", each) for each in cases} | {composed.casefold()}
    escaped = {each.encode("unicode_escape").decode() for each in cases}
    escaped |= {ascii(each)[1:-1] for each in cases}
    whole = cases | escaped | {quote(each, safe="") for each in cases}
    return [re.escape(each) for each in sorted(whole, key=len, reverse=True)]
