"""Measurements that need a process of their own: started on a virtual screen, answered in JSON."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from tests.bench.measure import Row

LIMIT = 180.0
"""Seconds after which a measurement counts as failed."""


class Failed(RuntimeError):
    """The measurement gave no answer; the text is the last line it wrote."""


def command(module: str, *words: str) -> list[str]:
    """The command line that runs a module, on a virtual screen where there is no other."""
    run = [sys.executable, "-m", module, *words]
    wrapper = shutil.which("xvfb-run")
    if os.environ.get("DISPLAY") or not sys.platform.startswith("linux") or wrapper is None:
        return run
    return [wrapper, "-a", "-s", "-screen 0 1920x1200x24 +extension GLX", *run]


def ask(module: str, *words: str) -> Mapping[str, float]:
    """The answer of one measurement; raises Failed."""
    try:
        done = subprocess.run(
            command(module, *words), capture_output=True, text=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"no answer in {LIMIT:g} s") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        said = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
        raise Failed(said[:60])
    return json.loads(lines[-1])


def missing(what: str, failure: Failed, budget: str = "") -> Row:
    """The row of a measurement that could not be made."""
    return Row(what, f"not measured: {failure}", budget, None)
