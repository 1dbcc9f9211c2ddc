"""The command line of build.py."""

import argparse
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from builds import linux, macos, windows
from builds.frozen import Place
from builds.report import Report
from steps.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parents[2]
INTERRUPTED = 130

Work = Callable[[Place, Report], None]
SYSTEMS: dict[str, tuple[str, Work, Work]] = {
    "linux": ("Linux", linux.build, linux.try_out),
    "windows": ("Linux", windows.build, windows.try_out),
    "macos": ("Darwin", macos.build, macos.try_out),
}
"""What can be built: the system it is built on, how to build it, and how to try what was built."""


def main(arguments: Sequence[str]) -> int:
    """Build for one system; 2 when this computer cannot, 1 when what was built does not work."""
    parser = argparse.ArgumentParser(prog="build.py", description="Make the installers of OptLab.")
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("--try", action="store_true", dest="only", help="only try what was made")
    asked = parser.parse_args(arguments)
    host, build, try_out = SYSTEMS[asked.system]
    report = Report()
    try:
        check_host(asked.system, host)
        (try_out if asked.only else build)(Place(REPOSITORY), report)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped; what was there before is still there.", file=sys.stderr)
        return INTERRUPTED
    finally:
        report.show()
    return 0


def check_host(wanted: str, host: str) -> None:
    """Raise Trouble where installers for `wanted` cannot be made."""
    if platform.system() != host:
        name = {"Darwin": "macOS"}.get(host, host)
        raise Trouble(
            f"Installers for {wanted} are made on {name}; "
            f"the workflow .github/workflows/{wanted}.yml does it there."
        )
