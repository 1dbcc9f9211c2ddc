"""`python -m optlab` is the same program as the installed `optlab` command."""

import sys

from optlab.cli import main

if __name__ == "__main__":
    sys.exit(main())
