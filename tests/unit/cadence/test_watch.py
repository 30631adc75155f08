"""When the watch looks next: the whole specification as tables."""

from __future__ import annotations

import math

import pytest

from jupyterlab_headroom.cadence import watch as cadence
from jupyterlab_headroom.cadence.watch import FIRST_LOOKS, Motion, ProcessState

IDLE = ProcessState(is_busy=False, looks=FIRST_LOOKS)
BUSY = ProcessState(is_busy=True, looks=FIRST_LOOKS)
YOUNG = ProcessState(is_busy=False, looks=FIRST_LOOKS - 1)
GROWS = ProcessState(is_busy=False, looks=FIRST_LOOKS, size_changed=True)
PARENT = ProcessState(is_busy=False, looks=FIRST_LOOKS, processes=2)


@pytest.mark.parametrize(
    ("processes", "shm_due_s", "kill", "after_s"),
    [
        ((), math.inf, False, 1.0),
        ((IDLE,), math.inf, False, 1.0),
        ((BUSY,), math.inf, False, 0.5),
        ((YOUNG,), math.inf, False, 0.5),
        ((GROWS,), math.inf, False, 0.5),
        ((PARENT,), math.inf, False, 0.5),
        ((IDLE, IDLE, BUSY), math.inf, False, 0.5),
        ((IDLE,), 100.2, False, 0.5),
        ((IDLE,), math.inf, True, 0.5),
    ],
)
def test_the_next_tick_by_what_the_last_one_saw(
    processes: tuple[ProcessState, ...], shm_due_s: float, kill: bool, after_s: float
) -> None:
    moving = cadence.is_moving(processes, shm_due_s=shm_due_s, kill_is_unexplained=kill)
    assert cadence.next_tick_s(100.0, Motion(moving), work_began=False) == 100.0 + after_s


@pytest.mark.parametrize(
    ("motion", "work_began", "after_s"),
    [
        (Motion(), False, 1.0),
        (Motion(), True, 0.5),
        (Motion(has_started=True), False, 0.5),
        (Motion(polls_for_ends=True), False, 0.5),
    ],
)
def test_the_next_tick_by_what_happened_since(
    motion: Motion, work_began: bool, after_s: float
) -> None:
    assert cadence.next_tick_s(100.0, motion, work_began=work_began) == 100.0 + after_s


def test_the_first_tick_is_due_at_once() -> None:
    assert cadence.next_tick_s(-math.inf, Motion(), work_began=False) == -math.inf


@pytest.mark.parametrize(
    ("tick_s", "early_s", "shm_s", "has_case", "seconds"),
    [
        (101.0, (), math.inf, False, 1.0),
        (101.0, (100.25, 100.5), math.inf, False, 0.25),
        (101.0, (), 100.125, False, 0.125),
        (101.0, (100.25,), math.inf, True, 0.01),
        (99.0, (), math.inf, True, -1.0),
        (-math.inf, (), math.inf, False, -math.inf),
    ],
)
def test_the_pause(
    tick_s: float, early_s: tuple[float, ...], shm_s: float, has_case: bool, seconds: float
) -> None:
    assert cadence.pause_seconds(100.0, tick_s, early_s, shm_s, has_case=has_case) == seconds


@pytest.mark.parametrize(
    ("before", "lively", "moving", "now"),
    [
        (False, False, False, True),
        (False, True, True, True),
        (True, False, False, True),
        (True, True, False, False),
        (True, False, True, False),
    ],
)
def test_idle_kernels_are_looked_at_in_every_other_quick_tick(
    before: bool, lively: bool, moving: bool, now: bool
) -> None:
    found = cadence.looks_at_all(looked_at_all=before, has_lively=lively, was_moving=moving)
    assert found is now


@pytest.mark.parametrize(
    ("looks", "since", "begins_work", "reads"),
    [
        (0, 0, False, True),
        (9, 0, False, True),
        (10, 2, False, False),
        (10, 3, False, True),
        (10, 0, True, True),
    ],
)
def test_when_the_groups_of_a_process_are_read(
    looks: int, since: int, begins_work: bool, reads: bool
) -> None:
    assert cadence.reads_identity(looks, since, begins_work=begins_work) is reads


@pytest.mark.parametrize(
    ("free_bytes", "taken_bytes", "over_seconds", "due_s"),
    [
        (900, 0, 0.5, math.inf),
        (900, -5, 0.5, math.inf),
        (900, 100, 0.0, math.inf),
        (900, 100, 0.5, 100.0 + 0.5 * 4.5),
        (1, 100, 0.5, 100.01),
        (0, 100, 0.5, 100.01),
    ],
)
def test_shared_memory_is_read_more_often_the_sooner_it_is_full(
    free_bytes: int, taken_bytes: int, over_seconds: float, due_s: float
) -> None:
    assert cadence.next_shm_look_s(100.0, free_bytes, taken_bytes, over_seconds) == due_s


def test_a_young_process_is_looked_at_out_of_turn() -> None:
    assert cadence.early_looks_s(8.0) == [8.0 + s for s in (0.05, 0.1, 0.2, 0.35)]
