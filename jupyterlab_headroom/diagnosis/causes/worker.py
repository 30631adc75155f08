"""The kernel is alive, but another process of its group was OOM-killed."""

from __future__ import annotations

from jupyterlab_headroom.diagnosis.causes.limits import linux_kill, locate_limit
from jupyterlab_headroom.diagnosis.causes.match import kills_nearby
from jupyterlab_headroom.nouns.death_details import WorkerOomKilled
from jupyterlab_headroom.nouns.deaths import Verdict
from jupyterlab_headroom.nouns.facts import Facts


def worker_killed(facts: Facts) -> Verdict:
    """Return the verdict, with the victim's name if the log has it; the counter proves the kill.

    If the victim was never seen among the kernel's processes, it may belong to something else,
    so the confidence is lower.
    """
    kills = kills_nearby(facts)
    mine = [kill for kill in kills if kill.pid == facts.pid and facts.log.pids_match]
    kill = mine[-1] if mine else None
    location = locate_limit(facts, kill)
    return Verdict(
        "high" if kill is not None and facts.is_kin_seen else "medium",
        WorkerOomKilled(
            kill=linux_kill(location, kill),
            victim=kill.comm if kill else None,
            is_kin_seen=facts.is_kin_seen,
        ),
    )
