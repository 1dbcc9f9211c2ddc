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

SYSTEMS: dict[str, tuple[str, Callable[[Place, Report], None]]] = {
    "linux": ("Linux", linux.build),
    "windows": ("Linux", windows.build),
    "macos": ("Darwin", macos.build),
}
"""What can be built: the system it is built on, and how."""


def main(arguments: Sequence[str]) -> int:
    """Build for one system; 2 when this computer cannot, 1 when what was built does not work."""
    parser = argparse.ArgumentParser(prog="build.py", description="Make the installers of OptLab.")
    parser.add_argument("system", choices=SYSTEMS)
    wanted = parser.parse_args(arguments).system
    host, build = SYSTEMS[wanted]
    report = Report()
    try:
        check_host(wanted, host)
        build(Place(REPOSITORY), report)
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
