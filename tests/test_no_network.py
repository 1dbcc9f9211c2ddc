"""OptLab needs no network and tries none: told by its imports, and enforced by the kernel."""

from __future__ import annotations

import ast
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "optlab"
FORBIDDEN = (
    *("socket", "socketserver", "ssl", "http", "urllib.request", "urllib.error", "ftplib"),
    *("smtplib", "poplib", "imaplib", "xmlrpc", "asyncio", "webbrowser", "requests", "httpx"),
    *("urllib3", "aiohttp", "PySide6.QtNetwork", "PySide6.QtWebSockets", "logging.config"),
    *("PySide6.QtWebEngineWidgets", "multiprocessing.connection", "multiprocessing.managers"),
)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def test_no_module_imports_what_reaches_a_network() -> None:
    reaching = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name in imported(path)
        if any(name == each or name.startswith(f"{each}.") for each in FORBIDDEN)
    ]
    assert not reaching


@pytest.mark.parametrize("part", ["engine", "session"])
def test_what_computes_opens_no_log(part: str) -> None:
    logging = {
        path.relative_to(PACKAGE).as_posix()
        for path in (PACKAGE / part).rglob("*.py")
        if any(name.partition(".")[0] == "logging" for name in imported(path))
    }
    assert logging <= {"session/log.py"}


GUARDED = """
import ctypes, errno, json, socket, struct, sys

# A filter in the kernel: socket(AF_INET or AF_INET6, ...) ends the process, whoever calls it, in
# Python, Qt or a driver, here or in a child. Each row is an instruction (code, jt, jf, k) that
# loads a word, compares it, or returns a verdict.
number, = {"x86_64": [41], "aarch64": [198]}[sys.argv.pop(1)]
LOAD, EQUAL, RETURN, ALLOW, KILL = 0x20, 0x15, 0x06, 0x7FFF0000, 0x80000000
rows = [(LOAD, 0, 0, 0), (EQUAL, 0, 3, number), (LOAD, 0, 0, 16), (EQUAL, 2, 0, socket.AF_INET),
        (EQUAL, 1, 0, socket.AF_INET6), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, KILL)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *row) for row in rows))
program = ctypes.create_string_buffer(struct.pack("HP", len(rows), ctypes.addressof(code)))
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, program, 0, 0):
    sys.exit(77)

def watch(event, arguments):
    if event.startswith(("urllib.", "http.", "ftplib.", "smtplib.")) or event in (
        "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto"
    ):
        print("attempt:", event, file=sys.stderr, flush=True)

sys.addaudithook(watch)
DO
"""
PROVE = """
from optlab import cli

status = cli.main(sys.argv[1:])
print("qt", "PySide6.QtNetwork" in sys.modules)
sys.exit(status)
"""
MACHINE = platform.machine()


def guarded(do: str, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", GUARDED.replace("DO", do), MACHINE, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    if done.returncode == 77:
        pytest.skip("this kernel lets nobody filter its calls")
    return done


needs_filter = pytest.mark.skipif(
    sys.platform != "linux" or MACHINE not in {"x86_64", "aarch64"},
    reason="filters of system calls are a thing of Linux",
)


@needs_filter
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_the_filter_catches_an_attempt(family: str) -> None:
    assert guarded(f"socket.socket(socket.{family}); print('through')").stdout == ""
    assert guarded("socket.socket(socket.AF_UNIX); print('local')").stdout == "local\n"


@needs_filter
@pytest.mark.usefixtures("qapp", "xvfb")
def test_the_whole_program_proves_itself_where_the_first_socket_would_end_it() -> None:
    done = guarded(PROVE, "--self-test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "attempt:" not in done.stderr
    assert "qt False" in done.stdout
    assert "the window opens, trains and draws" in done.stdout
