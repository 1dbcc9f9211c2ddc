"""Sizes of the installers in dist/, and the start of the frozen program they are made of.

Both are there after `python3 packaging/build.py linux` or `windows`; the build prints them, too.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Row, at_most
from tests.bench.start import screen

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.append(str(REPOSITORY / "packaging"))

from builds.frozen import START_LIMIT, Place, warm_start  # noqa: E402
from builds.report import LARGEST, MEBIBYTE  # noqa: E402
from steps.trouble import Trouble  # noqa: E402

KINDS = ("*.tar.xz", "*.deb", "*-setup.exe", "*.msi", "*-portable.zip", "*.dmg")
START = "frozen program, warm start to a drawn window and its end"


def rows() -> Iterator[Row]:
    """Megabytes and seconds, or a sentence where nothing was built."""
    place = Place(REPOSITORY)
    made = [path for kind in KINDS for path in sorted(place.out.glob(kind))]
    if not made:
        yield Row("installers", "not measured: no build lies in dist/", f"{LARGEST:g} MB")
    for path in made:
        yield at_most(path.name, path.stat().st_size / MEBIBYTE, LARGEST, "MB")
    program = place.bundle / "optlab"
    if not program.is_file():
        yield Row(START, "not measured: no frozen program lies in build/", f"{START_LIMIT:g} s")
        return
    try:
        with screen():
            yield at_most(START, warm_start(program, os.environ), START_LIMIT, "s")
    except Trouble as trouble:
        yield Row(START, f"not measured: {str(trouble).splitlines()[0]}", f"{START_LIMIT:g} s")
