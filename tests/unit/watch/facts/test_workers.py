"""The OOM kill of a child of a living kernel: when it was, and whose child it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from jupyterlab_headroom.nouns.death_details import WorkerOomKilled
from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.memory import KernelInfo, Sample
from jupyterlab_headroom.watch.cases import Cases
from jupyterlab_headroom.watch.facts.collector import Collector
from jupyterlab_headroom.watch.facts.observer import Observer
from jupyterlab_headroom.watch.facts.watched import Watched
from jupyterlab_headroom.watch.log import DeathLog
from jupyterlab_headroom.watch.waiter import EventWaiter
from tests.unit.samples import CONTEXT, sample
from tests.unit.watch.machine import CHILD, Machine, Ref

KERNEL = KernelInfo("1", "k", "python3", pid=10, execution_state="busy", group="0")
#: What the wall clock is ahead of the monotonic one.
EPOCH = 5000.0


class Scene:
    """A kernel that is looked at twice a second, from 8.0 s to 10.0 s, before anything happens."""

    def __init__(self, version: int = 1, *, readable: bool = True) -> None:
        self.now = 8.0
        self.machine = Machine(version, readable=readable)
        self.deaths = DeathLog()
        self.samples: list[Sample] = []
        self.cases = Cases(
            Collector(cast("Observer", self.machine)),
            EventWaiter(),
            self.deaths,
            self,
            lambda kernel_id, seconds: True,
            clock=lambda: self.now,
            wall=lambda: EPOCH + self.now,
        )
        self.watched = Watched(KERNEL, Ref(), 0.0)
        self.moves = False
        self.turns(8.0, 8.5, 9.0, 9.5, 10.0)

    def last(self, seconds: float) -> Sequence[Sample]:
        return self.samples

    def turns(self, *moments: float) -> None:
        for self.now in moments:
            self.moves = self.cases.tick(self.now, [self.watched], was_moving=self.moves)
            self.cases.advance(self.now, [self.watched])

    def sampled(self, at_s: float, used: int) -> None:
        taken = sample(int(at_s * 10), used, at=at_s, kernels={"1": 10})
        self.samples.append(replace(taken, context=replace(CONTEXT, kernels={"1": KERNEL})))

    def report(self) -> DeathReport:
        """The story of a kill that is counted between two looks, and of the report that follows."""
        self.sampled(9.2, 300)
        self.sampled(10.2, 900)
        self.machine.kill(10.4)
        self.turns(10.5)
        self.sampled(11.2, 36)
        self.turns(11.0, 11.5)
        [report] = self.deaths.since(0)[1]
        assert (report.verdict.cause, report.state) == ("worker-oom-kill", "final")
        return report


@pytest.mark.parametrize(
    ("version", "readable", "killed_s", "used", "age_s"),
    [
        pytest.param(1, True, 10.4, 900, 0.2, id="the log has its time"),
        pytest.param(2, True, 10.4, 900, 0.2, id="the log has its time, v2"),
        pytest.param(2, False, 10.5, 900, 0.3, id="v2 announces it"),
        # It may be 0.5 s old when it is seen: of the samples since, none is known to be older.
        pytest.param(1, False, 10.5, 300, 1.3, id="v1 is looked at twice a second"),
    ],
)
def test_the_story_is_that_of_the_kill_not_of_its_report(
    version: int, readable: bool, killed_s: float, used: int, age_s: float
) -> None:
    report = Scene(version, readable=readable).report()
    assert report.time == pytest.approx(EPOCH + killed_s)
    assert report.used_bytes == used
    assert report.sample_age_s == pytest.approx(age_s)
    assert report.curve.used_bytes[-1] == used
    lines = [fact.time for fact in report.evidence if fact.source == "kernel-log" and fact.time]
    assert lines == ([pytest.approx(EPOCH + 10.4)] if readable else [])


@pytest.mark.parametrize(
    ("readable", "is_seen", "confidence"),
    [
        (True, True, "high"),
        (True, False, "medium"),
        (False, True, "medium"),
        (False, False, "medium"),
    ],
)
def test_a_child_that_was_never_seen_is_not_said_to_be_the_kernels_own(
    readable: bool, is_seen: bool, confidence: str
) -> None:
    scene = Scene(readable=readable)
    if not is_seen:
        scene.machine.children.clear()
        scene.watched.tree = frozenset({10})
    verdict = scene.report().verdict
    details = verdict.details
    assert isinstance(details, WorkerOomKilled)
    assert (verdict.confidence, details.is_kin_seen) == (confidence, is_seen)
    assert details.victim == ("python3" if readable else None)


@pytest.mark.parametrize("is_missed", [True, False])
@pytest.mark.parametrize("readable", [True, False])
def test_a_child_that_nobody_has_missed_yet(readable: bool, is_missed: bool) -> None:
    scene = Scene(readable=readable)
    scene.machine.kill(10.4)
    scene.machine.children.add(CHILD)
    scene.machine.unmissed.add(CHILD)
    scene.turns(10.5, 11.0, 11.5)
    [report] = scene.deaths.since(0)[1]
    assert report.id == f"k:{CHILD}"
    assert isinstance(report.verdict.details, WorkerOomKilled)
    assert report.verdict.details.is_kin_seen
    if is_missed:
        scene.turns(*(12.0 + second for second in range(7)))
        scene.machine.children.clear()
    scene.turns(19.5, 20.0)
    scene.machine.kills.append(scene.machine.kills[-1])
    scene.turns(20.5, 21.0, 21.5)
    again = scene.deaths.since(report.seq)[1]
    assert [death.id for death in again] == ["k:at-5020.500"], "not the same one for another kill"


def test_a_log_whose_clock_has_drifted_is_held_between_the_looks() -> None:
    scene = Scene()
    scene.sampled(9.2, 300)
    scene.machine.kill(11.0)
    scene.turns(10.5, 11.0, 11.5)
    [report] = scene.deaths.since(0)[1]
    assert report.time == pytest.approx(EPOCH + 10.5)
