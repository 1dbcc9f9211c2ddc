"""Sets OptLab up on any computer with a stock Python, then starts or tests it.

    python3 packaging/bootstrap.py run [FILE]
    python3 packaging/bootstrap.py test [-- PYTEST ARGUMENTS]

This file is read by whatever `python3` happens to be, so it keeps to syntax that Python 2.7
understands and imports the rest (packaging/steps/, standard library only) after the version check.
"""

# pyright: basic

import sys

OLDEST = (3, 11)
NEWEST = (3, 14)


def complaint(version):
    """Return the one sentence for a Python that will not do, or an empty string."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return ""
    wanted = "3.11 or newer" if tuple(version[:2]) < OLDEST else "3.11 to 3.14"
    return (
        "OptLab needs Python %s; this is %d.%d, so install one of those beside it and start "
        "with that, for example: python3.12 packaging/bootstrap.py run\n"
        % (wanted, version[0], version[1])
    )


def main():
    """Return the exit status of the command that was given."""
    sentence = complaint(sys.version_info)
    if sentence:
        sys.stderr.write(sentence)
        return 2
    from steps.commands import main as command

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
