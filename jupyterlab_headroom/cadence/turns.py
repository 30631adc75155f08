"""What a turn of the memory reader reads. It counts turns: their pace is the sampler's matter."""

from __future__ import annotations

#: In one turn of so many, what changes seldom is read as well: idle kernels, groups without a
#: limit, swap, pressure. All at once: code that has just run costs a tenth of code that is cold.
FULL_TURNS = 3
#: Looks at which nothing may have changed before a kernel is looked at in full turns only.
QUIET_LOOKS = 5
#: By so much a group must change for its idle kernels to be read all the same.
GROUP_CHANGE_BYTES = 8 << 20
#: A process is moved right after its start, if ever: it is asked for its group in each of its
#: first turns, and then in one of so many. Linux writes a line for each of a dozen hierarchies.
FIRST_TURNS = 10
MEMBERSHIP_TURNS = 5
#: Between looks for a limit above the topmost visible group of v1, where there was none: 60 us.
HIDDEN_LIMIT_TURNS = 5
#: `statm` (1 us) says whether `status` (8 us, and as much to parse) can say anything new. It does
#: not tell file pages from shared memory, so after so many turns `status` is read in any case.
MAX_REUSES = 4


def is_full(turn: int) -> bool:
    """Tell whether a turn reads everything. The first one, number 1, does."""
    return turn % FULL_TURNS == 1


def is_quiet(quiet_looks: int, processes: int | None) -> bool:
    """Tell whether a kernel that waits for work need not be looked at in each turn.

    Only one without children: those work without the kernel, and are not asked here.
    """
    return quiet_looks >= QUIET_LOOKS and processes == 1


def group_changed(used_bytes: int | None, before_bytes: int | None) -> bool:
    """Tell whether a group holds another amount, or may: a short cell may not be known to run."""
    if used_bytes is None or before_bytes is None:
        return True
    return abs(used_bytes - before_bytes) >= GROUP_CHANGE_BYTES


def reads_membership(turn: int, pid: int, reads: int) -> bool:
    """Tell whether to ask for the groups of a process that was asked `reads` times.

    By pid, so that the processes are spread over the turns.
    """
    return reads < FIRST_TURNS or (turn + pid) % MEMBERSHIP_TURNS == 0
