"""The MSI for schools, the same bytes whenever it is packed.

wixl draws lots for the names of folders and of the package, and writes down when it ran; all of
that is made anew here out of what is packed. Source: [MS-OLEPS], the types of properties.
"""

import os
import re
import struct
import subprocess
import uuid
from pathlib import Path

from builds.frozen import Place, epoch
from builds.report import digest_of
from steps.process import stage
from steps.trouble import Trouble

FOLDER = re.compile("dir[0-9A-F]{32}")
REVISION = re.compile(rb"\x1e\0\0\0\x27\0\0\0(\{[0-9A-F-]{36}\})")
"""A text of 39 bytes: the number of the package, among the properties of the file."""
TIME = re.compile(rb"\x40\0\0\0.{8}", re.DOTALL)
SINCE_1601 = 11_644_473_600
"""Seconds from the beginning of time on Windows to that on Unix."""
NEAR = 160
"""Bytes after the number of the package in which the times stand."""


def pack(place: Place, bundle: Path, work: Path, made: Path) -> Path:
    """Make the MSI; wixl reads files below the folder it is started in, and no others."""
    files, home, stamp = work / "files.wxs", bundle.parent, int(epoch(place))
    inside = [each for each in sorted(bundle.rglob("*")) if each.is_file()]
    for path in inside:
        os.utime(path, (stamp, stamp))
    listed = "\n".join(str(path.relative_to(home)) for path in inside)
    with stage(f"Packing {made.name}"):
        heat = (
            *("wixl-heat", "-p", f"{bundle.name}/", "--component-group", "Files", "--win64"),
            *("--var", "var.SRC", "--directory-ref", "INSTALLDIR"),
        )
        files.write_text(numbered(run(heat, home, listed)), "utf-8")
        defined = {
            "Win64": "yes",
            "SRC": bundle.name,
            "VERSION": place.version,
            "PRODUCT": number(f"OptLab {place.version}"),
        }
        run(
            (
                *("wixl", "-a", "x64", "-o", str(made)),
                *(word for name, value in defined.items() for word in ("-D", f"{name}={value}")),
                *(str(place.packaging / "windows" / "optlab.wxs"), str(files)),
            ),
            home,
        )
        made.write_bytes(settled(made.read_bytes(), number(digest_of(bundle)), stamp))
    return made


def run(command: tuple[str, ...], folder: Path, read: str = "") -> str:
    """Run a packer; return what it printed, or raise Trouble with what it complained about."""
    done = subprocess.run(
        command, cwd=folder, input=read, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def numbered(listing: str) -> str:
    """Give the folders numbers, in the order in which they come."""
    names = {old: f"dir{at}" for at, old in enumerate(dict.fromkeys(FOLDER.findall(listing)))}
    return FOLDER.sub(lambda found: names[found.group()], listing)


def number(content: str) -> str:
    """The GUID that belongs to a content."""
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, content)}}}".upper()


def settled(data: bytes, revision: str, stamp: int) -> bytes:
    """Put the number of the package and its times among the properties of an MSI."""
    found = REVISION.search(data)
    if found is None:
        raise Trouble("The MSI has no number of its own: wixl has changed.")
    time = b"\x40\0\0\0" + struct.pack("<Q", (stamp + SINCE_1601) * 10**7)
    after = found.end() + NEAR
    times = TIME.sub(lambda _: time, data[found.end() : after])
    return data[: found.start(1)] + revision.encode("ascii") + times + data[after:]
