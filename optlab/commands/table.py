"""Rows of text in columns."""

from collections.abc import Sequence


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the columns aligned: to the right where every entry starts with a digit."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    numeric = [all(entry[:1].isdigit() for entry in column) for column in columns]
    return [
        "  ".join(
            entry.rjust(width) if right else entry.ljust(width)
            for entry, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in (headings, *rows)
    ]
