"""The licences of everything in the bundle, as their owners ask.

Texts come from the packages themselves and, for libraries of the system, from Debian's copyright
files. PySide6 and Qt are under the LGPL-3: their libraries lie in the folder as files of their own,
so anybody may put others in their place, and the note says where the source is.
"""

import shutil
from pathlib import Path

from steps.process import capture

QT = """Qt 6 and PySide6 (Qt for Python) are used under the GNU Lesser General Public License,
version 3. Their libraries lie unchanged in this folder and may be replaced by others of the same
interface. Source: download.qt.io/official_releases (Qt), code.qt.io/pyside/pyside-setup (PySide6).
"""
TEXTS = ("*LICEN[SC]E*", "*COPYING*", "*NOTICE*", "licenses/**/*", "*AUTHORS*")
COMMON = Path("/usr/share/common-licenses")


def write_notices(repository: Path, packages: Path, stdlib: Path, bundle: Path) -> None:
    """Put a folder `licences` into the bundle; `packages` and `stdlib` are what it is made of."""
    folder = bundle / "licences"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(repository / "LICENSE", folder / "OptLab.txt")
    (folder / "Qt and PySide6.txt").write_text(QT, "utf-8")
    for name in ("LGPL-3", "GPL-3"):
        if (COMMON / name).is_file():
            shutil.copy(COMMON / name, folder / f"{name}.txt")
    _packages(packages, folder)
    _python(stdlib, folder)
    _system_libraries(bundle, folder)


def _packages(packages: Path, folder: Path) -> None:
    for about in sorted(packages.glob("*.dist-info")):
        for pattern in TEXTS:
            for text in sorted(about.glob(pattern)):
                if text.is_file():
                    name = f"{about.name.removesuffix('.dist-info')} {text.name}"
                    shutil.copy(text, folder / (name if text.suffix else f"{name}.txt"))


def _python(stdlib: Path, folder: Path) -> None:
    for text in (stdlib / "LICENSE.txt", Path("/usr/share/doc/python3/copyright")):
        if text.is_file():
            shutil.copy(text, folder / "Python.txt")
            return


def _system_libraries(bundle: Path, folder: Path) -> None:
    """Copy Debian's copyright file of every library that came from the system."""
    for library in sorted(bundle.glob("_internal/*.so*")):
        for found in Path("/").glob(f"usr/lib/*/{library.name}"):
            status, printed = capture(("dpkg", "-S", str(found.resolve())))
            package = printed.partition(":")[0]
            text = Path("/usr/share/doc", package, "copyright")
            if status == 0 and text.is_file():
                shutil.copy(text, folder / f"{package}.txt")
