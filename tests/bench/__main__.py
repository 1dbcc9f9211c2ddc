"""`python -m tests.bench [GROUP ...]`: measure speed and print one table with the budgets.

Groups: training, surfaces, window, labs, start, installers, memory. Without any, all but memory,
which takes minutes.
The exit status is 1 when something is over its budget.
"""

import argparse
import os
import sys
from importlib import import_module
from typing import Any

GROUPS = ("training", "surfaces", "window", "labs", "start", "installers")
SLOW_GROUPS = ("memory",)


def main() -> int:
    """Measure the groups, print the table, and say whether every budget holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS, *SLOW_GROUPS], metavar="GROUP")
    chosen = parser.parse_args().groups or GROUPS
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # before NumPy is imported
    measure = import_module("tests.bench.measure")
    rows: list[Any] = []
    for group in chosen:
        print(f"measuring {group} ...", file=sys.stderr, flush=True)
        rows += import_module(f"tests.bench.{group}").rows()
    print(measure.table(rows))
    if hasattr(os, "getloadavg"):
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")
    return 1 if any(row.holds is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
