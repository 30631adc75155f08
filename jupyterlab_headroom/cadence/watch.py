"""When the watch over kernels looks next, and at what. Times are CLOCK_MONOTONIC seconds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

#: Between looks at groups and process trees; counters of v2 announce themselves besides.
TICK_SECONDS = 0.5
#: While nothing moves, only one tick of so many is needed.
IDLE_TICKS = 2
#: After the start of a process: its group may change, and it may die before the next tick.
EARLY_LOOKS_SECONDS = (0.05, 0.1, 0.2, 0.35)
#: While a death waits for evidence.
EVIDENCE_TICK_SECONDS = 0.01
#: A start script may still move a process that was looked at less often.
FIRST_LOOKS = 10
#: Looks after which it is seen whether a process has moved to another group, or redirected stderr.
IDENTITY_EVERY_LOOKS = 3
#: The machine's counter of OOM kills is compared over this span, and dead children are remembered
#: as long: taking down a huge process takes seconds.
MACHINE_SPAN_SECONDS = 10.0
#: A group can be at its limit, and say so in `oom` and `max`, seconds before anything is killed.
LINGER_SECONDS = 2.0
#: Between readings of the machine's counter: each costs 50 us.
MACHINE_EVERY_SECONDS = 2.0
#: The fullest moment of shared memory in the last seconds counts.
SHM_SPAN_SECONDS = 3.0
#: Between looks at shared memory while it fills up. At 2 GB/s that is 20 MB.
SHM_SOONEST_SECONDS = 0.01
#: Look at shared memory again when this share of the time until it is full has passed.
_SHM_SHARE_OF_TIME = 0.5


@dataclass(frozen=True, slots=True)
class ProcessState:
    """What decides how often a kernel's process is looked at."""

    is_busy: bool
    #: Times that it was looked at so far.
    looks: int
    #: It held another amount of memory at the last look.
    size_changed: bool = False
    #: Processes of its tree, itself included.
    processes: int = 1

    @property
    def is_lively(self) -> bool:
        """True while it works, or is young: what is known of it is soon out of date."""
        return self.is_busy or self.looks < FIRST_LOOKS

    @property
    def moves(self) -> bool:
        """True while something of it may be over before a second has passed."""
        return self.is_lively or self.size_changed or self.processes > 1


@dataclass(frozen=True, slots=True)
class Motion:
    """What the last tick saw, and what has happened since: reasons for the next one to be soon."""

    #: A process moves, shared memory fills up, or a kill waits for its explanation.
    is_moving: bool = False
    #: A process without a pidfd is there: only a tick notices its end.
    polls_for_ends: bool = False
    #: A process was started since.
    has_started: bool = False

    @property
    def is_soon(self) -> bool:
        """True when the next tick is not to be left out."""
        return self.is_moving or self.polls_for_ends or self.has_started


def is_moving(
    processes: Iterable[ProcessState], *, shm_due_s: float, kill_is_unexplained: bool
) -> bool:
    """Tell whether something may be born and over within a second, so that nobody would see it."""
    if kill_is_unexplained or math.isfinite(shm_due_s):
        return True
    return any(process.moves for process in processes)


def next_tick_s(ticked_s: float, motion: Motion, *, work_began: bool) -> float:
    """Return when to tick again; `ticked_s`: the last tick, -inf before the first."""
    return ticked_s + TICK_SECONDS * (1 if motion.is_soon or work_began else IDLE_TICKS)


def pause_seconds(
    now: float, tick_s: float, early_looks_s: Iterable[float], shm_due_s: float, *, has_case: bool
) -> float:
    """Return how long to wait for news; zero or less: something is due.

    `has_case`: a death waits for evidence, which may arrive without any news.
    """
    pause = min(tick_s, *early_looks_s, shm_due_s) - now
    return min(pause, EVIDENCE_TICK_SECONDS) if has_case else pause


def looks_at_all(*, looked_at_all: bool, has_lively: bool, was_moving: bool) -> bool:
    """Tell whether a tick looks at idle kernels too: once a second is enough for them.

    `looked_at_all`: the tick before did. The others say whether that was half a second ago.
    """
    return not (looked_at_all and (has_lively or was_moving))


def reads_identity(looks: int, looks_since_identity: int, *, begins_work: bool) -> bool:
    """Tell whether a look reads the name, the user and the groups of a process as well."""
    is_old = looks_since_identity >= IDENTITY_EVERY_LOOKS
    return is_old or looks < FIRST_LOOKS or begins_work


def early_looks_s(started_s: float) -> list[float]:
    """Return when to look at a young process out of turn."""
    return [started_s + after for after in EARLY_LOOKS_SECONDS]


def next_shm_look_s(now: float, free_bytes: int, taken_bytes: int, over_seconds: float) -> float:
    """Return when to look at shared memory before the next tick; infinity: it does not fill up.

    `taken_bytes` were taken in the `over_seconds` before `now`, and `free_bytes` are left.
    """
    if taken_bytes <= 0 or over_seconds <= 0:
        return math.inf
    until_full = free_bytes * over_seconds / taken_bytes
    return now + max(until_full * _SHM_SHARE_OF_TIME, SHM_SOONEST_SECONDS)
