"""A lab of several files: a folder or a zip with `lab.toml` and its pictures, read into memory.

Nothing is ever unpacked to disk, so a name cannot lead anywhere; it is refused all the same, with
everything else that a hostile archive can bring: a bomb, a link, two files of one name, an archive
in the archive. Limits hold before anything is unpacked, by what the archive says, and again while
it is unpacked, by what comes out.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from optlab.session.bad_file import BadFile
from optlab.session.labs.picture import KINDS, size_of
from optlab.session.plain_file import LARGEST, reason

SHEET = "lab.toml"

NOTES = (".txt", ".md")
"""Where pictures come from and who allows their use; kept with the lab, never shown."""

MOST = 60
"""Files."""

LARGEST_PICTURE = 4 << 20

LARGEST_LAB = 24 << 20
"""Bytes of all files together."""

UNPACKED_PER_PACKED = 200
"""More than any text or picture shrinks to; a zip bomb shrinks a thousandfold."""

LEFT_BY_SYSTEMS = ("__MACOSX", "Thumbs.db", "desktop.ini")


def is_archive(path: Path) -> bool:
    """Whether the path is to be read by `files_of`: a folder, or a file that is a zip."""
    return path.is_dir() or path.suffix.lower() == ".zip"


def files_of(path: Path) -> dict[str, bytes]:
    """The files of the lab by name, such as `lab.toml` and `pictures/bowl.png`; raises BadFile."""
    try:
        found = dict(_folder(path) if path.is_dir() else _zip(path))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadFile(f"the lab cannot be read: {reason(error)}.", name=path.name) from error
    except RuntimeError as error:  # how zipfile says that there is a password
        raise BadFile("the lab cannot be read: it has a password.", name=path.name) from error
    if SHEET not in found:
        raise BadFile(f"there is no {SHEET} in it, so it is no lab.", name=path.name)
    for name, data in found.items():
        if _ending(name) in KINDS:
            try:
                size_of(name, data)
            except ValueError as error:
                raise BadFile(f"{error}", name=path.name) from error
    return found


def _folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file below the folder; raises BadFile."""
    checks = Checks(folder.name)
    if not (folder / SHEET).is_file():  # before anything is counted: it may be any folder
        return
    for path in _below(folder, MOST * 4):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise BadFile(f"{name} is a link; put the file itself there.", name=folder.name)
        if path.is_dir() or _is_left(name):
            continue
        checks.add(name, path.stat().st_size)
        with path.open("rb") as file:
            yield name, checks.read(name, file.read(_allowed(name) + 1))


def _below(folder: Path, most: int) -> Iterator[Path]:
    """Files and folders, in order of their names, without following links."""
    waiting, seen = [folder], 0
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            seen += 1
            if seen > most:
                raise BadFile(f"it holds more than {MOST} files.", name=folder.name)
            yield path
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)


def _zip(path: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file in the zip, whose one folder around all is left out."""
    checks = Checks(path.name)
    with zipfile.ZipFile(path) as archive:
        entries = [each for each in archive.infolist() if not each.is_dir()]
        if len(entries) > MOST * 4:
            raise BadFile(f"it holds more than {MOST} files.", name=path.name)
        for entry in entries:
            _check_place(entry, path.name)
        entries = [each for each in entries if not _is_left(each.filename)]
        around = _around([each.filename for each in entries])
        for entry in entries:
            name = entry.filename.removeprefix(around)
            checks.add(name, entry.file_size)
            if entry.file_size > UNPACKED_PER_PACKED * (entry.compress_size + 64):
                raise BadFile(f"{name} unpacks to far more than it is.", name=path.name)
            with archive.open(entry) as file:
                yield name, checks.read(name, file.read(_allowed(name) + 1))


def _check_place(entry: zipfile.ZipInfo, name: str) -> None:
    """Raise BadFile for a name that leads out of the archive, and for a link."""
    said = entry.filename
    parts = PurePosixPath(said.replace("\\", "/")).parts
    if said.startswith(("/", "\\")) or ".." in parts or ":" in said or "\\" in said:
        raise BadFile(f"{said} lies outside the lab.", name=name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise BadFile(f"{said} is a link; put the file itself there.", name=name)


def _around(names: list[str]) -> str:
    """The one folder that holds everything, with its slash; empty without one."""
    if SHEET in names:
        return ""
    first = {name.partition("/")[0] for name in names}
    folder = next(iter(first)) + "/" if len(first) == 1 else ""
    return folder if folder + SHEET in names else ""


class Checks:
    """What the files of one lab have come to so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: dict[str, str] = {}
        self.bytes = 0

    def add(self, name: str, size: int) -> None:
        """Count a file that says it has `size` bytes; raises BadFile."""
        other = self.seen.get(name.casefold())
        self.seen[name.casefold()] = name
        if len(self.seen) > MOST:
            raise BadFile(f"it holds more than {MOST} files.", name=self.name)
        if other == name:
            raise BadFile(f"{name} is in it twice.", name=self.name)
        if other is not None:
            raise BadFile(
                f"{name} and {other} differ in nothing but capitals, which some computers "
                "cannot tell apart.",
                name=self.name,
            )
        if name != SHEET and _ending(name) not in (*KINDS, *NOTES):
            raise BadFile(
                f"{name} is no part of a lab: beside {SHEET} there can be pictures (.png, .jpg) "
                "and notes (.txt, .md).",
                name=self.name,
            )
        if size > _allowed(name):
            raise BadFile(
                f"{name} is larger than {_allowed(name) >> 20} MiB, more than a lab needs.",
                name=self.name,
            )

    def read(self, name: str, data: bytes) -> bytes:
        """The bytes that came out; raises BadFile when they are more than was said or allowed."""
        self.bytes += len(data)
        if len(data) > _allowed(name):
            raise BadFile(f"{name} is larger than it says it is.", name=self.name)
        if self.bytes > LARGEST_LAB:
            raise BadFile(
                f"its files have more than {LARGEST_LAB >> 20} MiB together.", name=self.name
            )
        return data


def _allowed(name: str) -> int:
    return LARGEST_PICTURE if _ending(name) in KINDS else LARGEST


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_left(name: str) -> bool:
    """Whether a system or an editor left the file there by itself."""
    parts = name.split("/")
    return any(part in LEFT_BY_SYSTEMS or part.startswith(".") for part in parts)
