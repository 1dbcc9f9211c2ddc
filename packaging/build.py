"""Makes the installers of OptLab and tries them.

    python3 packaging/build.py linux      .tar.xz and .deb, on Linux
    python3 packaging/build.py windows    installer, MSI and portable zip, on Linux with wine
    python3 packaging/build.py macos      .app and .dmg, on macOS

Everything lies in dist/ afterwards, with sizes, times and SHA-256 in what is printed. Each build
ends by trying what it made as people would: installed, started, upgraded, removed. `--try` after
the system does only that, with what lies in dist/; on Linux it needs root.
"""

# pyright: basic

import sys

OLDEST = (3, 11)


def main():
    """Return the exit status of the build that was asked for."""
    if sys.version_info[:2] < OLDEST:
        sys.stderr.write("Building OptLab needs Python 3.11 or newer.\n")
        return 2
    from builds.command import main as command

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
