"""The kernel lives, and another process of its group was OOM-killed."""

from __future__ import annotations

from jupyterlab_headroom.diagnosis.causes.limits import linux_kill, place_of
from jupyterlab_headroom.diagnosis.causes.match import kills_nearby
from jupyterlab_headroom.nouns.death_details import WorkerOomKilled
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
        "high" if kill is not None and facts.is_kin_seen else "medium",
        WorkerOomKilled(
            kill=linux_kill(place, kill),
            victim=kill.comm if kill else None,
            is_kin_seen=facts.is_kin_seen,
        ),
    )
