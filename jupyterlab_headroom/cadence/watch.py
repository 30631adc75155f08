"""When the watch over kernels looks next, and at what. Times are CLOCK_MONOTONIC seconds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

#: Time between looks at groups and process trees. In cgroup v2, counters also announce changes.
TICK_SECONDS = 0.5
#: While nothing moves, one tick out of this many is enough.
IDLE_TICKS = 2
#: After a process has started: it may be moved to another group, or die, before the next tick.
EARLY_LOOKS_SECONDS = (0.05, 0.1, 0.2, 0.35)
#: Time between looks while a death waits for evidence.
EVIDENCE_TICK_SECONDS = 0.01
#: A process with fewer looks is young: a start script may still move it to another group.
FIRST_LOOKS = 10
#: Every so many looks, check whether a process has changed its group or redirected its stderr.
IDENTITY_EVERY_LOOKS = 3
#: The machine's counter of OOM kills is compared over this span, and dead children are remembered
#: for as long, because taking down a huge process takes seconds.
MACHINE_SPAN_SECONDS = 10.0
#: A group can hit its limit, and count that in `oom` and `max`, seconds before anything is killed.
HIT_TO_KILL_SECONDS = 2.0
#: Time between readings of the machine's counter, which cost 50 us each.
MACHINE_EVERY_SECONDS = 2.0
#: For a death, the moment within this span when shared memory was fullest counts.
SHM_SPAN_SECONDS = 3.0
#: Shortest time between looks at shared memory while it fills up; 20 MB at 2 GB/s.
SHM_SOONEST_SECONDS = 0.01
#: Look at shared memory again after this fraction of the time until it will be full.
_SHM_SHARE_OF_TIME = 0.5


@dataclass(frozen=True, slots=True)
class ProcessState:
    """The facts that decide how often a kernel's process is looked at."""

    is_busy: bool
    #: How often it has been looked at so far.
    looks: int
    #: The last look found a different amount of memory than the one before.
    size_changed: bool = False
    #: Number of processes in its tree, including itself.
    processes: int = 1

    @property
    def is_lively(self) -> bool:
        """True while it is busy or young, when what we know about it soon goes stale."""
        return self.is_busy or self.looks < FIRST_LOOKS

    @property
    def moves(self) -> bool:
        """True while something in it may come and go within a second."""
        return self.is_lively or self.size_changed or self.processes > 1


@dataclass(frozen=True, slots=True)
class Motion:
    """Reasons for the next tick to come soon: what the last one saw, and what happened since."""

    #: A process is changing, shared memory is filling up, or a kill is still unexplained.
    is_moving: bool = False
    #: Some process has no pidfd, so only a tick notices its end.
    polls_for_ends: bool = False
    #: A process has been started since.
    has_started: bool = False

    @property
    def is_soon(self) -> bool:
        """True when the next tick must not be skipped."""
        return self.is_moving or self.polls_for_ends or self.has_started


def is_moving(
    processes: Iterable[ProcessState], *, shm_due_s: float, kill_is_unexplained: bool
) -> bool:
    """Tell whether something may begin and end within a second, and so be missed."""
    if kill_is_unexplained or math.isfinite(shm_due_s):
        return True
    return any(process.moves for process in processes)


def next_tick_s(ticked_s: float, motion: Motion, *, work_began: bool) -> float:
    """Return when to tick again; `ticked_s`: the last tick, -inf before the first."""
    return ticked_s + TICK_SECONDS * (1 if motion.is_soon or work_began else IDLE_TICKS)


def pause_seconds(
    now: float, tick_s: float, early_looks_s: Iterable[float], shm_due_s: float, *, has_case: bool
) -> float:
    """Return how long to wait for news; zero or less if something is already due.

    `has_case`: a death is waiting for evidence, which arrives without waking us.
    """
    pause = min(tick_s, *early_looks_s, shm_due_s) - now
    return min(pause, EVIDENCE_TICK_SECONDS) if has_case else pause


def looks_at_all(*, looked_at_all: bool, has_lively: bool, was_moving: bool) -> bool:
    """Tell whether a tick also looks at idle kernels, for which once a second is enough.

    `looked_at_all`: whether the previous tick did. The other two tell whether that tick was only
    half a second ago.
    """
    return not (looked_at_all and (has_lively or was_moving))


def reads_identity(looks: int, looks_since_identity: int, *, begins_work: bool) -> bool:
    """Tell whether a look should also read the name, user and groups of a process."""
    is_old = looks_since_identity >= IDENTITY_EVERY_LOOKS
    return is_old or looks < FIRST_LOOKS or begins_work


def early_looks_s(started_s: float) -> list[float]:
    """Return when to take extra looks at a process that has just started."""
    return [started_s + after for after in EARLY_LOOKS_SECONDS]


def next_shm_look_s(now: float, free_bytes: int, taken_bytes: int, over_seconds: float) -> float:
    """Return when to look at shared memory again; infinity if it is not filling up.

    `taken_bytes` were used up in the `over_seconds` before `now`; `free_bytes` are left.
    """
    if taken_bytes <= 0 or over_seconds <= 0:
        return math.inf
    until_full = free_bytes * over_seconds / taken_bytes
    return now + max(until_full * _SHM_SHARE_OF_TIME, SHM_SOONEST_SECONDS)
