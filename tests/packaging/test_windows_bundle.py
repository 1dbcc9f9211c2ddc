"""What may be in the Windows bundle, and the scripts that pack it."""

import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from builds import msi, windows
from builds.frozen import Place, epoch
from builds.report import digest_of
from builds.shim import MARK, OWN, SHIM_MARK, write_shim
from builds.wine import compile_library
from steps.process import capture
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = Place(REPOSITORY)
FOR_64_BITS = 256
"""msidbComponentAttributes64bit: else the registry of 32-bit programs gets the file type."""


def needs(*programs: str) -> pytest.MarkDecorator:
    """Skip where a program of the build is not installed."""
    missing = [program for program in programs if not shutil.which(program)]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} not installed")


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a frozen program with nothing in it; what is packed lies beside it."""
    monkeypatch.setattr(Place, "out", tmp_path)
    bundle = tmp_path / "dist" / "optlab"
    for folder in ("_internal", "licences"):
        (bundle / folder).mkdir(parents=True)
        (bundle / folder / "file.txt").write_text(folder)
    (bundle / "OptLab.exe").write_bytes(b"MZ" + bytes(100))
    return bundle


def test_a_clean_bundle_passes(bundle: Path):
    windows.check(bundle)


@pytest.mark.parametrize("mark", [MARK, SHIM_MARK])
def test_a_build_with_a_file_of_wine_fails(bundle: Path, mark: bytes):
    (bundle / "_internal" / "harmless.dll").write_bytes(b"MZ" + bytes(9000) + mark)
    with pytest.raises(Trouble, match=r"got into the bundle: _internal/harmless\.dll"):
        windows.check(bundle)


@needs("x86_64-w64-mingw32-gcc")
@pytest.mark.skipif(not OWN.is_file(), reason="wine is not installed")
def test_the_real_shims_are_found_under_any_name(bundle: Path, tmp_path: Path):
    write_shim(tmp_path)
    shim = [str(tmp_path / name) for name in ("shim.c", "shim.def")]
    compile_library(bundle / "_internal" / "one.dll", shim, "-O2")
    stub = REPOSITORY / "packaging" / "windows" / "wine" / "uisettings.c"
    compile_library(bundle / "_internal" / "two.dll", [str(stub)], "-O1")
    shutil.copy(tmp_path / "ucrtwine.dll", bundle / "_internal" / "three.dll")
    with pytest.raises(Trouble) as failure:
        windows.check(bundle)
    assert all(name in str(failure.value) for name in ("one.dll", "two.dll", "three.dll"))


def test_a_bundle_with_more_than_the_installer_knows_fails(bundle: Path):
    (bundle / "extra").mkdir()
    with pytest.raises(Trouble, match="knows nothing of extra"):
        windows.check(bundle)


def test_a_zip_is_the_same_whenever_it_is_packed(bundle: Path):
    first = windows.portable(PLACE, bundle).read_bytes()
    (bundle / "OptLab.exe").touch()
    made = windows.portable(PLACE, bundle)
    assert made.read_bytes() == first
    with zipfile.ZipFile(made) as archive:
        assert set(archive.namelist()) == {
            "OptLab/OptLab.exe",
            "OptLab/_internal/file.txt",
            "OptLab/licences/file.txt",
        }


@needs("makensis")
def test_the_script_of_the_installer_has_no_mistakes(bundle: Path):
    made = windows.installer(PLACE, bundle)
    assert made.read_bytes().startswith(b"MZ")


@needs("wixl", "wixl-heat", "msiinfo")
def test_an_msi_knows_files_menu_and_file_type(bundle: Path, tmp_path: Path):
    made = msi.pack(PLACE, bundle, tmp_path, tmp_path / "made.msi")

    def table(name: str) -> str:
        exported = ("msiinfo", "export", str(made), name)
        return subprocess.run(exported, capture_output=True, text=True, check=True).stdout

    components = [line.split("\t") for line in table("Component").splitlines()[3:]]
    assert components
    assert all(int(attributes) & FOR_64_BITS for _, _, _, attributes, *_ in components)
    assert "OptLab.exe" in table("File")
    assert r"Software\Classes\.optlab" in table("Registry")
    assert '"[INSTALLDIR]OptLab.exe" "%1"' in table("Registry")
    assert "OptLab.exe" in table("Shortcut")
    assert PLACE.version in table("Property")


@needs("wixl", "wixl-heat", "msiinfo")
def test_an_msi_is_the_same_whenever_it_is_packed(bundle: Path, tmp_path: Path):
    first = msi.pack(PLACE, bundle, tmp_path, tmp_path / "first.msi").read_bytes()
    (bundle / "OptLab.exe").touch()
    made = msi.pack(PLACE, bundle, tmp_path, tmp_path / "second.msi")
    assert made.read_bytes() == first
    stamp = struct.pack("<Q", (int(epoch(PLACE)) + msi.SINCE_1601) * 10**7)
    assert first.count(stamp) == 2
    revision = msi.number(digest_of(bundle)).encode()
    assert revision.decode() in capture(("msiinfo", "suminfo", str(made)))[1]
    (bundle / "OptLab.exe").write_bytes(b"MZ another")
    changed = msi.pack(PLACE, bundle, tmp_path, tmp_path / "third.msi").read_bytes()
    assert revision in first
    assert revision not in changed


def test_a_file_that_is_no_msi_is_refused():
    with pytest.raises(Trouble, match="has no number of its own"):
        msi.settled(b"something else", "{}", 0)
