import stat
import struct
import zipfile
import zlib

import pytest

from optlab.session.bad_file import BadFile
from optlab.session.labs.archive import (
    LARGEST_PICTURE,
    MOST,
    UNPACKED_PER_PACKED,
    files_of,
    is_archive,
)

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 30, 20)
SHEET = b'title = "Tea"\n'


def packed(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return path


def laid_out(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


FILES = {"lab.toml": SHEET, "pictures/bowl.png": PNG, "sources.txt": b"by us"}


def test_a_folder_and_a_zip_of_it_hold_the_same(tmp_path):
    folder = laid_out(tmp_path / "tea", FILES)
    archive = packed(tmp_path / "tea.zip", FILES.items())
    assert files_of(folder) == files_of(archive) == FILES
    assert is_archive(folder)
    assert is_archive(archive)
    assert not is_archive(tmp_path / "tea.toml")


def test_the_one_folder_around_all_files_of_a_zip_is_left_out(tmp_path):
    archive = packed(tmp_path / "a.zip", [(f"tea/{name}", data) for name, data in FILES.items()])
    assert files_of(archive) == FILES


def test_what_systems_leave_behind_is_not_looked_at(tmp_path):
    more = FILES | {".DS_Store": b"\0", "__MACOSX/._bowl.png": b"\0", "Thumbs.db": b"\0"}
    assert files_of(packed(tmp_path / "a.zip", more.items())) == FILES
    assert files_of(laid_out(tmp_path / "b", more)) == FILES


def named_twice(path):
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed(path, [("lab.toml", SHEET), ("lab.toml", b"x = 1")])


def linked(path):
    entry = zipfile.ZipInfo("bowl.png")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed(path, [("lab.toml", SHEET), (entry, "/etc/passwd")])


def lying(path):
    """A zip that says its picture is small, and unpacks to far more."""
    packed(path, [("lab.toml", SHEET), ("a.png", PNG + b"\0" * (LARGEST_PICTURE + 10_000))])
    data = path.read_bytes()
    true = struct.pack("<I", len(PNG) + LARGEST_PICTURE + 10_000)
    assert true in data
    path.write_bytes(data.replace(true, struct.pack("<I", 100)))
    return path


def encrypted(path):
    packed(path, [("lab.toml", SHEET)])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


def torn(path):
    packed(path, [("lab.toml", SHEET * 50)])
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    return path


HOSTILE = {
    "../lab.toml": (lambda path: packed(path, [("../lab.toml", SHEET)]), "lies outside the lab"),
    "absolute": (lambda path: packed(path, [("/lab.toml", SHEET)]), "lies outside the lab"),
    "drive": (lambda path: packed(path, [("C:x.png", PNG)]), "lies outside the lab"),
    "no sheet": (lambda path: packed(path, [("a.png", PNG)]), "there is no lab.toml in it"),
    "bomb": (
        lambda path: packed(path, [("lab.toml", SHEET + b"#" * 1_000_000)]),
        "unpacks to far more than it is",
    ),
    "nested": (
        lambda path: packed(path, [("lab.toml", SHEET), ("more.zip", b"PK")]),
        "more.zip is no part of a lab",
    ),
    "program": (
        lambda path: packed(path, [("lab.toml", SHEET), ("run.exe", b"MZ")]),
        "run.exe is no part of a lab",
    ),
    "many": (
        lambda path: packed(path, [(f"{i}.txt", b"x") for i in range(MOST + 1)]),
        f"more than {MOST} files",
    ),
    "capitals": (
        lambda path: packed(path, [("lab.toml", SHEET), ("a.png", PNG), ("A.PNG", PNG)]),
        "differ in nothing but capitals",
    ),
    "wide": (
        lambda path: packed(
            path, [("lab.toml", SHEET), ("a.png", PNG[:16] + struct.pack(">II", 60_000, 60_000))]
        ),
        "60000 × 60000 pixels",
    ),
    "no picture": (
        lambda path: packed(path, [("lab.toml", SHEET), ("a.png", b"<svg/>")]),
        "does not hold a PNG picture",
    ),
    "twice": (named_twice, "lab.toml is in it twice"),
    "link": (linked, "bowl.png is a link"),
    "lying": (lying, "a.png"),
    "encrypted": (encrypted, "it has a password"),
    "torn": (torn, "cannot be read"),
    "no zip": (lambda path: path.write_bytes(b"hello") and path, "cannot be read"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_with_a_sentence(kind, tmp_path):
    make, said = HOSTILE[kind]
    with pytest.raises(BadFile) as trouble:
        files_of(make(tmp_path / "a.zip"))
    assert said in str(trouble.value)
    assert str(trouble.value).startswith("a.zip: ")
    assert str(trouble.value).endswith(".")


def test_a_link_in_a_folder_is_refused(tmp_path):
    folder = laid_out(tmp_path / "tea", FILES)
    (folder / "notes.txt").symlink_to("/etc/hostname")
    with pytest.raises(BadFile, match="is a link"):
        files_of(folder)


def test_any_other_folder_is_not_even_counted(tmp_path):
    laid_out(tmp_path, {f"{i}/x.iso": b"" for i in range(400)})
    with pytest.raises(BadFile, match=r"there is no lab\.toml"):
        files_of(tmp_path)


def test_a_jpeg_is_measured_behind_its_other_segments():
    from optlab.session.labs.picture import Size, size_of

    segment = b"\xff\xe0" + struct.pack(">H", 6) + b"JFIF"
    frame = b"\xff\xc2" + struct.pack(">HBHH", 11, 8, 20, 30) + b"\0" * 6
    assert size_of("a.jpg", b"\xff\xd8" + segment + frame) == Size(30, 20)
    with pytest.raises(ValueError, match="JPEG"):
        size_of("a.jpg", b"\xff\xd8\xff" + b"\0" * 40)


def test_a_bomb_shrinks_further_than_the_ratio_that_is_refused():
    assert len(zlib.compress(b"\0" * 1_000_000)) * UNPACKED_PER_PACKED < 1_000_000
