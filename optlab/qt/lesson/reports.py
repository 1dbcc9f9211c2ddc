"""The report: three files beside each other, for paper, for a browser, and for the teacher."""

from __future__ import annotations

from pathlib import Path

from optlab.qt.printing import print_pdf
from optlab.session.atomic import write_whole
from optlab.session.bad_file import BadFile
from optlab.session.labs.album import Album
from optlab.session.labs.notebook import Notebook
from optlab.session.labs.reading import LabFile
from optlab.session.labs.report import SUFFIX, foot, report_html, title, write_report
from optlab.session.plain_file import reason


def save_report(path: Path, file: LabFile, notebook: Notebook, album: Album) -> tuple[Path, ...]:
    """Write `path` (.pdf), and HTML and data of the same name beside it; raises BadFile."""
    page = report_html(notebook, album.pictures(), file.pictures)
    html, data = path.with_suffix(".html"), path.with_suffix(SUFFIX)
    write_report(data, notebook)
    try:
        write_whole(html, page.encode())
    except OSError as error:
        raise BadFile(f"the file cannot be written: {reason(error)}.", name=html.name) from error
    print_pdf(page, path, title(notebook), foot(notebook))
    return path, html, data


def suggested(file: LabFile, notebook: Notebook) -> str:
    """A name for the file: that of the lab and of the student, as far as files can be called so."""
    words = f"{file.name} {notebook.student}".strip()
    plain = "".join(each if each.isalnum() or each in "-_" else "-" for each in words)
    return f"{plain.strip('-')[:80]}.pdf"
