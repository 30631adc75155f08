"""Reads one level of the control group tree from the files of v1 or v2."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jupyterlab_headroom.sources.files import Reader, pick_counter, to_int
from jupyterlab_headroom.sources.proc.meminfo import parse_pressure

#: v1 writes "no limit" as the largest page-aligned number, which depends on the page size
#: (0x7ffffffffffff000 with 4 KiB pages). No machine has 2^60 bytes.
_V1_NO_LIMIT = 1 << 60


@dataclass(slots=True)  # created in every tick, and frozen takes three times as long
class LevelMemory:
    """Memory of one control group including all its descendants, in bytes."""

    limit_bytes: int | None = None
    #: The file `limit_bytes` was read from.
    limit_file: str | None = None
    #: The limit belongs to an ancestor that is not visible from here (v1 reports its value).
    limit_is_hidden: bool = False
    usage_bytes: int | None = None
    inactive_file_bytes: int | None = None
    active_file_bytes: int | None = None
    shmem_bytes: int | None = None
    high_bytes: int | None = None
    peak_bytes: int | None = None
    swap_used_bytes: int | None = None
    swap_limit_bytes: int | None = None
    pressure_percent: float | None = None
    oom_group: bool | None = None

    @property
    def has_no_settings(self) -> bool:
        """Whether the group has neither memory.max, memory.high, nor a memory.oom.group flag."""
        return self.limit_bytes is None and self.high_bytes is None and self.oom_group is None

    @property
    def used_bytes(self) -> int | None:
        """usage - inactive_file - active_file, at least 0: what dropping file cache cannot free."""
        if self.usage_bytes is None:
            return None
        file_bytes = (self.inactive_file_bytes or 0) + (self.active_file_bytes or 0)
        return max(self.usage_bytes - file_bytes, 0)

    @property
    def working_set_bytes(self) -> int | None:
        """usage - inactive_file, at least 0: the figure that Kubernetes reports."""
        if self.usage_bytes is None or self.inactive_file_bytes is None:
            return None
        return max(self.usage_bytes - self.inactive_file_bytes, 0)


def read_v2(read: Reader, folder: str) -> LevelMemory:
    """Read a group of the unified hierarchy. "max" and a missing file both mean no limit.

    Without a limit the usage is not needed, so it is not read: `memory.stat` can be slow.
    """
    limit_file = f"{folder}/memory.max"
    oom_group = to_int(read(f"{folder}/memory.oom.group"))
    level = LevelMemory(
        limit_bytes=to_int(read(limit_file)),
        limit_file=limit_file,
        high_bytes=to_int(read(f"{folder}/memory.high")),
        swap_limit_bytes=to_int(read(f"{folder}/memory.swap.max")),
        oom_group=None if oom_group is None else oom_group == 1,
    )
    if level.limit_bytes is None:
        return level
    stat = read(f"{folder}/memory.stat")
    return replace(
        level,
        usage_bytes=to_int(read(f"{folder}/memory.current")),
        inactive_file_bytes=pick_counter(stat, "inactive_file"),
        active_file_bytes=pick_counter(stat, "active_file"),
        shmem_bytes=pick_counter(stat, "shmem"),
        peak_bytes=to_int(read(f"{folder}/memory.peak")),
        swap_used_bytes=to_int(read(f"{folder}/memory.swap.current")),
        pressure_percent=parse_pressure(read(f"{folder}/memory.pressure")),
    )


def read_v1(read: Reader, folder: str, *, topmost: bool) -> LevelMemory:
    """Read a group of the v1 memory controller.

    `total_*` includes the descendants, as the limit does. The topmost visible group also reveals
    the limit of ancestors we cannot see (`hierarchical_memory_limit`).
    """
    limit_file = f"{folder}/memory.limit_in_bytes"
    limit = v1_limit(to_int(read(limit_file)))
    if limit is None and not topmost:
        return LevelMemory(limit_file=limit_file)
    stat = read(f"{folder}/memory.stat")
    above = v1_limit(pick_counter(stat, "hierarchical_memory_limit")) if topmost else None
    hidden = above is not None and (limit is None or above < limit)
    if limit is None and not hidden:
        return LevelMemory(limit_file=limit_file)
    with_swap_limit = to_int(read(f"{folder}/memory.memsw.limit_in_bytes"))
    swap_limit = v1_limit(with_swap_limit)
    return LevelMemory(
        limit_bytes=above if hidden else limit,
        limit_file=f"{folder}/memory.stat" if hidden else limit_file,
        limit_is_hidden=hidden,
        usage_bytes=to_int(read(f"{folder}/memory.usage_in_bytes")),
        inactive_file_bytes=_hierarchical(stat, "inactive_file"),
        active_file_bytes=_hierarchical(stat, "active_file"),
        shmem_bytes=_hierarchical(stat, "shmem"),
        peak_bytes=to_int(read(f"{folder}/memory.max_usage_in_bytes")),
        # With swap accounting off there is no memsw file, and `swap` is meaningless.
        swap_used_bytes=None if with_swap_limit is None else _hierarchical(stat, "swap"),
        # v1 has one limit for memory and one for memory + swap, but none for swap alone.
        swap_limit_bytes=(
            max(swap_limit - limit, 0) if limit is not None and swap_limit is not None else None
        ),
    )


def _hierarchical(stat: str | None, name: str) -> int | None:
    total = pick_counter(stat, f"total_{name}")
    return pick_counter(stat, name) if total is None else total


def v1_limit(value: int | None) -> int | None:
    """Return a limit read from a v1 file, or `None` if its value stands for "no limit"."""
    return None if value is None or value >= _V1_NO_LIMIT else value
