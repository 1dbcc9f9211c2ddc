"""A page that stands alone: it fetches nothing and runs nothing, on a screen and on paper."""

from __future__ import annotations

from optlab.session.labs.report.style import SHEET
from optlab.session.labs.report.words import text


def page(title: str, body: str, look: str = "") -> str:
    """The whole page around `body`; `look` are styles beyond those of all reports."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{text(title)}</title><style>{SHEET}{look}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )
