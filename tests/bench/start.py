"""Start to the first picture, to usable plots and to the surface in space, against a bare window.

Usable: every pane is painted, with the recorded curves and a surface. The view in space then takes
the place of the contour, and the surface is refined, while the window is in use already.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter

from tests.bench.measure import Row, at_most, ratio

ROUNDS = 5
PROGRAMS = ("bare", "optlab")
NO_BYTE_CODE = "PYTHONDONTWRITEBYTECODE"


def rows() -> Iterator[Row]:
    """Seconds and ratios, warm: the first round does not count."""
    times: dict[tuple[str, str], list[float]] = {}
    try:
        with screen():
            for number in range(ROUNDS + 1):
                for program in PROGRAMS:
                    for word, took in opening(program).items():
                        if number:
                            times.setdefault((program, word), []).append(took)
    except RuntimeError as failure:
        yield Row("first window on screen", f"not measured: {failure}", "1.3x")
        return
    floor = times["bare", "shown"]
    yield Row("a bare NumPy + Qt window", f"{median(floor):.3g} s")
    for word, what, budget in (
        ("shown", "first window on screen", 1.3),
        ("usable", "usable with plots", 3.0),
    ):
        ours = times["optlab", word]
        note = f" ({median(ours):.3g} s)"
        yield at_most(f"{what}, against the bare window", ratio(ours, floor), budget, "x", note)
    yield Row("the finest surface in space", f"{median(times['optlab', 'finest']):.3g} s")


def opening(program: str) -> dict[str, float]:
    """Seconds from the start of the process to each word it says."""
    # Byte code is kept, as it is for everybody who starts a program twice.
    keeps = {name: value for name, value in os.environ.items() if name != NO_BYTE_CODE}
    begun = perf_counter()
    said: dict[str, float] = {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.opening", program],
        env=keeps,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            said[json.loads(line)] = perf_counter() - begun
        complaint = process.stderr.read().strip().splitlines()
    if not {"shown", "usable"} <= set(said):
        raise RuntimeError((complaint or ["it said nothing"])[-1][:60])
    return said


@contextmanager
def screen() -> Generator[None]:
    """A screen that stands before the clock starts: the one there is, or a virtual one."""
    program = shutil.which("Xvfb")
    if os.environ.get("DISPLAY") or not sys.platform.startswith("linux") or program is None:
        yield
        return
    read, write = os.pipe()
    with subprocess.Popen(
        [program, "-displayfd", str(write), "-screen", "0", "1920x1200x24", "+extension", "GLX"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        with os.fdopen(read) as answers:
            os.environ["DISPLAY"] = f":{answers.readline().strip()}"
        try:
            yield
        finally:
            del os.environ["DISPLAY"]
            server.terminate()
