"""Pictures of a lab: PNG and JPEG, looked at before anything decodes them.

A picture of a few kilobytes can unpack to gigabytes, so its size is read out of its first bytes.
SVG is left out: it can hold links and scripts, and drawing it takes as long as it likes.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass

KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
"""Ending of the name, and the kind of picture that must be inside."""

WIDEST = 8_000
"""Pixels along one side, and ..."""

LARGEST = 24_000_000
"""... pixels altogether: the largest thing that is decoded takes about 100 MB."""


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


def size_of(name: str, data: bytes) -> Size:
    """The size of the picture; raises ValueError with one sentence when it must not be shown."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in KINDS:
        raise ValueError(f"{name} is no picture that a lab can show; use .png or .jpg.")
    size = _png(data) if KINDS[ending] == "png" else _jpeg(data)
    if size is None or not (size.width and size.height):
        kind = KINDS[ending].upper()
        raise ValueError(f"{name} does not hold a {kind} picture; save it again as {kind}.")
    if max(size.width, size.height) > WIDEST or size.width * size.height > LARGEST:
        raise ValueError(
            f"{name} is {size.width} × {size.height} pixels, which is too large to show; "
            "make it smaller, 1600 pixels are plenty."
        )
    return size


def address_of(name: str, data: bytes) -> str:
    """The picture as an address that holds all of it, for a page without other files."""
    kind = KINDS[name[name.rfind(".") :].lower()]
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _png(data: bytes) -> Size | None:
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Size(*struct.unpack(">II", data[16:24]))


def _jpeg(data: bytes) -> Size | None:
    """Goes from segment to segment up to the one that starts the picture."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Size(width, height)
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
