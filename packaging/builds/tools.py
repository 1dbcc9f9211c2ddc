"""The programs that a build needs from the system, each with the package that brings it."""

import shutil
from collections.abc import Mapping

from steps.trouble import Trouble


def need(tools: Mapping[str, str]) -> None:
    """Raise Trouble when a program is not there; `tools` maps it to its Debian package."""
    missing = {program: package for program, package in tools.items() if not shutil.which(program)}
    if missing:
        programs, packages = ", ".join(missing), " ".join(dict.fromkeys(missing.values()))
        raise Trouble(
            f"This build needs {programs}; on Debian and Ubuntu: sudo apt-get install {packages}."
        )
