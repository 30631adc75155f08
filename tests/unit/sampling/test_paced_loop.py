"""When steps are due, by a clock of the test's own; once by the real one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from jupyterlab_headroom.sampling.paced_loop import PacedLoop


class FakeTime:
    """A clock that only sleeping moves; what shall happen meanwhile is planned."""

    def __init__(self) -> None:
        self.now = 100.0
        self.plans: list[tuple[float, Callable[[], None]]] = []
        self.is_set = False

    def wait(self, timeout: float) -> bool:
        until = self.now + timeout
        while not self.is_set and self.plans and self.plans[0][0] <= until:
            self.now, plan = self.plans.pop(0)
            plan()
        if not self.is_set:
            self.now = until
        return self.is_set

    def set(self) -> None:
        self.is_set = True

    def clear(self) -> None:
        self.is_set = False


class Setup:
    """A loop that ends after some steps, and when each of them was."""

    def __init__(self, steps: int, step_seconds: float = 0.0) -> None:
        self.time = FakeTime()
        self.pause = 1.0
        self.at: list[float] = []
        self._steps, self._step_seconds = steps, step_seconds
        self.loop = PacedLoop(
            self._step,
            lambda: self.pause,
            name="test",
            clock=lambda: self.time.now,
            alarm=self.time,
        )

    def _step(self) -> None:
        self.at.append(round(self.time.now - 100, 3))
        self.time.now += self._step_seconds
        if len(self.at) == self._steps:
            self.loop.stop()

    def hurry(self) -> None:
        self.pause = 0.005
        self.loop.wake()


def test_steps_keep_their_beat_however_long_they_take() -> None:
    setup = Setup(4, step_seconds=0.3)
    setup.loop.run()
    assert setup.at == [0, 1, 2, 3]


def test_what_was_missed_is_not_caught_up_on() -> None:
    setup = Setup(3, step_seconds=5)
    setup.loop.run()
    assert setup.at == [0, 5.1, 10.2]


def test_from_30_s_to_5_ms_at_once() -> None:
    setup = Setup(4)
    setup.pause = 30.0
    setup.time.plans = [(107.0, setup.hurry)]
    setup.loop.run()
    assert setup.at[0] == 0
    assert setup.at[1] - 7 <= 0.005
    assert setup.at[3] - setup.at[1] <= 0.0101


def test_a_wake_without_another_pace_changes_nothing() -> None:
    setup = Setup(3)
    setup.time.plans = [(100.2, setup.loop.wake), (100.4, setup.loop.wake)]
    setup.loop.run()
    assert setup.at == [0, 1, 2]


def test_no_pace_takes_a_whole_core() -> None:
    setup = Setup(3)
    setup.pause = -1.0
    setup.loop.run()
    assert setup.at == [0, 0.001, 0.002]


def test_a_real_thread_is_hurried_and_stopped_in_its_sleep() -> None:
    pauses, stepped = [30.0], threading.Semaphore(0)
    loop = PacedLoop(stepped.release, lambda: pauses[-1], name="test")
    loop.start()
    assert stepped.acquire(timeout=10)
    time.sleep(0.05)
    pauses.append(0.005)
    began = time.monotonic()
    loop.wake()
    for _ in range(10):
        assert stepped.acquire(timeout=5)
    assert time.monotonic() - began < 3
    pauses.append(30.0)
    assert loop.stop(timeout=5)


def test_a_loop_that_never_started_has_ended() -> None:
    assert Setup(1).loop.stop()
