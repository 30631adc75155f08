"""When shared memory is read again, and what counts as its fullest moment."""

from __future__ import annotations

import math

import pytest

from jupyterlab_headroom.cadence.watch import SHM_SOONEST_SECONDS, SHM_SPAN_SECONDS
from jupyterlab_headroom.nouns.counters import SharedMemory
from jupyterlab_headroom.watch.facts.shm import ShmWatch

MIB = 1024**2
TOTAL = 1024 * MIB


class Space:
    """/dev/shm, as the test wants it."""

    def __init__(self, free_mib: int | None) -> None:
        self.free_mib = free_mib

    def __call__(self) -> SharedMemory | None:
        return None if self.free_mib is None else SharedMemory(TOTAL, self.free_mib * MIB)


def test_at_rest_the_tick_is_enough() -> None:
    space = Space(1000)
    watch = ShmWatch(space)
    watch.look(10.0)
    watch.look(10.5)
    assert watch.due_s == math.inf
    space.free_mib = 1010
    watch.look(11.0)
    assert watch.due_s == math.inf


def test_a_second_look_at_the_same_moment_does_not_end_the_quick_looks() -> None:
    space = Space(1000)
    watch = ShmWatch(space)
    watch.look(10.0)
    space.free_mib = 900
    watch.look(10.5)
    due_s = watch.due_s
    watch.look(10.5)
    assert watch.due_s == due_s
    assert due_s < math.inf


@pytest.mark.parametrize(
    ("free_mib", "due_s"),
    [
        (900, 10.5 + 0.5 * 4.5),  # 200 MiB a second: full in 4.5 s
        (100, 10.5 + 0.5 * 100 / 1800),
        (0, 10.5 + SHM_SOONEST_SECONDS),
    ],
)
def test_the_fuller_the_sooner(free_mib: int, due_s: float) -> None:
    space = Space(1000)
    watch = ShmWatch(space)
    watch.look(10.0)
    space.free_mib = free_mib
    watch.look(10.5)
    assert watch.due_s == pytest.approx(due_s)


def test_the_fullest_of_the_last_seconds() -> None:
    space = Space(3)
    watch = ShmWatch(space)
    watch.look(10.0)
    space.free_mib = 1000
    watch.look(11.0)
    found = watch.fullest(0.0, 11.2)
    assert found is not None
    assert (found.monotonic_s, found.memory.free_bytes) == (10.0, 3 * MIB)
    watch.look(10.0 + SHM_SPAN_SECONDS + 0.1)
    later = watch.fullest(0.0, 13.2)
    assert later is not None
    assert later.memory.free_bytes == 1000 * MIB


def test_what_filled_up_before_the_process_started_is_not_what_it_died_of() -> None:
    space = Space(0)
    watch = ShmWatch(space)
    watch.look(10.0)
    space.free_mib = 1000
    watch.look(10.4)
    found = watch.fullest(10.2, 11.5)
    assert found is not None
    assert (found.monotonic_s, found.memory.free_bytes) == (10.4, 1000 * MIB)


def test_this_moment_counts() -> None:
    space = Space(1000)
    watch = ShmWatch(space)
    watch.look(10.0)
    space.free_mib = 1
    found = watch.fullest(0.0, 10.2)
    assert found is not None
    assert (found.monotonic_s, found.memory.free_bytes) == (10.2, MIB)


def test_where_there_is_none() -> None:
    watch = ShmWatch(Space(None))
    watch.look(10.0)
    assert watch.due_s == math.inf
    assert watch.fullest(0.0, 10.0) is None
