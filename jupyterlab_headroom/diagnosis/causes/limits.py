"""Decides whose limit led to an OOM kill: a control group's or the machine's."""

from __future__ import annotations

from dataclasses import dataclass

from jupyterlab_headroom.nouns.death_details import LinuxKill
from jupyterlab_headroom.nouns.facts import Facts, LevelChange
from jupyterlab_headroom.nouns.log_findings import OomKill
from jupyterlab_headroom.nouns.memory import Confidence

#: A group whose peak reached this share of its limit was at the limit.
_AT_LIMIT = 0.97
#: A kernel that alone held this share of its limit had nearly reached it. Lower than the share
#: above because the last sample can be a second old.
_NEAR_LIMIT = 0.9
#: Linux is out of memory when almost nothing is available. This share is higher because samples
#: are up to a second old.
_MACHINE_FULL_SHARE = 0.10


@dataclass(frozen=True, slots=True)
class LimitLocation:
    """Where memory ran out."""

    machine: bool
    #: The control group at its limit; `None` if it is not visible from here, or if it was the
    #: machine that ran out.
    cgroup: str | None = None
    limit_bytes: int | None = None
    #: How certain it is that it was the machine, or a group.
    confidence: Confidence = "certain"


def locate_limit(facts: Facts, kill: OomKill | None) -> LimitLocation:
    """Return where memory ran out, according to the log if it says so, else to the counters."""
    if kill is not None and kill.scope == "machine":
        return LimitLocation(machine=True)
    if kill is not None and kill.scope == "cgroup":
        level = _level_at_limit(facts)
        return LimitLocation(
            machine=False,
            cgroup=kill.limit_cgroup or (level.level.path if level else None),
            limit_bytes=kill.limit_bytes or (level.after.limit_bytes if level else None),
        )
    level = _level_at_limit(facts)
    if level is not None:
        return LimitLocation(False, level.level.path, level.after.limit_bytes, "high")
    if machine_was_full(facts):
        return LimitLocation(machine=True, confidence="high")
    # Either a limit above what this namespace shows, or a machine that filled up between samples.
    limited = any(change.after.limit_bytes is not None for change in facts.levels)
    had_room = facts.sample.machine_available_bytes is not None
    return LimitLocation(machine=not limited and not had_room, confidence="medium")


def linux_kill(location: LimitLocation, kill: OomKill | None) -> LinuxKill:
    """Return the details of an OOM kill at `location`, and its log line if there is one."""
    return LinuxKill(
        scope="machine" if location.machine else "limit",
        limit_cgroup=location.cgroup,
        group_limit_bytes=location.limit_bytes,
        killed_rss_bytes=kill.rss_bytes if kill else None,
        whole_group=kill is not None and kill.whole_group,
        by_sysrq=kill is not None and kill.by_sysrq,
    )


def machine_was_full(facts: Facts) -> bool:
    """Return whether the last sample shows a machine that is about to run out of memory."""
    total, available = facts.sample.machine_total_bytes, facts.sample.machine_available_bytes
    if not total or available is None:
        return False
    return available < _MACHINE_FULL_SHARE * total


def near_limit(facts: Facts) -> bool:
    """Return whether the kernel alone had nearly reached its limit. Not proof of an OOM kill."""
    limit = facts.sample.limit_bytes
    peak = facts.exit.peak_rss_bytes or facts.sample.kernel_bytes
    if not limit or peak is None:
        return False
    return peak >= _NEAR_LIMIT * limit


def _level_at_limit(facts: Facts) -> LevelChange | None:
    for change in facts.levels:
        if (change.rise("oom") or 0) > 0:  # v2 states it explicitly
            return change
    for change in facts.levels:
        limit, peak = change.after.limit_bytes, change.after.peak_bytes
        hits = change.rise("limit_hits") or 0
        if limit and peak is not None and peak >= _AT_LIMIT * limit and hits > 0:
            return change
    return None
