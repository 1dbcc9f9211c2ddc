"""Linux: a folder in a .tar.xz that runs from anywhere, and a .deb for Debian and its children."""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from builds import linux_trials
from builds.frozen import Place, epoch, freeze, self_test, time_start
from builds.report import Report, size_of
from builds.tools import need
from steps import screen
from steps.process import capture, stage
from steps.system import WINDOW
from steps.trouble import Trouble

TOOLS = {
    "dpkg-deb": "dpkg",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "Xvfb": "xvfb",
    "openbox": "openbox",
}
METAINFO = "org.optlab.OptLab.metainfo.xml"
ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def build(place: Place, report: Report) -> None:
    """Make both and try the frozen program, with and without OpenGL."""
    need(TOOLS | (linux_trials.TOOLS if linux_trials.able() else {}))
    validate(place)
    bundle = freeze(place, report)
    program = bundle / "optlab"
    with screen.virtual() as variables:
        self_test(program, report, on="X11 with OpenGL", variables=variables)
        time_start(program, report, variables)
    with screen.virtual(opengl=False) as variables:
        self_test(program, report, on="X11 without OpenGL", variables=variables)
    place.out.mkdir(exist_ok=True)
    for made in (archive(place, bundle), package(place, bundle)):
        report.made(made)
    if linux_trials.able():
        try_out(place, report)
    else:
        report.say("not installed: that needs root (sudo python3 packaging/build.py linux --try)")


def try_out(place: Place, report: Report) -> None:
    """Install what lies in dist/, try it as people would, and take it away again."""
    if not linux_trials.able():
        raise Trouble("Trying the packages needs dpkg and root: it installs, and removes again.")
    made = archive_of(place), package_of(place)
    if missing := [path.name for path in made if not path.is_file()]:
        raise Trouble(f"dist/ has no {' and no '.join(missing)}: build it first.")
    linux_trials.try_out(*made, report)


def archive_of(place: Place) -> Path:
    """Where the .tar.xz lies."""
    return place.out / f"optlab-{place.version}-linux-x86_64.tar.xz"


def package_of(place: Place) -> Path:
    """Where the .deb lies."""
    return place.out / f"optlab_{place.version}_amd64.deb"


def validate(place: Place) -> None:
    """Check the files that desktops read; raise Trouble with what their own tools say."""
    folder = place.packaging / "linux"
    with stage("Checking the desktop files"):
        for command in (
            ("desktop-file-validate", str(folder / "optlab.desktop")),
            (
                "appstreamcli",
                "validate",
                "--no-net",
                str(folder / METAINFO),
            ),
        ):
            status, printed = capture(command)
            if status:
                raise Trouble(f"{command[0]}: {printed.strip()}")


def archive(place: Place, bundle: Path) -> Path:
    """Pack the folder; times and owners do not depend on who builds."""
    made, stamp = archive_of(place), int(epoch(place))
    name = made.name.removesuffix(".tar.xz")

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = stamp
        return member

    with stage(f"Packing {made.name}"):
        draft = made.with_suffix(".part")
        with tarfile.open(draft, "w:xz", preset=6) as tar:
            for path in sorted(bundle.rglob("*")):
                inside = Path(name) / path.relative_to(bundle)
                tar.add(path, str(inside), recursive=False, filter=plain)
        draft.replace(made)
    return made


def package(place: Place, bundle: Path) -> Path:
    """Make the .deb: the program in /opt, its command, menu entry, icons and file type."""
    made = package_of(place)
    with stage(f"Packing {made.name}"), tempfile.TemporaryDirectory(dir=place.work) as folder:
        root = Path(folder, "root")
        shutil.copytree(bundle, root / "opt" / "optlab", symlinks=True)
        lay_out(place, root)
        control = root / "DEBIAN" / "control"
        control.parent.mkdir()
        control.write_text(control_file(place, size_of(root)), "utf-8")
        root.chmod(0o755)
        draft = Path(folder, made.name)
        status, printed = capture(
            ("dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(draft)),
            {**os.environ, "SOURCE_DATE_EPOCH": epoch(place)},
        )
        if status:
            raise Trouble(f"dpkg-deb failed: {printed.strip()}")
        shutil.move(draft, made)
    return made


def lay_out(place: Place, root: Path) -> None:
    """Put what desktops look for below `root`."""
    own, share = place.packaging / "linux", root / "usr" / "share"
    places = {
        own / "optlab.desktop": share / "applications" / "optlab.desktop",
        own / METAINFO: share / "metainfo" / METAINFO,
        own / "optlab.xml": share / "mime" / "packages" / "optlab.xml",
        place.repository / "LICENSE": share / "doc" / "optlab" / "copyright",
    }
    for size in ICON_SIZES:
        icon = place.repository / "resources" / "icons" / f"optlab-{size}.png"
        folder = share / "icons" / "hicolor" / f"{size}x{size}"
        places[icon] = folder / "apps" / "optlab.png"
    for source, target in places.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        target.chmod(0o644)
        if target.name == "optlab.png":
            kind = target.parents[1] / "mimetypes" / "application-x-optlab.png"
            kind.parent.mkdir(exist_ok=True)
            shutil.copy(target, kind)
    command = root / "usr" / "bin" / "optlab"
    command.parent.mkdir(parents=True)
    command.symlink_to("../../opt/optlab/optlab")


def control_file(place: Place, megabytes: float) -> str:
    """What dpkg wants to know; the libraries are those that bootstrap.py installs for a window."""
    needs = ", ".join(("libstdc++6", "libgcc-s1", *(need.package for need in WINDOW)))
    return (
        "Package: optlab\n"
        f"Version: {place.version}\n"
        "Architecture: amd64\n"
        "Maintainer: OptLab contributors <optlab@example.org>\n"
        f"Installed-Size: {round(megabytes * 1024)}\n"
        f"Depends: {needs}\n"
        "Section: education\n"
        "Priority: optional\n"
        f"Description: {place.about.partition(':')[0]}\n"
        " Pick a dataset or a landscape, a model, a loss and optimizers, and watch training\n"
        " step by step on the true loss surface. Needs no network.\n"
    )
