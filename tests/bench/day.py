"""Runs in a process of its own: trains a million steps and answers with its memory, in MB."""

import json
import resource
from pathlib import Path

from optlab.engine import Experiment, prepare
from optlab.session.recording import Recording
from optlab.session.training import train
from tests.bench.training import LINE

STEPS = 1_000_000


def resident() -> float:
    """MB of memory in use now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """Train, and look at the memory after a tenth and at the end."""
    experiment = Experiment(objective=LINE, steps=STEPS)
    recording = Recording(experiment, prepare(experiment))
    tenth = 0.0
    for _ in train(recording, STEPS):
        if not tenth and recording.reached >= STEPS // 10:
            tenth = resident()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"tenth": tenth, "end": resident(), "most": most}))


if __name__ == "__main__":
    main()
