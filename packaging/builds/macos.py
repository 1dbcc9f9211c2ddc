"""macOS: an .app for the processor it is built on, in a .dmg; signed, and notarised where possible.

Without a certificate the signature is ad hoc: the program runs, but the first start needs "Open" in
the context menu. With OPTLAB_SIGNING_IDENTITY and OPTLAB_NOTARY_PROFILE (a profile that
`xcrun notarytool store-credentials` has kept) Apple's service approves of the image.

Nobody has run this on a Mac yet: the workflow is where it is tried.
"""

import os
import platform
import shutil
from pathlib import Path

from builds.frozen import Place, freeze, self_test, time_start
from builds.icons import write_icons
from builds.report import Report
from builds.tools import need
from steps.process import capture, stage
from steps.trouble import Trouble

TOOLS = {"codesign": "the Xcode command line tools", "hdiutil": "macOS itself"}
AD_HOC = "-"


def build(place: Place, report: Report) -> None:
    """Make the image and try the program in it."""
    need(TOOLS)
    write_icons(place.repository)
    app = app_of(freeze(place, report))
    identity = os.environ.get("OPTLAB_SIGNING_IDENTITY", AD_HOC)
    with stage("Signing"):
        rights = place.packaging / "macos" / "entitlements.plist"
        hardened = () if identity == AD_HOC else ("--options", "runtime", "--timestamp")
        must(
            *("codesign", "--force", "--deep", "--sign", identity, *hardened),
            *("--entitlements", str(rights), str(app)),
        )
    try_out(place, report)
    report.made(image(place, app))


def app_of(bundle: Path) -> Path:
    """The app, which PyInstaller puts beside the folder that it is made of."""
    return bundle.with_name("OptLab.app")


def try_out(place: Place, report: Report) -> None:
    """Let the signed app prove itself, and time its start."""
    program = app_of(place.bundle) / "Contents" / "MacOS" / "OptLab"
    if not program.is_file():
        raise Trouble("There is no OptLab.app: build it first.")
    self_test(program, report, on="macOS", variables=os.environ)
    time_start(program, report, os.environ)


def image(place: Place, app: Path) -> Path:
    """Pack the app beside a link to the programs, and have it approved where there is a profile."""
    made = place.out / f"OptLab-{place.version}-macos-{platform.machine()}.dmg"
    place.out.mkdir(exist_ok=True)
    folder = place.work / "image"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(app, folder / app.name, symlinks=True)
    (folder / "Applications").symlink_to("/Applications")
    with stage(f"Packing {made.name}"):
        must(
            *("hdiutil", "create", "-volname", "OptLab", "-srcfolder", str(folder)),
            *("-ov", "-format", "UDZO", str(made)),
        )
    profile = os.environ.get("OPTLAB_NOTARY_PROFILE")
    if profile:
        with stage("Asking Apple"):
            must(
                *("xcrun", "notarytool", "submit", str(made), "--wait"),
                *("--keychain-profile", profile),
            )
            must("xcrun", "stapler", "staple", str(made))
    return made


def must(*command: str) -> None:
    """Run a program that must succeed; raise Trouble with what it says."""
    status, printed = capture(command)
    if status:
        raise Trouble(f"{command[0]} failed:\n{printed[-2000:]}")
