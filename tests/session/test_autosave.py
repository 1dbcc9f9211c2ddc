from msgspec.structs import replace

from optlab.engine.experiment import Experiment
from optlab.session.autosave import FILE, MARKER, Autosave

WORK = replace(Experiment(), seed=41)


def kill(sitting: Autosave):
    """Let go of the marker without a word, as the system does for a dead program."""
    assert sitting._marker is not None
    sitting._marker.close()


def crashed(folder):
    """What a dead program leaves: its marker, which nobody holds, and its last experiment."""
    sitting = Autosave(folder)
    sitting.save(WORK)
    kill(sitting)


def test_a_clean_end_leaves_nothing_to_offer(tmp_path):
    sitting = Autosave(tmp_path)
    assert sitting.recovered is None
    assert sitting.save(WORK)
    sitting.close()
    sitting.close()
    again = Autosave(tmp_path)
    assert again.recovered is None
    again.close()


def test_a_crash_is_noticed_and_the_experiment_comes_back(tmp_path):
    crashed(tmp_path)
    after = Autosave(tmp_path)
    assert after.recovered == WORK
    after.close()
    assert not (tmp_path / FILE).exists()


def test_a_crash_after_a_crash(tmp_path):
    crashed(tmp_path)
    second = Autosave(tmp_path)
    kill(second)
    third = Autosave(tmp_path)
    assert third.recovered == WORK
    third.close()


def test_a_crash_before_the_first_save_offers_nothing(tmp_path):
    kill(Autosave(tmp_path))
    after = Autosave(tmp_path)
    assert after.recovered is None
    after.close()


def test_a_damaged_autosave_is_not_offered(tmp_path):
    crashed(tmp_path)
    (tmp_path / FILE).write_bytes(b"\0" * 100)
    after = Autosave(tmp_path)
    assert after.recovered is None
    after.close()


def test_a_second_window_leaves_the_first_alone(tmp_path):
    first = Autosave(tmp_path)
    first.save(WORK)
    second = Autosave(tmp_path)
    assert second.recovered is None
    assert not second.owned
    assert not second.save(Experiment())
    second.close()
    assert (tmp_path / FILE).exists()
    first.close()


def test_a_disk_that_refuses_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    sitting = Autosave(tmp_path / "file")
    assert not sitting.owned
    assert not sitting.save(WORK)
    sitting.close()


def test_a_folder_that_vanished_stops_nothing(tmp_path):
    folder = tmp_path / "state"
    sitting = Autosave(folder)
    (folder / MARKER).unlink()
    folder.rmdir()
    assert not sitting.save(WORK)
    sitting.close()


def test_by_default_it_lies_where_the_system_wants_it(own_folders):
    sitting = Autosave()
    assert sitting.owned
    assert list(own_folders.rglob(MARKER))
    sitting.close()
