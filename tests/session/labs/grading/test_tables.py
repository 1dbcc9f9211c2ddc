import csv
import io
from html.parser import HTMLParser

import pytest

from optlab.session.labs.grading import class_csv, class_html, grade
from optlab.session.labs.grading.spreadsheet import safe
from optlab.session.labs.trial import finish
from optlab.session.labs.variants import seed_of

FORMULA = '=HYPERLINK("https://evil.example","click")'


@pytest.fixture
def table(hand_in, file):
    hand_in("Anna")
    hand_in(FORMULA, "evil")
    hand_in(
        "<script>alert(1)</script>", "script", said={"words": "<img src=x onerror=alert(1)> !!"}
    )
    hand_in("-5", "minus", said={"end-loss": -0.5, "words": "@SUM(A1:A9) is what I would say here"})
    (hand_in.folder / "bad.optreport").write_text("{")
    return finish(grade(hand_in.folder, file))


def test_the_csv_has_a_line_for_every_report_and_a_column_for_every_prompt(table, file):
    rows = list(csv.DictReader(io.StringIO(class_csv(table))))
    assert len(rows) == 5
    anna = next(row for row in rows if row["student"] == "Anna")
    seed = str(seed_of(file.lab, "bowls", "Anna"))
    assert (anna["points"], anna["of"], anna["seed"]) == ("6", "6", seed)
    assert anna["guess right"] == "right"
    assert anna["words right"] == "to read"
    assert anna["troubles"] == ""
    keys = [prompt.key for step in file.lab.steps for prompt in step.prompts]
    assert all(key in anna for key in keys)
    bad = next(row for row in rows if row["file"] == "bad.optreport")
    assert bad["troubles"].startswith("UNREADABLE: ")


def test_no_cell_of_the_csv_is_a_formula(table):
    for row in csv.reader(io.StringIO(class_csv(table))):
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "|", "%"))
            assert not cell.startswith("-") or float(cell)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@A1", "\t=1", " =1", "\uff1d1+1", "'=1", "-", "%0", "\n=cmd|'/c'"],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["-0.5", "12", "1e-9", "+3", "a=b", "Anna", ""])
def test_numbers_and_words_stay(text):
    assert safe(text) == text


class Tags(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_says_all_and_runs_nothing(table):
    page = class_html(table)
    found = Tags(page)
    assert not {"script", "iframe", "img", "link", "object"} & {tag for tag, _ in found.tags}
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    words = " ".join(found.words)
    assert "5 reports" in words
    assert "<script>alert(1)</script>" in words
    assert "UNREADABLE" in words
    assert "3 of 4 right" in words  # end-loss
    assert "default-src 'none'" in page
