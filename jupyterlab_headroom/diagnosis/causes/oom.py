"""Decides whether a SIGKILL was an OOM kill by Linux, by a daemon, or came from someone else.

The deciding evidence is the OOM counter of the kernel's own group, and the log if it is readable.
Being close to the limit proves nothing: a kernel at 97 % of its limit can also be killed by hand.
"""

from __future__ import annotations

from jupyterlab_headroom.diagnosis.causes.limits import (
    linux_kill,
    locate_limit,
    machine_was_full,
    near_limit,
)
from jupyterlab_headroom.diagnosis.causes.match import (
    find_daemon_kill,
    find_kill,
    kills_nearby,
    through_launcher,
)
from jupyterlab_headroom.nouns.death_details import (
    DaemonKilled,
    KilledFromOutside,
    OomKilled,
    OtherGrew,
)
from jupyterlab_headroom.nouns.deaths import KernelUse, Verdict
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.log_findings import DaemonKill, OomKill
from jupyterlab_headroom.nouns.memory import Confidence

_ORDER: tuple[Confidence, ...] = ("certain", "high", "medium", "low")
#: A kernel that grew by less than this many bytes, or by less than this share of the limit if that
#: is smaller, did not take the memory: some fluctuation is normal.
_GROWTH_BYTES = 64 * 1024**2
_GROWTH_SHARE = 0.125
#: The victim counts as idle when it grew by less than this share of the other kernel's growth.
_IDLE_SHARE = 0.25
#: Daemons whose kills are reported as "oom-kill-daemon"; all others are "oom-kill-user-daemon".
_SYSTEM_DAEMONS = ("systemd-oomd", "oomd", "systemd")


def sigkill(facts: Facts) -> Verdict:
    """Return who sent SIGKILL."""
    match = find_kill(facts)
    if match is not None and match.sure:
        return oom_killed(facts, match.kill, "certain")
    if daemon := find_daemon_kill(facts):
        return daemon_killed(facts, daemon)
    if facts.own is not None and (facts.own.rise("oomd_kill") or 0) > 0:
        return Verdict("high", DaemonKilled("oom-kill-daemon", "systemd-oomd"))
    unexplained = facts.tally.unexplained
    if unexplained is None:
        return _without_counter(facts, match.kill if match else None)
    if unexplained == 0:
        return from_outside(facts, "medium")
    if match is not None:
        return oom_killed(facts, match.kill, "high")
    return _by_counter(facts, unexplained)


def _by_counter(facts: Facts, unexplained: int) -> Verdict:
    """Decide when the counter rose but no line of the log is about this process."""
    victims = len(kills_nearby(facts))
    if facts.log.readable and facts.log.pids_match and victims >= unexplained:
        # Each kill has its line in the log, and all of them name other processes.
        return from_outside(facts, "medium")
    if facts.tally.candidates > unexplained:
        if facts.tally.rank >= unexplained:
            return from_outside(facts, "low")
        return oom_killed(facts, None, "medium")
    several = (facts.sample.processes or 1) > 1
    return oom_killed(facts, None, "medium" if several else "high")


def _without_counter(facts: Facts, kill: OomKill | None) -> Verdict:
    """Decide without an `oom_kill` counter of the kernel's group: old Linux, or group gone."""
    if kill is not None:
        return oom_killed(facts, kill, "high")
    if facts.machine_oom_kill_rise == 0:  # it counts every OOM kill on the machine
        return from_outside(facts, "medium")
    if facts.log.readable and facts.log.pids_match:
        return from_outside(facts, "medium")
    if near_limit(facts) or machine_was_full(facts):
        rose = (facts.machine_oom_kill_rise or 0) > 0
        return oom_killed(facts, None, "medium" if rose or near_limit(facts) else "low")
    return from_outside(facts, "low")


def oom_killed(facts: Facts, kill: OomKill | None, confidence: Confidence) -> Verdict:
    """Return the verdict for an OOM kill by Linux: whose limit, and who took the memory."""
    location = locate_limit(facts, kill)
    linux = linux_kill(location, kill)
    if through_launcher(facts):
        confidence = weakest(confidence, "high")
    grower = grower_of(facts, kill)
    if grower is not None:
        grew = OtherGrew(linux, grower.label, grower.growth_bytes)
        return Verdict(weakest(confidence, "high"), grew)
    details = OomKilled("oom-kill-machine" if location.machine else "oom-kill-limit", linux)
    return Verdict(weakest(confidence, location.confidence), details)


def daemon_killed(facts: Facts, daemon: DaemonKill) -> Verdict:
    """Return the verdict for a kill that a daemon logged."""
    if daemon.daemon == "slurmstepd":  # it only reports kills by Linux in the job's group
        return oom_killed(facts, None, "high")
    is_system = daemon.daemon in _SYSTEM_DAEMONS
    named = daemon.pid is not None and facts.log.pids_match
    return Verdict(
        "certain" if named else "high",
        DaemonKilled("oom-kill-daemon" if is_system else "oom-kill-user-daemon", daemon.daemon),
    )


def from_outside(facts: Facts, confidence: Confidence) -> Verdict:
    """Return the verdict for a SIGKILL that is not known to have to do with memory."""
    return Verdict(confidence, KilledFromOutside(near_limit(facts)))


def grower_of(facts: Facts, kill: OomKill | None = None) -> KernelUse | None:
    """Return the kernel that took the memory while the victim hardly grew, if there is one."""
    others = [use for use in facts.others if not use.dead or use.growth_bytes]
    grower = max(others, key=lambda use: use.growth_bytes or 0, default=None)
    if grower is None or (grower.growth_bytes or 0) < _min_growth_bytes(facts, kill):
        return None
    grown = growth_of_victim(facts, kill)
    if grown is None or grown >= _IDLE_SHARE * (grower.growth_bytes or 0):
        return None
    return grower


def growth_of_victim(facts: Facts, kill: OomKill | None) -> int | None:
    """Return how much the dead kernel grew in its last 30 s.

    Uses its exact size at death if that is known, else the last sample.
    """
    earlier = facts.sample.kernel_bytes_earlier
    at_death = (kill.rss_bytes if kill else None) or _peak_without_files(facts)
    last = at_death if at_death is not None else facts.sample.kernel_bytes
    return last - earlier if last is not None and earlier is not None else None


def _peak_without_files(facts: Facts) -> int | None:
    """Return the peak without mapped files, which ru_maxrss counts but samples do not."""
    peak = facts.exit.peak_rss_bytes
    return None if peak is None else max(peak - (facts.file_bytes or 0), 0)


def _min_growth_bytes(facts: Facts, kill: OomKill | None) -> float:
    """Return the least growth, in bytes, of a kernel that took the memory."""
    limit = (kill.limit_bytes if kill else None) or facts.sample.limit_bytes
    return min(_GROWTH_BYTES, _GROWTH_SHARE * limit) if limit else _GROWTH_BYTES


def weakest(*confidences: Confidence) -> Confidence:
    """Return the weakest of several confidences: a chain is only as strong as its weakest link."""
    return max(confidences, key=_ORDER.index)
