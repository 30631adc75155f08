"""How closely a living kernel is looked at: as closely as something changes."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from jupyterlab_headroom.cadence.watch import FIRST_LOOKS
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.watch.facts.collector import Collector
from jupyterlab_headroom.watch.facts.observer import Condition, LogIdentity, Observer
from jupyterlab_headroom.watch.facts.watched import Watched


class Ref:
    pid = 10
    handle = None

    def poll(self) -> int | None:
        return None


class Machine:
    """An observer of one process."""

    def __init__(self) -> None:
        self.sizes = ["100"]
        self.condition = Condition(False, file_bytes=1, held_bytes=2, minor_faults=3)
        self.comm = "python3"
        self.measured = 0

    def shared_memory(self) -> None:
        """There is none."""

    def size_of(self, pid: int) -> str | None:
        return self.sizes.pop(0) if len(self.sizes) > 1 else self.sizes[0]

    def faults_of(self, pid: int) -> int | None:
        return None if self.condition.is_exiting else self.condition.minor_faults

    def condition_of(self, pid: int) -> Condition:
        self.measured += 1
        return self.condition

    def identity_of(self, pid: int) -> LogIdentity:
        return LogIdentity(self.comm, 0, ())


class Scene:
    def __init__(self, state: str) -> None:
        self.machine = Machine()
        self.collector = Collector(cast("Observer", self.machine))
        self.watched = Watched(KernelInfo("1", "k", "python3", execution_state=state), Ref(), 0.0)
        self.look(FIRST_LOOKS)
        assert self.machine.measured == FIRST_LOOKS, "a young one is looked at closely"
        self.machine.measured = 0

    def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.collector.look(self.watched, 0.0)


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_where_nothing_changes_nothing_is_measured(state: str) -> None:
    scene = Scene(state)
    scene.machine.comm = "renamed"
    scene.look(10)
    assert scene.machine.measured == 0
    assert scene.watched.comm == "renamed", "that is read now and then, all the same"


def test_as_it_begins_to_work_its_name_and_groups_are_read_at_once() -> None:
    """It may have been moved while it idled, and its first cell may be its last."""
    scene = Scene("idle")
    scene.look()
    scene.machine.comm = "moved"
    scene.watched.notice_state(replace(scene.watched.kernel, execution_state="busy"))
    scene.look()
    assert scene.watched.comm == "moved"
    scene.machine.comm = "renamed"
    scene.watched.notice_state(replace(scene.watched.kernel, execution_state="busy"))
    scene.look()
    assert scene.watched.comm == "moved", "not with each look"


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_another_size_is_measured(state: str) -> None:
    scene = Scene(state)
    scene.machine.sizes = ["200"]
    scene.machine.condition = Condition(False, file_bytes=1, held_bytes=5, minor_faults=6)
    scene.look(3)
    assert scene.machine.measured == 1
    assert (scene.watched.held_bytes, scene.watched.minor_faults) == (5, 6)


def test_one_that_takes_memory_and_gives_as_much_back_has_page_faults() -> None:
    scene = Scene("busy")
    scene.machine.condition = Condition(False, file_bytes=1, held_bytes=2, minor_faults=90)
    scene.look(3)
    assert scene.machine.measured == 1
    assert scene.watched.minor_faults == 90


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_nothing_is_taken_over_from_a_process_that_ends(state: str) -> None:
    """Its memory goes before its group: a size that is another one then tells."""
    scene = Scene(state)
    scene.machine.comm = "gone"
    scene.machine.condition = Condition(is_exiting=True)
    for _ in range(10):
        scene.machine.sizes = ["100", "0"]
        scene.look()
    assert (scene.watched.comm, scene.watched.held_bytes) == ("python3", 2)
