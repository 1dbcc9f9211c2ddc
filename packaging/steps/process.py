"""Starting other programs: one line and a time for each stage, a clean Ctrl+C for each child."""

import contextlib
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence

CLOSING_SECONDS = 10.0


@contextlib.contextmanager
def stage(title: str) -> Generator[None]:
    """Print one line with the time that the body took, and whether it came to its end."""
    print(f"{title} ...", end=" ", flush=True)
    began = time.perf_counter()
    outcome = "failed after"
    try:
        yield
        outcome = "done in"
    finally:
        print(f"{outcome} {time.perf_counter() - began:.1f} s", flush=True)


def call(command: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Run a program that talks to the terminal itself and return its exit status.

    Ctrl+C reaches the child as well as us: it is given time to close its files, where
    `subprocess.call` would kill it after a quarter of a second.
    """
    with subprocess.Popen(command, env=environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(CLOSING_SECONDS)
            process.kill()
            raise


def capture(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a program quietly and return its exit status and everything it printed."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout
