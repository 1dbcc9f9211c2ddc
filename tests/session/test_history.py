from msgspec.structs import replace

from optlab.engine.experiment import Experiment
from optlab.session.history import LIMIT, History

START = Experiment()


def with_steps(steps: int) -> Experiment:
    return replace(START, steps=steps)


def test_edits_are_taken_back_and_made_again():
    history = History(START)
    history.do(with_steps(100), "Steps")
    history.do(with_steps(200), "More steps")
    assert (history.undo_label, history.can_redo) == ("More steps", False)
    assert history.undo() == with_steps(100)
    assert (history.undo_label, history.redo_label) == ("Steps", "More steps")
    assert history.undo() == START
    assert not history.can_undo
    assert history.undo() == START
    assert history.redo() == with_steps(100)
    assert history.redo() == with_steps(200)
    assert history.redo() == with_steps(200)


def test_a_drag_is_one_edit():
    history = History(START)
    for steps in (100, 200, 300):
        history.do(with_steps(steps), "Steps", final=False)
    history.do(with_steps(400), "Steps")
    assert history.present == with_steps(400)
    assert history.undo() == START


def test_two_drags_of_one_knob_are_two_edits():
    history = History(START)
    history.do(with_steps(100), "Steps", final=False)
    history.do(with_steps(200), "Steps")
    history.do(with_steps(300), "Steps", final=False)
    history.do(with_steps(400), "Steps")
    assert history.undo() == with_steps(200)


def test_another_knob_ends_a_drag():
    history = History(START)
    history.do(with_steps(100), "Steps", final=False)
    history.do(replace(with_steps(100), seed=3), "Seed")
    assert history.undo() == with_steps(100)


def test_a_knob_dragged_back_leaves_no_edit():
    history = History(START)
    history.do(with_steps(100), "Steps", final=False)
    history.do(START, "Steps", final=True)
    assert not history.can_undo


def test_undo_in_the_middle_of_a_drag_does_not_merge_what_follows():
    history = History(START)
    history.do(with_steps(50), "Steps")
    history.do(with_steps(100), "Steps", final=False)
    history.undo()
    history.do(with_steps(200), "Steps", final=False)
    assert history.undo() == with_steps(50)


def test_choosing_the_same_is_no_edit_and_keeps_what_can_be_redone():
    history = History(START)
    history.do(with_steps(100), "Steps")
    history.undo()
    history.do(START, "Nothing")
    assert history.can_redo


def test_a_new_edit_forgets_what_was_undone():
    history = History(START)
    history.do(with_steps(100), "Steps")
    history.undo()
    history.do(with_steps(200), "Steps")
    assert not history.can_redo


def test_the_past_is_bounded():
    history = History(START)
    for steps in range(1, LIMIT + 50):
        history.do(with_steps(steps), "Steps")
    undone = 0
    while history.can_undo:
        history.undo()
        undone += 1
    assert undone == LIMIT
