"""How often living kernels are looked at: twice a second while anything moves, else once."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

import pytest

from jupyterlab_headroom.nouns.counters import SharedMemory
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle, ProcessIdentity
from jupyterlab_headroom.watch.cases import Cases
from jupyterlab_headroom.watch.facts.collector import Collector
from jupyterlab_headroom.watch.facts.observer import Observer
from jupyterlab_headroom.watch.log import DeathLog
from jupyterlab_headroom.watch.waiter import EventWaiter
from jupyterlab_headroom.watch.watcher import DeathWatch

from .machine import CHILD, Machine, Ref

KERNEL = KernelInfo("1", "k", "python3", pid=10, execution_state="idle", locality="local")
#: By then it is not young any more, and it is known that nothing moves.
QUIET_S = 20.0


def ref_of(pid: int) -> Ref:
    """A process whose end is announced, not polled for."""
    ref = Ref()
    ref.pid = pid
    ref.handle = ProcessHandle(ProcessIdentity(pid, None), os.open(os.devnull, os.O_RDONLY))
    return ref


class Timed(Machine):
    """Notes when it is looked at."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self.children.clear()
        self._clock = clock
        self.looks: list[float] = []
        self.free_bytes = 1 << 30

    def shared_memory(self) -> SharedMemory | None:  # type: ignore[override]
        return SharedMemory(1 << 30, self.free_bytes)

    def trees_of(self, pids: object) -> Mapping[int, frozenset[int]]:
        self.looks.append(self._clock())
        return super().trees_of(())


class Scene(EventWaiter):
    """A watch whose waiting makes the time pass, and things happen at their time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.until_s = 0.0
        self.kernel = KERNEL
        self.state: str | None = None
        self.events: list[tuple[float, Callable[[], None]]] = []
        self.machine = Timed(lambda: self.now)
        collector = Collector(cast("Observer", self.machine))
        cases = Cases(
            collector, self, DeathLog(), History(), lambda k, s: True, clock=lambda: self.now
        )
        self.watch = DeathWatch(cases, self, clock=lambda: self.now)
        self.watch.kernel_started(KERNEL, ref_of(10))

    def snapshot(self) -> Mapping[str, KernelInfo]:
        return {"1": self.kernel}

    def execution_state(self, kernel_id: str) -> str | None:
        return self.state

    def was_active(self, kernel_id: str, within_seconds: float) -> bool:
        return True

    def is_expected_end(self, kernel_id: str) -> bool:
        return False

    def wait(self, seconds: float) -> frozenset[int]:
        due_s = self.events[0][0] if self.events else self.now + seconds
        if due_s <= self.now + seconds and self.events:
            self.now = max(self.now, due_s)
            self.events.pop(0)[1]()
        else:
            self.now += max(seconds, 0.0)
        if self.now >= self.until_s:
            self.watch.stop()
        return frozenset()

    def looks(self, *events: tuple[float, Callable[[], None]], seconds: float = 4.0) -> list[float]:
        """When it looks, in the seconds after everything has come to rest, from 0."""
        self.events = [(QUIET_S + at_s, happens) for at_s, happens in events]
        self.until_s = QUIET_S + seconds
        self.watch._run()
        return [
            round(at_s - QUIET_S, 3) for at_s in sorted(set(self.machine.looks)) if at_s >= QUIET_S
        ]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def gaps(looks: list[float]) -> list[float]:
    return [round(later - sooner, 3) for sooner, later in itertools.pairwise(looks)]


def test_once_a_second_where_nothing_moves(scene: Scene) -> None:
    assert set(gaps(scene.looks())) == {1.0}


@pytest.mark.parametrize("at_s", [0.2, 0.7])
def test_work_is_looked_at_as_soon_as_it_begins(scene: Scene, at_s: float) -> None:
    """Only half a second is missed of a first cell, however old the snapshot of the states is."""

    def begin() -> None:
        scene.state = "busy"
        scene.watch.kernel_works(scene.kernel)

    first = scene.looks()[0]
    scene = Scene()
    looks = scene.looks((first + at_s, begin))
    assert gaps(looks)[0] == max(0.5, at_s)
    assert set(gaps(looks)[1:]) == {0.5}


def test_a_cell_that_is_over_at_the_first_look(scene: Scene) -> None:
    looks = scene.looks((0.2, lambda: scene.watch.kernel_works(scene.kernel)))
    assert sorted(set(gaps(looks))) == [0.5, 1.0]


@pytest.mark.parametrize("moves", ["state", "snapshot", "child", "size", "kill", "shm", "new"])
def test_twice_a_second_once_something_moves(scene: Scene, moves: str) -> None:
    machine = scene.machine

    def move() -> None:
        match moves:
            case "state":
                scene.state = "busy"
            case "snapshot":
                scene.kernel = replace(KERNEL, execution_state="busy")
            case "child":
                machine.children.add(CHILD)
            case "size":
                machine.size += "1"
            case "kill":
                machine.kill(scene.now)
            case "shm":
                machine.free_bytes -= 1
            case "new":
                scene.watch.kernel_started(KERNEL, ref_of(12))

    looks = scene.looks((0.2, move))
    assert gaps([at_s for at_s in looks if at_s >= 0.2])[0] == 0.5
