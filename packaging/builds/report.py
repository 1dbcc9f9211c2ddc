"""What a build has to say at its end: what was made, how large, how long, and its hash."""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from steps.trouble import Trouble

MEBIBYTE = 1 << 20
LARGEST = 75.0
"""MB that an installer may have."""


@dataclass
class Report:
    """Lines that are gathered on the way."""

    lines: list[str] = field(default_factory=list[str])

    def say(self, line: str) -> None:
        """Keep a line for the end."""
        self.lines.append(line)

    def made(self, path: Path) -> None:
        """Keep size and SHA-256 of an installer that was made; raise Trouble when it is too large.

        The limit is for what is downloaded over the network of a school.
        """
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size / MEBIBYTE
        self.say(f"{path.name}  {size:.1f} MB of {LARGEST:g}  sha256 {digest}")
        if size > LARGEST:
            raise Trouble(f"{path.name} has {size:.1f} MB, more than {LARGEST:g}.")

    def folder(self, title: str, folder: Path) -> None:
        """Keep size and SHA-256 of a folder that was made."""
        self.say(f"{title}  {size_of(folder):.0f} MB in a folder, sha256 {digest_of(folder)}")

    def show(self) -> None:
        """Print everything."""
        for line in self.lines:
            print(line)


def size_of(folder: Path) -> float:
    """How many MB lie in a folder."""
    return sum(each.lstat().st_size for each in folder.rglob("*") if not each.is_dir()) / MEBIBYTE


def digest_of(folder: Path) -> str:
    """SHA-256 over names, kinds and contents of all that lies in a folder, whatever its times."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().encode()
        if path.is_symlink():
            inside, kind = os.fsencode(path.readlink()), b"link"
        elif path.is_dir():
            inside, kind = b"", b"folder"
        else:
            inside, kind = path.read_bytes(), b"program" if os.access(path, os.X_OK) else b"file"
        whole.update(b"%d %s %s %d\n" % (len(name), name, kind, len(inside)) + inside)
    return whole.hexdigest()
