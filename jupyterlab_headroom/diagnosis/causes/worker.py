"""The kernel lives, and another process of its group was OOM-killed."""

from __future__ import annotations

from jupyterlab_headroom.diagnosis.causes.limits import place_of
from jupyterlab_headroom.diagnosis.causes.match import kills_nearby
from jupyterlab_headroom.nouns.deaths import Verdict
from jupyterlab_headroom.nouns.facts import Facts


def worker_killed(facts: Facts) -> Verdict:
    """Name the victim as far as the log tells; the counter alone proves the kill.

    Of a child that was never seen nobody knows that it was this kernel's.
    """
    kills = kills_nearby(facts)
    mine = [kill for kill in kills if kill.pid == facts.pid and facts.log.pids_match]
    kill = mine[-1] if mine else None
    place = place_of(facts, kill)
    return Verdict(
        "worker-oom-kill",
        "high" if kill is not None and facts.is_kin_seen else "medium",
        {
            "victim": kill.comm if kill else None,
            "victim_pid": kill.pid if kill else None,
            "is_kin_seen": facts.is_kin_seen,
            "killed_rss_bytes": kill.rss_bytes if kill else None,
            "line": kill.line if kill else None,
            "limit_cgroup": place.cgroup,
            "group_limit_bytes": place.limit_bytes,
            "scope": "machine" if place.machine else "limit",
            "kills": facts.tally.unexplained,
        },
    )
