"""From the levels above a process to the one figure that matters: which limit binds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyterlab_headroom.sources.managers import guess_manager
from jupyterlab_headroom.sources.memcg import LevelMemory
from jupyterlab_headroom.types import GroupReading, LimitKind, LimitSource, MachineReading


@dataclass(frozen=True)
class Place:
    """A level with its name: the path of the control group as Linux writes it."""

    path: str
    level: LevelMemory


def bind(
    chain: Sequence[Place], machine: MachineReading, kind: LimitKind, meminfo_file: str
) -> GroupReading:
    """Return the group a process belongs to; `chain` goes from its own group to the topmost.

    The limit is the smallest of all levels and of physical memory. Of equal limits the outer
    one counts: it includes the memory of its other children, and so is reached first.
    """
    index = _binding(chain, machine.total_bytes)
    if index is None:
        return _machine_group(chain, machine, kind, meminfo_file)
    place, outer = chain[index], chain[index:]
    level = place.level
    return GroupReading(
        limit_source=LimitSource(
            kind=kind,
            path=None if level.limit_is_hidden else place.path,
            file=level.limit_file,
            manager=guess_manager(place.path),
        ),
        limit_bytes=level.limit_bytes,
        used_bytes=level.used_bytes,
        headroom_bytes=_headroom(outer, machine),
        working_set_bytes=level.working_set_bytes,
        shmem_bytes=level.shmem_bytes,
        high_bytes=_least(place.level.high_bytes for place in chain),
        peak_bytes=level.peak_bytes,
        swap_used_bytes=level.swap_used_bytes,
        swap_limit_bytes=_least(place.level.swap_limit_bytes for place in outer),
        pressure_percent=level.pressure_percent,
        # Linux takes the outermost group below the limit that has the flag.
        oom_group=_any(place.level.oom_group for place in chain[: index + 1]),
    )


def _machine_group(
    chain: Sequence[Place], machine: MachineReading, kind: LimitKind, meminfo_file: str
) -> GroupReading:
    """No level has a limit below physical memory: the machine is the group."""
    total, available = machine.total_bytes, machine.available_bytes
    known = total is not None and available is not None
    swap_known = machine.swap_total_bytes is not None and machine.swap_free_bytes is not None
    return GroupReading(
        limit_source=LimitSource(
            kind="machine" if total is not None else "unknown",
            file=meminfo_file if total is not None else None,
        ),
        limit_bytes=total,
        used_bytes=max(total - available, 0) if known else None,  # type: ignore[operator]
        headroom_bytes=_headroom(chain, machine),
        high_bytes=_least(place.level.high_bytes for place in chain),
        swap_used_bytes=(
            machine.swap_total_bytes - machine.swap_free_bytes  # type: ignore[operator]
            if swap_known
            else None
        ),
        swap_limit_bytes=machine.swap_total_bytes,
        pressure_percent=machine.pressure_percent,
        oom_group=_any(place.level.oom_group for place in chain),
    )


def _binding(chain: Sequence[Place], total_bytes: int | None) -> int | None:
    best: int | None = None
    for index, place in enumerate(chain):
        limit = place.level.limit_bytes
        if limit is None or (total_bytes is not None and limit >= total_bytes):
            continue
        if best is None or limit <= (chain[best].level.limit_bytes or 0):
            best = index
    return best


def _headroom(chain: Sequence[Place], machine: MachineReading) -> int | None:
    """Return the least of (limit - used) over the levels, and what the machine has available."""
    rooms = [machine.available_bytes]
    for place in chain:
        limit, used = place.level.limit_bytes, place.level.used_bytes
        if limit is not None and used is None:
            return None  # a limit binds and its use is not known: neither is the headroom
        if limit is not None and used is not None:
            rooms.append(max(limit - used, 0))
    return _least(rooms)


def _least(values: Iterable[int | None]) -> int | None:
    return min((value for value in values if value is not None), default=None)


def _any(flags: Iterable[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]
    return any(known) if known else None
