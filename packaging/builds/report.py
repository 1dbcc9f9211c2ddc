"""What a build has to say at its end: what was made, how large, how long, and its hash."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

MEBIBYTE = 1 << 20


@dataclass
class Report:
    """Lines that are gathered on the way."""

    lines: list[str] = field(default_factory=list[str])

    def say(self, line: str) -> None:
        """Keep a line for the end."""
        self.lines.append(line)

    def made(self, path: Path) -> None:
        """Keep size and SHA-256 of a file that was made."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self.say(f"{path.name}  {path.stat().st_size / MEBIBYTE:.1f} MB  sha256 {digest}")

    def show(self) -> None:
        """Print everything."""
        for line in self.lines:
            print(line)


def size_of(folder: Path) -> float:
    """How many MB lie in a folder."""
    return sum(each.lstat().st_size for each in folder.rglob("*") if not each.is_dir()) / MEBIBYTE
