"""The parts of a build that can be tried without making one."""

import os
import plistlib
import shutil
import struct
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from PySide6.QtGui import QImage

from builds import command, linux, linux_trials, tools, trim, windows, windows_trials
from builds.frozen import Place
from builds.icons import icns, ico, pictures
from builds.report import Report, digest_of
from builds.shim import MARK, OWN, exports
from builds.wine import foreign
from steps.process import capture
from steps.system import WINDOW
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = Place(REPOSITORY)
PNG = b"\x89PNG\r\n"


def test_what_a_window_needs_is_kept():
    plugins = "PySide6/Qt/plugins"
    for name in (
        f"{plugins}/platforms/libqxcb.so",
        f"{plugins}/platforms/libqwayland-egl.so",
        f"{plugins}/platforms/libqoffscreen.so",
        f"{plugins}/xcbglintegrations/libqxcb-glx-integration.so",
        f"{plugins}/iconengines/libqsvgicon.so",
        f"{plugins}/imageformats/libqsvg.so",
        r"PySide6\plugins\platforms\qwindows.dll",
        "libQt6OpenGLWidgets.so.6",
        "optlab/shipped/datasets/births.csv",
    ):
        assert trim.keeps(name), name


def test_what_nobody_loads_is_left_out():
    for name in (
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        r"PySide6\plugins\tls\qschannelbackend.dll",
        r"PySide6\opengl32sw.dll",
        r"OpenGL\DLLS\gle64.vc14.dll",
        "libQt6Qml.so.6",
        "ucrtbase.dll",
        "api-ms-win-crt-math-l1-1-0.dll",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "libstdc++.so.6",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
    ):
        assert not trim.keeps(name), name


def test_an_icon_for_windows_holds_every_size():
    pngs = pictures(REPOSITORY)
    data = ico(pngs)
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, sum(side <= 256 for side in pngs))
    for place in range(count):
        side, *_, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * place)
        assert data[offset : offset + length] == pngs[side or 256]
    image = QImage.fromData(data)
    assert image.width() == image.height() > 0


