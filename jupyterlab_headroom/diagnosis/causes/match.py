"""Finds the lines of the kernel log that are about this process.

Outside any pid namespace the pid identifies it. Inside a container the log shows the host's pids
and paths, so container id, process name, user, time and size have to be compared instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.log_findings import DaemonKill, Fault, OomKill

#: The log line comes before the death: tearing down a process of hundreds of GB takes seconds.
WINDOW_BEFORE_SECONDS = 10.0
#: The clocks agree within milliseconds, but the line may be written shortly after we are woken up.
WINDOW_AFTER_SECONDS = 2.0
#: The peak (ru_maxrss) counts file pages differently from the log, so sizes within this share of
#: each other count as equal.
_RSS_TOLERANCE = 0.15
#: Minimum scores for a line without a usable pid to be accepted as ours, and to be certain.
_ENOUGH, _SURE = 3, 4


@dataclass(frozen=True, slots=True)
class Match:
    """A kill in the log, and whether it can only be that of this process."""

    kill: OomKill
    sure: bool


def in_window(facts: Facts, monotonic_s: float | None) -> bool:
    """Return whether a line was written around the death, and not before the process started."""
    if monotonic_s is None:
        return False
    before = WINDOW_BEFORE_SECONDS
    if facts.lived_s is not None:
        before = min(before, facts.lived_s)
    earliest, latest = facts.monotonic_s - before, facts.monotonic_s + WINDOW_AFTER_SECONDS
    return earliest <= monotonic_s <= latest


def kills_nearby(facts: Facts) -> tuple[OomKill, ...]:
    """Return the OOM kills in the seconds around the death that may concern this group."""
    return tuple(
        kill
        for kill in facts.log.kills
        if in_window(facts, kill.monotonic_s) and _may_concern(facts, kill)
    )


def find_kill(facts: Facts) -> Match | None:
    """Return the kill of this process from the log, if there is one."""
    kills = [kill for kill in facts.log.kills if in_window(facts, kill.monotonic_s)]
    if facts.log.pids_match and not through_launcher(facts):
        mine = [kill for kill in kills if kill.pid == facts.pid]
        return Match(mine[-1], sure=True) if mine else None
    scored = sorted(((_score(facts, kill), kill) for kill in kills), key=lambda pair: pair[0])
    if not scored or scored[-1][0] < _ENOUGH:
        return None
    best = [kill for score, kill in scored if score == scored[-1][0]]
    return Match(best[-1], sure=len(best) == 1 and scored[-1][0] >= _SURE)


def find_fault(facts: Facts) -> Fault | None:
    """Return the crash of this process from the log, if there is one."""
    for fault in reversed(facts.log.faults):
        if not in_window(facts, fault.monotonic_s):
            continue
        same = fault.pid == facts.pid if facts.log.pids_match else fault.comm == facts.comm
        if same:
            return fault
    return None


def find_daemon_kill(facts: Facts) -> DaemonKill | None:
    """Return the kill of this process or its group that a userland OOM killer logged."""
    for kill in reversed(facts.log.daemon_kills):
        if kill.monotonic_s is not None and not in_window(facts, kill.monotonic_s):
            continue
        if kill.pid is not None and facts.log.pids_match:
            if kill.pid == facts.pid:
                return kill
        elif kill.cgroup is not None:
            if _same_group(facts, kill.cgroup):
                return kill
        elif kill.comm is None or kill.comm == facts.comm:
            return kill
    return None


def through_launcher(facts: Facts) -> bool:
    """Return whether a shell between us and the kernel reported signal n as exit code 128 + n."""
    code = facts.exit.code
    return code is not None and 128 < code <= 192 and (facts.sample.processes or 1) > 1


def effective_signal(facts: Facts) -> int | None:
    """Return the signal that ended the process, even if a launcher reported it as an exit code."""
    if facts.exit.signal is not None:
        return facts.exit.signal
    return facts.exit.code - 128 if facts.exit.code and through_launcher(facts) else None


def _may_concern(facts: Facts, kill: OomKill) -> bool:
    """Return whether a kill may be in this group: kills of other users must not be shown."""
    own = facts.own.level.path if facts.own else None
    if kill.victim_cgroup is not None and own is not None:
        if facts.log.pids_match:
            return kill.victim_cgroup == own
        if facts.container_ids or own != "/":
            return _same_group(facts, kill.victim_cgroup)
    return kill.uid is None or facts.uid is None or kill.uid == facts.uid


def _score(facts: Facts, kill: OomKill) -> int:
    score = 0
    if kill.victim_cgroup is not None and _same_group(facts, kill.victim_cgroup):
        score += 3
    elif kill.victim_cgroup is not None and facts.container_ids:
        return 0  # another container of the same machine
    if facts.comm is not None:
        score += 1 if kill.comm == facts.comm else -2
    if facts.uid is not None and kill.uid is not None:
        score += 1 if kill.uid == facts.uid else 0
    size, peak = kill.rss_bytes, facts.exit.peak_rss_bytes or facts.sample.kernel_bytes
    if size is not None and peak:
        score += 1 if abs(size + (kill.file_bytes or 0) - peak) <= _RSS_TOLERANCE * peak else -1
    return score


def _same_group(facts: Facts, path: str) -> bool:
    ids = facts.container_ids
    if any(container in path or container.replace("-", "_") in path for container in ids):
        return True
    own = facts.own.level.path if facts.own else None
    return own is not None and own != "/" and (path == own or path.endswith(own))
