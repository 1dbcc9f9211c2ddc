"""Finds the files that ship with the program: icons, datasets, labs, translations.

They live in the top-level `resources/` folder of the repository. A wheel carries that folder as
`optlab/shipped` (see pyproject.toml), and a frozen program puts it in the same place, so there are
two places to look and the one inside the package wins: an installed copy must never pick up a
`resources/` folder that happens to lie beside it.
"""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


class MissingResource(FileNotFoundError):
    """A file that should have come with the program is not there; the text says which and where."""


@cache
def root() -> Path:
    """Return the folder that holds every shipped file; raise MissingResource without one."""
    for folder in (PACKAGE / "shipped", PACKAGE.parent / "resources"):
        if folder.is_dir():
            return folder
    message = (
        f"OptLab's own files are missing: there is neither {PACKAGE / 'shipped'} "
        f"nor {PACKAGE.parent / 'resources'}; install OptLab again."
    )
    raise MissingResource(message)


def resource(*parts: str) -> Path:
    """Return the path of one shipped file or folder, such as `resource("icons", "play.svg")`."""
    path = root().joinpath(*parts)
    if not path.exists():
        message = f"OptLab's own file {'/'.join(parts)} is missing in {root()}; install it again."
        raise MissingResource(message)
    return path
