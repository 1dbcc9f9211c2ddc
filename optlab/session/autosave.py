"""The running experiment, kept safe from a crash.

A marker file lies beside the autosaved experiment while a program runs, and is held open under a
lock that the system lets go of when the program dies. So at the next start a marker that nobody
holds means a crash, and one that is held means that another window is open: that one keeps the
autosave, and this one saves nothing and offers nothing. (A process number in the marker would do
neither: numbers are used again, and asking Windows about one can end the process.)
"""

from __future__ import annotations

from io import FileIO
from pathlib import Path

from optlab.engine.experiment import Experiment
from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.files import dump, read_experiment
from optlab.session.lock import hold
from optlab.session.places import state_folder

FILE = "autosave.optlab"
MARKER = "running"


class Autosave:
    """One sitting's claim on the autosave; `recovered` is the experiment of one that crashed.

    Trouble with the disk must not stop a lesson: then nothing is saved, and `owned` is False.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = state_folder() if folder is None else folder
        self._marker = self._claim()
        self.recovered = self._recover() if self._marker and self._crashed else None

    @property
    def owned(self) -> bool:
        """Whether this sitting is the one that autosaves."""
        return self._marker is not None

    def save(self, experiment: Experiment) -> bool:
        """Keep this experiment; returns whether it was written."""
        if self._marker is None:
            return False
        try:
            write_whole(self._folder / FILE, dump(experiment).encode())
        except OSError:
            return False
        return True

    def close(self) -> None:
        """The sitting ended as it should: nothing will be offered next time."""
        if self._marker is None:
            return
        try:
            (self._folder / FILE).unlink(missing_ok=True)
            self._marker.truncate(0)
        except OSError:
            pass  # at worst the last experiment is offered once more
        self._marker.close()
        self._marker = None

    def _claim(self) -> FileIO | None:
        """The marker, locked and set; None when somebody else holds it or the disk refuses."""
        self._crashed = False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            marker = FileIO(self._folder / MARKER, "a+")
        except OSError:
            return None
        try:
            hold(marker)
            marker.seek(0)
            self._crashed = bool(marker.read(1))
            marker.truncate(0)
            marker.write(b"x")
        except OSError:
            marker.close()
            return None
        return marker

    def _recover(self) -> Experiment | None:
        try:
            return read_experiment(self._folder / FILE)
        except BadFile:  # the crash came before the first save, or was that of the disk
            return None
