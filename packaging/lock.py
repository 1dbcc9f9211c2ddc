"""Writes the locks (requirements*.lock) anew from pyproject.toml (needs `uv`).

One lock serves Python 3.11 to 3.14 on Linux, Windows and macOS: hashes of every wheel, markers
where the systems differ, and never the address of a registry, so that a mirror serves as well.
"""

import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
COMPILE = (
    *("uv", "pip", "compile", "pyproject.toml", "--quiet"),
    *("--python-version", "3.11", "--constraint", "packaging/constraints.txt"),
    *("--generate-hashes", "--no-annotate", "--no-header"),
    *("--no-emit-index-url", "--no-emit-find-links"),
)


def main() -> None:
    """Write all locks; an update of everything is `rm packaging/*.lock` before it."""
    for group in ("", "dev", "build", "windows"):
        name = f"requirements-{group}" if group else "requirements"
        groups = ("--group", group) if group else ()
        systems = ("--python-platform", "windows") if group == "windows" else ("--universal",)
        command = (*COMPILE, *systems, *groups, "--output-file", f"packaging/{name}.lock")
        subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
