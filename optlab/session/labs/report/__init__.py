"""The report of a lab: a data file for the teacher's table, and a page for people."""

from optlab.session.labs.report.data import (
    SUFFIX,
    Head,
    Report,
    dump,
    parse,
    read_report,
    write_report,
)

__all__ = ["SUFFIX", "Head", "Report", "dump", "parse", "read_report", "write_report"]
