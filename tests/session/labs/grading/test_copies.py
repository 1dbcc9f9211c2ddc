import msgspec

from optlab.session.labs.chain import ROOT, chained
from optlab.session.labs.grading import grade
from optlab.session.labs.report import dump
from optlab.session.labs.trial import finish


def troubles(hand_in, file):
    return {row.file: row.troubles for row in finish(grade(hand_in.folder, file)).rows}


def test_students_who_work_alone_have_nothing_in_common(hand_in, file):
    for name in ("Anna", "Bob", "Cem", "Dora"):
        hand_in(name)
    assert set(troubles(hand_in, file).values()) == {()}


def test_a_text_word_for_word_is_told_to_both(hand_in, file):
    text = "It scales the slope, and so it says how long every single step becomes."
    hand_in("Anna", said={"words": text})
    hand_in("Bob", said={"words": text.upper().replace(",", " ")})
    hand_in("Cem")
    found = troubles(hand_in, file)
    (said,) = found["Anna.optreport"]
    assert said == 'Copy? The text "words" is word for word that of Bob (Bob.optreport).'
    assert "Anna (Anna.optreport)" in found["Bob.optreport"][0]
    assert found["Cem.optreport"] == ()


def test_a_text_with_a_word_exchanged_is_nearly_the_same(hand_in, file):
    long = (
        "The learning rate is the factor in front of the gradient and if it is too small then "
        "the marble needs very many steps to get to the bottom of the bowl and so on"
    )
    hand_in("Anna", said={"words": long})
    hand_in("Bob", said={"words": long.replace("marble", "ball")})
    assert "is nearly that of Bob" in troubles(hand_in, file)["Anna.optreport"][0]


def test_short_texts_may_be_alike(hand_in, file):
    for name in ("Anna", "Bob"):
        hand_in(name, said={"words": "It scales every step."})
    assert set(troubles(hand_in, file).values()) == {()}


def test_the_same_wrong_numbers_are_told_but_not_round_ones(hand_in, file):
    wrong = {"end-loss": 12.34, "begin": 1.618, "line-loss": 2.718}
    hand_in("Anna", said=wrong)
    hand_in("Bob", said=wrong)
    hand_in("Cem", said={"end-loss": 10, "begin": 0.5, "line-loss": 2})
    hand_in("Dora", said={"end-loss": 10, "begin": 0.5, "line-loss": 2})
    found = troubles(hand_in, file)
    assert "3 wrong numbers are the same as those of Bob" in found["Anna.optreport"][0]
    assert found["Cem.optreport"] == found["Dora.optreport"] == ()


def test_a_curve_point_for_point_is_told(hand_in, file):
    curve = [[step, 25.0 - step * 0.37] for step in range(0, 40, 2)]
    hand_in("Anna", said={"curve": curve})
    hand_in("Bob", said={"curve": curve})
    said = troubles(hand_in, file)["Bob.optreport"]
    assert said == ('Copy? The curve "curve" is point for point that of Anna (Anna.optreport).',)


def test_the_same_notebook_handed_in_twice_is_no_copy(hand_in, file, work):
    hand_in("Anna", "first")
    lines = work("Anna").journal.lines
    (hand_in.folder / "early.optreport").write_bytes(dump(lines[:6]))
    hand_in("Anna", "again")
    found = troubles(hand_in, file)
    assert "The same report as Anna (again.optreport)." in found["first.optreport"]
    assert found["early.optreport"] == (
        "Handed in once more, further on, as Anna (again.optreport) and Anna (first.optreport).",
    )
    assert "Goes on from Anna (early.optreport)." in found["first.optreport"]
    assert not any("Copy?" in each for said in found.values() for each in said)


def test_two_notebooks_with_one_id_are_told(hand_in, file):
    hand_in("Anna", "one", pace=1)
    hand_in(" ANNA ", "two", pace=2)
    said = "The same id stands on the report of Anna (one.optreport)."
    assert troubles(hand_in, file)["two.optreport"] == (said,)


def test_a_name_written_over_another_is_both_changed_and_a_copy(hand_in, file):
    hand_in("Anna")
    copied = hand_in("Anna", "Zoe")
    copied.write_bytes(copied.read_bytes().replace(b'"Anna"', b'"Zoe"'))
    said = troubles(hand_in, file)["Zoe.optreport"]
    assert any(each.startswith("CHANGED: Entry 1 ") for each in said)
    assert any(each.startswith("Copy? It is the notebook of Anna") for each in said)


def test_a_chain_made_anew_under_another_name_shows_by_its_pauses(hand_in, file, work):
    hand_in("Anna")
    previous, lines = ROOT, []
    for i, line in enumerate(work("Anna").journal.lines):
        entry = msgspec.structs.replace(line.entry, at=line.entry.at + 3600.0)
        entry = msgspec.structs.replace(entry, student="Zoe") if i == 0 else entry
        lines.append(chained(entry, previous))
        previous = lines[-1].hash
    (hand_in.folder / "Zoe.optreport").write_bytes(dump(lines))
    said = troubles(hand_in, file)["Zoe.optreport"]
    assert any("pauses between entries are the same to the millisecond" in each for each in said)
    assert not any("CHANGED" in each for each in said)


def test_what_many_have_in_common_is_one_sentence(hand_in, file):
    for name in ("Anna", "Bob", "Cem", "Dora", "Eva"):
        hand_in(name, said={"words": "The learning rate is the factor in front of the gradient."})
    (said,) = troubles(hand_in, file)["Eva.optreport"]
    assert said.endswith(
        "Anna (Anna.optreport), Bob (Bob.optreport), Cem (Cem.optreport) and 1 other."
    )
