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
from optlab.session.labs.report.page import foot, report_html, title
from optlab.session.labs.report.steps import Picture

__all__ = [
    "SUFFIX",
    "Head",
    "Picture",
    "Report",
    "dump",
    "foot",
    "parse",
    "read_report",
    "report_html",
    "title",
    "write_report",
]