def test_an_icon_for_macos_holds_every_size():
    data = icns(pictures(REPOSITORY))
    assert data[:4] == b"icns"
    assert struct.unpack_from(">I", data, 4)[0] == len(data)
    found, at = 0, 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at + 4)
        assert data[at + 8 :].startswith(PNG)
        found, at = found + 1, at + length
    assert found == 6


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a frozen program with nearly nothing in it; what is packed lies beside it."""
    bundle = tmp_path / "optlab"
    (bundle / "inside").mkdir(parents=True)
    (bundle / "optlab").write_text("program")
    (bundle / "inside" / "data").write_text("data")
    (bundle / "inside" / "link").symlink_to("data")
    monkeypatch.setattr(Place, "out", tmp_path)
    monkeypatch.setattr(Place, "work", tmp_path)
    return bundle


def test_an_archive_is_the_same_whoever_packs_it(bundle: Path):
    first = linux.archive(PLACE, bundle).read_bytes()
    (bundle / "optlab").touch()
    made = linux.archive(PLACE, bundle)
    assert made.read_bytes() == first
    with tarfile.open(made) as tar:
        members = tar.getmembers()
    assert {(each.uid, each.uname) for each in members} == {(0, "root")}
    assert {each.name.partition("/")[0] for each in members} == {
        f"optlab-{PLACE.version}-linux-x86_64"
    }


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="there is no dpkg")
def test_a_package_is_the_same_whenever_it_is_packed(bundle: Path):
    first = linux.package(PLACE, bundle).read_bytes()
    (bundle / "optlab").touch()
    assert linux.package(PLACE, bundle).read_bytes() == first


def test_a_package_asks_for_what_the_window_needs():
    fields = dict(
        line.split(": ", 1)
        for line in linux.control_file(PLACE, 100.0).splitlines()
        if not line.startswith(" ")
    )
    assert fields["Package"] == "optlab"
    assert fields["Version"] == PLACE.version
    assert {"libgl1", "libegl1", "libxcb-cursor0"} <= set(fields["Depends"].split(", "))


def test_a_package_has_menu_entry_icons_and_file_type(tmp_path: Path):
    linux.lay_out(PLACE, tmp_path)
    share = tmp_path / "usr" / "share"
    entry = (share / "applications" / "optlab.desktop").read_text()
    kind = ET.parse(  # noqa: S314  (our own file)
        share / "mime" / "packages" / "optlab.xml"
    ).getroot()[0]
    assert f"MimeType={kind.get('type')};" in entry
    for side in linux.ICON_SIZES:
        for group in ("apps/optlab", "mimetypes/application-x-optlab"):
            assert (share / f"icons/hicolor/{side}x{side}/{group}.png").is_file()
    assert (tmp_path / "usr/bin/optlab").readlink() == Path("../../opt/optlab/optlab")


def test_the_software_centre_is_told_about_this_version():
    path = REPOSITORY / "packaging" / "linux" / linux.METAINFO
    about = ET.parse(path).getroot()  # noqa: S314  (our own file)
    assert about.findtext("project_license") == "MIT"
    releases = [each.get("version") for each in about.iter("release")]
    assert releases[0] == PLACE.version


@pytest.mark.parametrize("place", ["version.txt"])
def test_windows_is_told_about_this_version(place: str):
    text = (REPOSITORY / "packaging" / "windows" / place).read_text()
    assert f"'ProductVersion', '{PLACE.version}'" in text
    numbers = ", ".join([*PLACE.version.split("."), "0"])
    assert f"filevers=({numbers})" in text


def test_the_desktops_own_tools_have_nothing_to_say():
    try:
        tools.need(dict.fromkeys(("desktop-file-validate", "appstreamcli"), ""))
    except Trouble:
        pytest.skip("the tools are not installed")
    linux.validate(PLACE)


def test_a_missing_tool_is_named_with_its_package():
    with pytest.raises(Trouble, match=r"needs no-such-tool; .* apt-get install its-package"):
        tools.need({"no-such-tool": "its-package", "python3": "python3"})


def test_another_system_is_told_who_builds_for_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    with pytest.raises(Trouble, match=r"made on Linux; the workflow \.github/workflows/linux\.yml"):
        command.check_host("linux", "Linux")


def test_a_shim_that_got_into_the_bundle_is_found(tmp_path: Path):
    (tmp_path / "good.dll").write_bytes(b"MZ" + bytes(200))
    (tmp_path / "bad.dll").write_bytes(b"MZ" + bytes(62) + MARK)
    (tmp_path / "uisettings_shim.dll").write_bytes(b"MZ")
    assert {path.name for path in foreign(tmp_path)} == {"bad.dll", "uisettings_shim.dll"}


@pytest.mark.skipif(not OWN.is_file(), reason="wine is not installed")
def test_the_names_of_a_library_are_read():
    if capture(("sh", "-c", "command -v x86_64-w64-mingw32-objdump"))[0]:
        pytest.skip("mingw is not installed")
    names = exports(OWN)
    assert {"cexp", "printf"} & set(names)
    assert len(names) == len(set(names)) > 2000


def test_a_folder_has_one_hash_whatever_its_times(tmp_path: Path):
    (tmp_path / "inside").mkdir()
    program = tmp_path / "inside" / "program"
    program.write_text("one")
    first = digest_of(tmp_path)
    os.utime(program, (0, 0))
    assert digest_of(tmp_path) == first
    program.chmod(0o755)
    second = digest_of(tmp_path)
    program.rename(tmp_path / "inside" / "other")
    third = digest_of(tmp_path)
    assert len({first, second, third}) == 3


def test_a_report_tells_size_and_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "made.zip"
    path.write_bytes(b"abc")
    report = Report()
    report.made(path)
    report.show()
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert capsys.readouterr().out == f"made.zip  0.0 MB of 75  sha256 {digest}\n"


def test_an_installer_that_is_too_large_fails_the_build(tmp_path: Path):
    with (tmp_path / "made.zip").open("wb") as file:
        file.truncate(76 << 20)
    with pytest.raises(Trouble, match=r"made\.zip has 76\.0 MB, more than 75"):
        Report().made(tmp_path / "made.zip")


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_every_system_has_a_workflow_that_builds_it(system: str):
    path = REPOSITORY / ".github" / "workflows" / f"{system}.yml"
    flow = yaml.safe_load(path.read_text("utf-8"))
    assert flow[True]["push"] == {"tags": ["v*"]}  # YAML 1.1 reads `on` as true
    steps = [step for job in flow["jobs"].values() for step in job["steps"]]
    assert all(("run" in step) != ("uses" in step) for step in steps)
    assert f"python3 packaging/build.py {system}" in {step.get("run") for step in steps}
    assert system in command.SYSTEMS


@pytest.mark.parametrize(
    ("system", "tools"),
    [
        ("linux", linux.TOOLS | linux_trials.TOOLS),
        ("windows", windows.TOOLS | windows_trials.TOOLS),
    ],
)
def test_a_workflow_installs_every_tool_of_its_build(system: str, tools: dict[str, str]):
    text = (REPOSITORY / ".github" / "workflows" / f"{system}.yml").read_text("utf-8")
    assert set(tools.values()) <= set(text.split())


def test_the_workflow_for_linux_installs_what_the_package_asks_for():
    text = (REPOSITORY / ".github" / "workflows" / "linux.yml").read_text("utf-8")
    assert {need.package for need in WINDOW} <= set(text.split())


def test_a_flatpak_is_made_of_files_that_are_there():
    folder = REPOSITORY / "packaging" / "linux" / "flatpak"
    recipe = yaml.safe_load((folder / "org.optlab.OptLab.yml").read_text("utf-8"))
    (module,) = recipe["modules"]
    files = [source["path"] for source in module["sources"] if source["type"] == "file"]
    assert all((folder / path).resolve().is_file() for path in files)
    assert not any("network" in rule for rule in recipe["finish-args"])


def test_macos_knows_version_and_file_type():
    about = plistlib.loads((REPOSITORY / "packaging" / "macos" / "Info.plist").read_bytes())
    assert about["CFBundleShortVersionString"] == PLACE.version
    (kind,) = about["UTExportedTypeDeclarations"]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["optlab"]
    assert about["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    rights = plistlib.loads((REPOSITORY / "packaging/macos/entitlements.plist").read_bytes())
    assert all(value is True for value in rights.values())
