import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optlab.session.playback import LONGEST_TICK, Playback


def test_ticks_move_the_cursor_by_the_time_that_passed():
    playing = Playback(speed=10.0).play().tick(0.1, reached=500).tick(0.05, reached=500)
    assert playing.cursor == pytest.approx(1.5)
    assert playing.step == 1


def test_the_cursor_waits_at_what_is_recorded_and_goes_on():
    waiting = Playback(cursor=99.0, speed=100.0).play().tick(0.1, reached=100)
    assert (waiting.step, waiting.playing) == (100, True)
    assert waiting.tick(0.1, reached=200).step == 110


def test_it_pauses_at_the_end_of_a_finished_recording():
    ended = Playback(cursor=99.0, speed=100.0).play().tick(0.1, reached=100, finished=True)
    assert (ended.step, ended.playing) == (100, False)


def test_the_highest_speed_goes_as_far_as_the_recording():
    fast = Playback(speed=math.inf).play().tick(0.0, reached=1234)
    assert (fast.step, fast.playing) == (1234, True)


def test_a_stall_makes_no_leap():
    slept = Playback(speed=10.0).play().tick(3600.0, reached=10_000)
    assert slept.cursor == pytest.approx(10.0 * LONGEST_TICK)


def test_at_rest_time_does_nothing():
    assert Playback(cursor=5.0).tick(1.0, reached=100) == Playback(cursor=5.0)


def test_steps_by_hand_pause_and_land_on_whole_steps():
    moving = Playback(cursor=7.6).play()
    assert moving.forward(100, 20) == Playback(cursor=8.0)
    assert moving.back(20) == Playback(cursor=6.0)
    assert Playback(cursor=100.0).forward(100, 20).step == 100
    assert Playback().back(20).step == 0


@pytest.mark.parametrize(
    ("step", "forward", "back"), [(0, 20, 0), (1, 20, 0), (19, 20, 0), (20, 40, 0), (21, 40, 20)]
)
def test_epochs_begin_at_whole_multiples(step, forward, back):
    playback = Playback(cursor=float(step), stride="epoch")
    assert playback.forward(1000, 20).step == forward
    assert playback.back(20).step == back


def test_an_epoch_forward_stops_at_what_is_recorded():
    assert Playback(stride="epoch").forward(15, 20).step == 15


def test_seeking_stays_inside_and_goes_on_playing():
    assert Playback().play().seek(50, 20) == Playback(cursor=20.0).play()
    assert Playback().seek(-3, 20).step == 0


@given(
    cursor=st.floats(0, 1e6),
    speed=st.floats(1, math.inf, allow_nan=False),
    seconds=st.floats(-1, 1e9, allow_nan=False),
    reached=st.integers(0, 10**6),
    finished=st.booleans(),
)
def test_a_tick_never_goes_back_and_never_beyond(cursor, speed, seconds, reached, finished):
    after = Playback(cursor, speed=speed).play().tick(seconds, reached, finished)
    assert after.step >= int(cursor)
    assert after.step <= max(reached, int(cursor))
