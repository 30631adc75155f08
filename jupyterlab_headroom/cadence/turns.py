"""What each turn of the memory reader reads. How often turns come is up to the sampler."""

from __future__ import annotations

#: One turn in this many also reads what seldom changes: idle kernels, groups without a limit, swap
#: and pressure. They are read together because warm code costs a tenth of cold code.
FULL_TURNS = 3
#: After this many looks without a change, a kernel is looked at in full turns only.
QUIET_LOOKS = 5
#: If a group changes by this much, its idle kernels are read anyway.
GROUP_CHANGE_BYTES = 8 << 20
#: If a process is ever moved, then right after its start. So its group is read in each of its first
#: turns and after that in one of this many; the file has a line for each of a dozen hierarchies.
FIRST_TURNS = 10
MEMBERSHIP_TURNS = 5
#: Turns between looks for a limit above the topmost visible v1 group, if there was none: each
#: costs 60 us.
HIDDEN_LIMIT_TURNS = 5
#: While `statm` (1 us) is unchanged, `status` (8 us, and as much again to parse) is not read.
#: `statm` does not separate file pages from shared memory, so after this many reuses it is.
MAX_REUSES = 4


def is_full(turn: int) -> bool:
    """Tell whether a turn reads everything. The first one, which has number 1, does."""
    return turn % FULL_TURNS == 1


def is_quiet(quiet_looks: int, processes: int | None) -> bool:
    """Tell whether an idle kernel can be skipped in turns that are not full.

    Only if it has no children: they may be at work while the kernel itself is idle.
    """
    return quiet_looks >= QUIET_LOOKS and processes == 1


def group_changed(used_bytes: int | None, before_bytes: int | None) -> bool:
    """Tell whether the use of a group changed noticeably, or is not known.

    It can change under an idle kernel, since nobody may have heard of a short cell.
    """
    if used_bytes is None or before_bytes is None:
        return True
    return abs(used_bytes - before_bytes) >= GROUP_CHANGE_BYTES


def reads_membership(turn: int, pid: int, reads: int) -> bool:
    """Tell whether to read the groups of a process, which was done `reads` times so far.

    The pid spreads the processes over the turns.
    """
    return reads < FIRST_TURNS or (turn + pid) % MEMBERSHIP_TURNS == 0
