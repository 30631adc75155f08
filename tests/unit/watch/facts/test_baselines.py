"""From which reading a rise is counted."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_headroom.cadence.watch import HIT_TO_KILL_SECONDS
from jupyterlab_headroom.nouns.counters import LevelCounters
from jupyterlab_headroom.watch.facts.baselines import Baselines

GROUP = Path("/g")


def reading(oom_kill: int, oom: int, hits: int = 0) -> dict[Path, LevelCounters]:
    return {GROUP: LevelCounters(oom_kill=oom_kill, oom=oom, limit_hits=hits)}


def test_kills_count_from_the_newest_reading_and_limits_from_an_older_one() -> None:
    baselines = Baselines()
    baselines.take(reading(3, 5, 7), 0.0)
    baselines.take(reading(4, 6, 9), 0.5)
    before = baselines.of([GROUP])[GROUP]
    assert (before.oom_kill, before.oom, before.limit_hits) == (4, 5, 7)


def test_what_is_too_old_is_dropped() -> None:
    baselines = Baselines()
    for second in range(10):
        baselines.take(reading(0, second), float(second))
    assert baselines.of([GROUP])[GROUP].oom == 9 - HIT_TO_KILL_SECONDS


def test_a_new_beginning() -> None:
    baselines = Baselines()
    baselines.take(reading(0, 1), 0.0)
    baselines.restart([GROUP])
    assert baselines.of([GROUP]) == {}
    baselines.take(reading(1, 2), 0.1)
    assert baselines.of([GROUP])[GROUP].oom == 2


def test_groups_without_kernels_are_forgotten() -> None:
    baselines = Baselines()
    baselines.take({GROUP: LevelCounters(), Path("/h"): LevelCounters()}, 0.0)
    baselines.keep([Path("/h")])
    assert list(baselines.of([GROUP, Path("/h")])) == [Path("/h")]
