"""The memory limit that applied to a dead kernel. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.memory import GroupReading, LimitSource

_UNKNOWN = LimitSource("unknown")


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit, and how much of it was in use at the last sample."""

    source: LimitSource = _UNKNOWN
    limit_bytes: int | None = None
    used_bytes: int | None = None
    headroom_bytes: int | None = None


def limit_of(facts: Facts, sampled: GroupReading | None) -> Limit:
    """Return the limit from the last sample, or from the kernel's own control groups.

    A kernel that dies soon after its start may never have been sampled, or only before it was
    moved to its own group.
    """
    read = _from_levels(facts)
    if sampled is None:
        return read
    last = Limit(
        sampled.limit_source, sampled.limit_bytes, sampled.used_bytes, sampled.headroom_bytes
    )
    if read.limit_bytes is None:
        return last
    moved = last.limit_bytes is None or read.limit_bytes < last.limit_bytes
    return read if moved else last


def _from_levels(facts: Facts) -> Limit:
    """Return the smallest limit; of equal ones the outermost, which is reached first."""
    found = Limit()
    for change in facts.levels:
        bytes_ = change.after.limit_bytes
        if bytes_ is not None and bytes_ <= (found.limit_bytes or bytes_):
            level = change.level
            file = "memory.limit_in_bytes" if level.version == 1 else "memory.max"
            source = LimitSource(
                kind="cgroup-v1" if level.version == 1 else "cgroup-v2",
                path=level.path,
                file=str(level.directory / file),
                manager=level.manager,
            )
            found = Limit(source, bytes_)
    return found
