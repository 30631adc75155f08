"""Determines, from the control groups above a process, which limit applies to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jupyterlab_headroom.nouns.memory import (
    GroupReading,
    LimitKind,
    LimitManager,
    LimitSource,
    MachineReading,
)
from jupyterlab_headroom.sources.cgroup.memcg import LevelMemory


@dataclass(slots=True)  # created in every tick, and frozen takes three times as long
class NamedLevel:
    """A level with the path of its control group as Linux writes it."""

    path: str
    level: LevelMemory
    manager: LimitManager | None = None


UNKNOWN_LIMIT = LimitSource(kind="unknown")


@dataclass(slots=True)  # created in every tick, and frozen takes three times as long
class Host:
    """The machine as the outermost limit."""

    reading: MachineReading
    #: tmpfs and shared memory of the whole machine.
    shmem_bytes: int | None = None
    limit_source: LimitSource = UNKNOWN_LIMIT


def bind(chain: Sequence[NamedLevel], host: Host, kind: LimitKind) -> GroupReading:
    """Return the reading of the group whose limit applies to a process.

    `chain` goes from the process's own group to the topmost. The limit is the smallest of all
    levels and of physical memory. Of equal limits the outer one counts: it includes the memory of
    its other children, and so is reached first.
    """
    index = binding_level(chain, host.reading.total_bytes)
    if index is None:
        return _machine_group(chain, host)
    place, outer = chain[index], chain[index:]
    level = place.level
    swap_limits = [*(p.level.swap_limit_bytes for p in outer), host.reading.swap_total_bytes]
    return GroupReading(
        limit_source=LimitSource(
            kind=kind,
            path=None if level.limit_is_hidden else place.path,
            file=level.limit_file,
            manager=place.manager,
        ),
        limit_bytes=level.limit_bytes,
        used_bytes=level.used_bytes,
        headroom_bytes=headroom(outer, host.reading.available_bytes),
        working_set_bytes=level.working_set_bytes,
        shmem_bytes=level.shmem_bytes,
        high_bytes=least(p.level.high_bytes for p in chain),
        peak_bytes=level.peak_bytes,
        swap_used_bytes=level.swap_used_bytes,
        swap_limit_bytes=least(swap_limits),
        pressure_percent=level.pressure_percent,
        # Linux kills the outermost group with this flag, up to the group at its limit.
        oom_group=_any(p.level.oom_group for p in chain[: index + 1]),
    )


def _machine_group(chain: Sequence[NamedLevel], host: Host) -> GroupReading:
    """Return the machine as the group, for when no level has a limit below physical memory."""
    machine = host.reading
    return GroupReading(
        limit_source=host.limit_source,
        limit_bytes=machine.total_bytes,
        used_bytes=_minus(machine.total_bytes, machine.available_bytes),
        headroom_bytes=headroom(chain, machine.available_bytes),
        shmem_bytes=host.shmem_bytes,
        high_bytes=least(p.level.high_bytes for p in chain) if chain else None,
        swap_used_bytes=_minus(machine.swap_total_bytes, machine.swap_free_bytes),
        swap_limit_bytes=machine.swap_total_bytes,
        pressure_percent=machine.pressure_percent,
        oom_group=_any(p.level.oom_group for p in chain) if chain else None,
    )


def binding_level(chain: Sequence[NamedLevel], total_bytes: int | None) -> int | None:
    """Return the index of the level with the smallest limit; `None` if it is the machine's."""
    best: int | None = None
    least_limit: int | None = None
    for index, place in enumerate(chain):
        limit = place.level.limit_bytes
        if limit is None or (total_bytes is not None and limit >= total_bytes):
            continue
        if least_limit is None or limit <= least_limit:
            best, least_limit = index, limit
    return best


def headroom(chain: Sequence[NamedLevel], available_bytes: int | None) -> int | None:
    """Return the smallest of (limit - used) over the levels and of what the machine has available.

    `None` if the usage of a level with a limit is unknown, as nothing can be promised then.
    """
    rooms = [available_bytes]
    for place in chain:
        limit, used = place.level.limit_bytes, place.level.used_bytes
        if limit is not None:
            if used is None:
                return None
            rooms.append(max(limit - used, 0))
    return least(rooms)


def least(values: Iterable[int | None]) -> int | None:
    """Return the smallest known value; `None` if none is known."""
    return min((value for value in values if value is not None), default=None)


def _minus(whole: int | None, part: int | None) -> int | None:
    return max(whole - part, 0) if whole is not None and part is not None else None


def _any(flags: Iterable[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]
    return any(known) if known else None
