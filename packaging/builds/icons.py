"""Icons for Windows and macOS out of the PNGs in resources: both formats may hold PNGs as they are.

Sources: the ICO format (a directory of 16 bytes each, then the pictures); Apple's ICNS (four
letters and a length before each picture).
"""

import struct
from pathlib import Path

ICNS = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08", 512: b"ic09"}
LARGEST_ICO = 256


def pictures(repository: Path) -> dict[int, bytes]:
    """The application's icon by its side in pixels."""
    folder = repository / "resources" / "icons"
    found = {int(path.stem.split("-")[1]): path for path in folder.glob("optlab-*.png")}
    return {side: path.read_bytes() for side, path in sorted(found.items())}


def ico(pngs: dict[int, bytes]) -> bytes:
    """An icon for Windows; 256 is written as 0."""
    pngs = {side: data for side, data in pngs.items() if side <= LARGEST_ICO}
    head, body = struct.pack("<HHH", 0, 1, len(pngs)), b""
    offset = len(head) + 16 * len(pngs)
    for side, data in pngs.items():
        head += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(data), offset)
        body += data
        offset += len(data)
    return head + body


def icns(pngs: dict[int, bytes]) -> bytes:
    """An icon for macOS."""
    parts = b"".join(
        ICNS[side] + struct.pack(">I", 8 + len(data)) + data
        for side, data in pngs.items()
        if side in ICNS
    )
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def write_icons(repository: Path) -> None:
    """Put both where the spec looks for them."""
    folder = repository / "build" / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    pngs = pictures(repository)
    (folder / "optlab.ico").write_bytes(ico(pngs))
    (folder / "optlab.icns").write_bytes(icns(pngs))
