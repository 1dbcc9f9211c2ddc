"""What is handed on names nobody, however a name is written and wherever it stands."""

from __future__ import annotations

from unicodedata import normalize
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.session.anonymous import CERTAIN, SHARED, Person, here, without_files

LETTERS = "abcdefghijklmnopqrstuvwxyzABCXYZäöüßéñøłçőšžωжя0123456789"
names = st.text(LETTERS, min_size=CERTAIN, max_size=14).filter(
    lambda name: name.lower() not in SHARED and not name.isdigit()
)
PLACES = [
    "{home}/Thesis/run.optlab",
    "cannot read '{home}/a b/c.csv': permission denied",
    'File "{home}/.venv/lib/python3.11/site-packages/optlab/qt/app.py", line 7, in main',
    "file://{home}/x",
    "{name}",
    "{name} has no access",
    "the account <{name}> on {computer}",
    "smb://{computer}/share/{name}.txt",
    "backup_of_{name}2024.zip",
    "/mnt/{name}/{name}/{computer}.log",
    "D:\\Profiles\\{name}.SCHOOL\\x",
    "\\\\{computer}\\homes\\{name}",
]
WRITTEN = {
    "plain": str,
    "upper": str.upper,
    "lower": str.lower,
    "apart": lambda text: normalize("NFD", text),
    "repr": repr,
    "ascii": ascii,
    "escaped": lambda text: text.encode("unicode_escape").decode(),
    "address": lambda text: quote(text, safe="/: "),
    "doubled": lambda text: text.replace("\\", "\\\\").replace("/", "\\\\"),
}


@given(
    name=names,
    computer=names,
    home=st.sampled_from(
        ["/homes/{}", "/Users/{}", "C:\\Users\\{}", "\\\\server\\homes$\\{}", "/h/{}/"]
    ),
    place=st.sampled_from(PLACES),
    written=st.sampled_from(sorted(WRITTEN)),
)
def test_no_name_gets_through(name: str, computer: str, home: str, place: str, written: str):
    home = home.format(name)
    person = Person((home,), (name, computer))
    text = WRITTEN[written](place.format(home=home, name=name, computer=computer))
    left = person.left_out_of(text)
    for planted in (name, computer):
        for found in (left, left.casefold(), normalize("NFC", left).casefold()):
            assert planted not in found
            assert planted.casefold() not in found
            assert quote(planted) not in found
            assert planted.encode("unicode_escape").decode().casefold() not in found
    assert person.left_out_of(left) == left


@given(st.text("annamrisdtXZ07", min_size=7, max_size=12), st.sampled_from(["{} {}", "{}.{}"]))
def test_old_names_of_windows_do_not_get_through(name: str, whole: str):
    person = Person((), (whole.format(name, name),))
    short = f"{name[:6].upper()}~1"
    assert short not in person.left_out_of(f"C:\\Users\\{short}\\x")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/homes/eva/evaluation.txt", "~/evaluation.txt"),
        ("eva evaluates Eva's eva_2", "*** evaluates ***'s ***_2"),
        ("/homes/evangeline/x", "/homes/evangeline/x"),
        ("4.5 Mesa 22.3.6, llvmpipe (LLVM 15)", "4.5 Mesa 22.3.6, llvmpipe (LLVM 15)"),
        ("\\\\nas-3\\software\\optlab", "***\\software\\optlab"),
    ],
)
def test_a_short_name_leaves_words_alone(text: str, left: str) -> None:
    assert Person(("/homes/eva",), ("eva",)).left_out_of(text) == left


def test_a_shared_account_names_nobody() -> None:
    assert Person(("/",), ("student", "OptLab")).left_out_of("OptLab student /") == (
        "OptLab student /"
    )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            'File "/opt/x/lib/python3.11/site-packages/optlab/qt/app.py", line 7, in main',
            'File "optlab/qt/app.py", line 7, in main',
        ),
        ('File "/srv/Meier/optlab/engine/run.py", line 7', 'File "optlab/engine/run.py", line 7'),
        ('File "/opt/optlab/_internal/numpy/core.py"', 'File "numpy/core.py"'),
        ("[Errno 2] No such file: 'Essay of mine.docx'", "[Errno 2] No such file: ***"),
        ("cannot open ~/Diary.txt now", "cannot open *** now"),
        ("cannot open D:\\Kurse\\7b\\Noten.csv", "cannot open ***"),
        ("Noten 7b.csv: bad", "Noten ***: bad"),
        ("loss 0.5 after 1/2 epoch, 4.6 Mesa 22.3", "loss 0.5 after 1/2 epoch, 4.6 Mesa 22.3"),
        ("KeyError: 'learning_rate'", "KeyError: 'learning_rate'"),
    ],
)
def test_names_of_files_go_and_places_in_the_code_stay(text: str, left: str) -> None:
    assert without_files(text) == left


@given(st.text(max_size=300))
def test_any_text_passes(text: str):
    person = Person(("/homes/anna",), ("anna", "lab-7"))
    assert "anna" not in person.left_out_of(without_files(text)).lower()


@pytest.mark.parametrize("text", ["x", "/", "\\", "'a/", "~", "C:", "a.", "optlab/", "'", "=/a"])
def test_a_long_line_is_no_burden(text: str) -> None:
    long = text * (64_000 // len(text))
    assert len(without_files(Person(("/homes/anna",), ("anna",)).left_out_of(long))) <= 2 * len(
        long
    )


def test_the_person_here_is_found_by_all_that_the_system_tells() -> None:
    person = here(
        {
            "HOME": "/homes/anna.schmidt",
            "USER": "anna.schmidt",
            "USERDOMAIN": "GYMNASIUM-NORD",
            "COMPUTERNAME": "RAUM12-PC3",
        }
    )
    text = "Anna of GYMNASIUM-NORD at raum12-pc3 in /homes/anna.schmidt/x knows Mr SCHMIDT"
    assert person.left_out_of(text) == "*** of *** at *** in ~/x knows Mr ***"


def test_a_log_of_this_computer_names_neither_its_person_nor_itself() -> None:
    import getpass
    import platform
    from pathlib import Path

    person = here()
    text = person.left_out_of(f"[{Path.home()}/a.txt] [{platform.node()}] [{getpass.getuser()}]")
    assert text.startswith("[~/a.txt]")
    if platform.node().lower() not in SHARED:
        assert "[***]" in text
