"""Seeds of students: these never change, or last year's reports could not be marked again."""

from collections import Counter

import pytest
from msgspec.structs import replace

from optlab.session.labs.variants import normalised, seed_of

SEEDS = (3, 7, 12, 40)


@pytest.mark.parametrize(
    ("name", "student", "seed"),
    [
        ("tea", "group 7", 12),
        ("tea", "  GROUP \t 7 ", 12),
        ("births", "group 7", 7),
        ("tea", "s1234567", 3),
        ("tea", "Émile", 7),
        ("tea", "E\u0301MILE", 7),
        ("tea", "Straße", 12),
        ("tea", "李雷", 7),
        ("tea", "", 7),
    ],
)
def test_fixed_examples(lab, name, student, seed):
    assert seed_of(replace(lab, seeds=SEEDS), name, student) == seed


def test_the_recipe_can_be_followed_without_the_program(lab):
    from hashlib import sha256

    digest = sha256(b"optlab-seed\ntea\ngroup 7").hexdigest()
    expected = SEEDS[int(digest[:16], 16) % 4]
    assert seed_of(replace(lab, seeds=SEEDS), "tea", "Group 7") == expected


def test_a_lab_without_seeds_gives_none(lab):
    assert seed_of(replace(lab, seeds=()), "tea", "group 7") is None


def test_a_class_is_spread_over_all_seeds(lab):
    varied = replace(lab, seeds=SEEDS)
    counts = Counter(seed_of(varied, "tea", f"group {i}") for i in range(400))
    assert set(counts) == set(SEEDS)
    assert min(counts.values()) > 60  # of 100; less comes once in a hundred thousand recipes


def test_ids_are_normalised_once_and_for_all():
    for typed in ("Straße", "ﬁnn", "İ", "ΌΣΟΣ", "a\u0345", " x\u00a0 y "):
        assert normalised(normalised(typed)) == normalised(typed)
