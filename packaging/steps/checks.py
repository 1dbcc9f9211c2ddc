"""Everything a change must pass, in the order in which it fails fastest."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from steps.environment import Environment
from steps.process import call, capture


@dataclass(frozen=True)
class Check:
    """One tool that must exit with 0; a quiet one shows its output only when it fails."""

    title: str
    command: tuple[str, ...]
    quiet: bool = True


def checks(environment: Environment, pytest_arguments: Sequence[str]) -> tuple[Check, ...]:
    """Return the checks of `bootstrap.py test`; every tool comes from the environment."""
    python = str(environment.python)
    linter = str(environment.scripts / ("lint-imports.exe" if os.name == "nt" else "lint-imports"))
    return (
        Check("ruff check", (python, "-m", "ruff", "check", "--quiet")),
        Check("ruff format", (python, "-m", "ruff", "format", "--check", "--quiet")),
        Check("import contracts", (linter, "--no-logo")),
        Check("pyright", (python, "-m", "pyright", "--pythonpath", python)),
        Check("pytest", (python, "-m", "pytest", *pytest_arguments), quiet=False),
    )


def passes(check: Check) -> bool:
    """Run one check, print its line and time, and say whether it passed."""
    began = time.perf_counter()
    if check.quiet:
        print(f"{check.title} ...", end=" ", flush=True)
        status, printed = capture(check.command)
    else:
        print(f"{check.title} ...", flush=True)
        status, printed = call(check.command), ""
    verdict = "failed" if status else "passed"
    line = f"{verdict} in {time.perf_counter() - began:.1f} s"
    print(line if check.quiet else f"{check.title} {line}", flush=True)
    if status and printed:
        print(printed, flush=True)
    return status == 0


def run(environment: Environment, pytest_arguments: Sequence[str]) -> int:
    """Run all checks, also after one failed, and return 0 when every one passed."""
    os.chdir(environment.repository)
    failed = [check.title for check in checks(environment, pytest_arguments) if not passes(check)]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.", flush=True)
    return 1 if failed else 0
