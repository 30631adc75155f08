"""Which limit binds, and how much is left: the table is the specification."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.nouns.memory import GroupReading, LimitSource, MachineReading
from jupyterlab_headroom.sources.cgroup.groups import Host, NamedLevel, bind
from jupyterlab_headroom.sources.cgroup.memcg import LevelMemory
from tests.unit.trees import GIB, MIB

MACHINE_LIMIT = LimitSource("machine", file="/proc/meminfo")
HOST = Host(MachineReading(16 * GIB, 12 * GIB, 2 * GIB, GIB), 5 * MIB, MACHINE_LIMIT)


def level(limit: int | None, usage: int | None = 0, **more: Any) -> LevelMemory:
    return LevelMemory(limit_bytes=limit, limit_file="f", usage_bytes=usage, **more)


def group(*levels: LevelMemory, host: Host = HOST) -> GroupReading:
    chain = [NamedLevel(f"/{'x' * (len(levels) - n)}", lev) for n, lev in enumerate(levels)]
    return bind(chain, host, "cgroup-v2")


@pytest.mark.parametrize(
    ("levels", "path", "limit", "headroom"),
    [
        # no group, or none with a limit: the machine
        ([], None, 16 * GIB, 12 * GIB),
        ([level(None, GIB)], None, 16 * GIB, 12 * GIB),
        # one limit
        ([level(4 * GIB, GIB)], "/x", 4 * GIB, 3 * GIB),
        # a limit larger than the machine limits nothing
        ([level(64 * GIB, GIB)], None, 16 * GIB, 12 * GIB),
        ([level(16 * GIB, GIB)], None, 16 * GIB, 12 * GIB),
        # the smaller one of two, wherever it is
        ([level(2 * GIB, GIB), level(4 * GIB, 2 * GIB)], "/xx", 2 * GIB, GIB),
        ([level(4 * GIB, GIB), level(2 * GIB, GIB)], "/x", 2 * GIB, GIB),
        ([level(None, GIB), level(2 * GIB, GIB), level(None)], "/xx", 2 * GIB, GIB),
        # equal limits: the outer one is reached first
        ([level(2 * GIB, GIB), level(2 * GIB, GIB + MIB)], "/x", 2 * GIB, GIB - MIB),
        # a larger limit above may have less left, because of others under it
        ([level(2 * GIB, GIB), level(8 * GIB, 8 * GIB - MIB)], "/xx", 2 * GIB, MIB),
        # the machine may have less left than the group
        ([level(15 * GIB, GIB)], "/x", 15 * GIB, 12 * GIB),
        # over the limit (lowered while running): nothing left, never less
        ([level(GIB, 2 * GIB)], "/x", GIB, 0),
        # a limit that nobody tells the use of promises nothing
        ([level(2 * GIB, None)], "/x", 2 * GIB, None),
        ([level(2 * GIB, GIB), level(8 * GIB, None)], "/xx", 2 * GIB, None),
    ],
)
def test_the_limit_that_binds(
    levels: list[LevelMemory], path: str | None, limit: int, headroom: int | None
) -> None:
    reading = group(*levels)
    assert reading.limit_source.path == path
    assert reading.limit_bytes == limit
    assert reading.headroom_bytes == headroom
    assert reading.limit_source.kind == ("machine" if path is None else "cgroup-v2")


def test_file_cache_is_not_used_but_shared_memory_is() -> None:
    read = level(
        2 * GIB, GIB, inactive_file_bytes=300 * MIB, active_file_bytes=200 * MIB, shmem_bytes=MIB
    )
    reading = group(read)
    assert reading.used_bytes == GIB - 500 * MIB
    assert reading.working_set_bytes == GIB - 300 * MIB
    assert reading.shmem_bytes == MIB


def test_stale_counters_never_give_less_than_nothing() -> None:
    assert group(level(GIB, MIB, inactive_file_bytes=2 * MIB)).used_bytes == 0


def test_machine_figures() -> None:
    reading = group()
    assert (reading.used_bytes, reading.shmem_bytes) == (4 * GIB, 5 * MIB)
    assert (reading.swap_used_bytes, reading.swap_limit_bytes) == (GIB, 2 * GIB)
    assert reading.limit_source.file == "/proc/meminfo"


def test_nothing_known_is_unknown_not_zero() -> None:
    reading = group(host=Host(MachineReading()))
    assert reading.limit_source.kind == "unknown"
    assert reading.limit_bytes is reading.used_bytes is reading.headroom_bytes is None


def test_throttle_line_is_the_lowest_of_all_levels() -> None:
    inner, outer = level(2 * GIB, high_bytes=GIB), level(None, high_bytes=3 * GIB)
    assert group(inner, outer).high_bytes == GIB


@pytest.mark.parametrize(
    ("flags", "together"),
    [([None], None), ([False], False), ([True], True), ([False, True, None], True)],
)
def test_group_kill_counts_up_to_the_limit(flags: list[bool | None], together: bool | None) -> None:
    # Only the outermost level has a limit, so every flag below it counts.
    limits = [None] * (len(flags) - 1) + [GIB]
    levels = [level(x, oom_group=f) for x, f in zip(limits, flags, strict=True)]
    assert group(*levels).oom_group is together


def test_group_kill_above_the_limit_does_not_count() -> None:
    assert group(level(GIB, oom_group=False), level(None, oom_group=True)).oom_group is False


def test_swap_limit_is_also_what_the_machine_has() -> None:
    assert group(level(GIB, swap_limit_bytes=None)).swap_limit_bytes == 2 * GIB
    assert group(level(GIB, swap_limit_bytes=0)).swap_limit_bytes == 0


sizes = st.one_of(st.none(), st.integers(0, 1 << 45))
levels = st.builds(
    LevelMemory,
    limit_bytes=sizes,
    usage_bytes=sizes,
    inactive_file_bytes=sizes,
    active_file_bytes=sizes,
)


@given(st.lists(levels, max_size=6), sizes, sizes)
def test_never_contradicts_itself(
    read: list[LevelMemory], total: int | None, available: int | None
) -> None:
    if total is not None and available is not None:
        available = min(available, total)
    reading = group(*read, host=Host(MachineReading(total, available)))
    limits = [lev.limit_bytes for lev in read if lev.limit_bytes is not None]
    known = [*limits, *([total] if total is not None else [])]
    assert reading.limit_bytes == (min(known) if known else None)
    for value in (reading.used_bytes, reading.headroom_bytes, reading.working_set_bytes):
        assert value is None or value >= 0
    if reading.headroom_bytes is not None and available is not None:
        assert reading.headroom_bytes <= available


@given(levels, st.lists(levels, max_size=4))
def test_processes_below_one_limit_have_one_group(
    inner: LevelMemory, outer: list[LevelMemory]
) -> None:
    """A level whose own limit does not bind changes neither limit nor headroom."""
    base = group(*outer)
    if inner.limit_bytes is not None:
        return
    nested = group(inner, *outer)
    assert nested.limit_bytes == base.limit_bytes
    assert nested.headroom_bytes == base.headroom_bytes
