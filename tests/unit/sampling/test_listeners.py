"""Listeners of the sampler: slow ones, broken ones, and those that leave."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator

import pytest

from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.sampling.subscriber import MAX_QUEUED, Subscriber
from tests.unit.samples import sample
from tests.unit.sampling.test_sampler import KERNEL, FakeMemory, wait_until

LOG = logging.getLogger("test")


class Slow:
    """Takes a sample, and does not come back before the test lets it."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.may_go_on = threading.Semaphore(0)

    def __call__(self, sample: Sample) -> None:
        self.seen.append(sample.seq)
        self.may_go_on.acquire(timeout=60)


@pytest.fixture
def sampler() -> Iterator[Sampler]:
    sampler = Sampler(FakeMemory(), lambda: {"1": KERNEL}, interval=0.02)
    yield sampler
    sampler.stop()


def test_a_slow_listener_delays_neither_the_samples_nor_one_out_of_turn(sampler: Sampler) -> None:
    sampler.add_listener(lambda _: time.sleep(1))
    sampler.start()
    wait_until(lambda: sampler.latest is not None)
    first, began = sampler.latest, time.monotonic()
    sampler.sample_if_older(0.0, wait_seconds=0.4)
    assert first is not None
    assert sampler.latest is not None
    assert sampler.latest.seq > first.seq
    assert time.monotonic() - began < 0.4
    wait_until(lambda: sampler.latest is not None and sampler.latest.seq >= 20)
    # Twenty at 1 s each would be twenty seconds.
    assert time.monotonic() - began < 5


def test_a_listener_hears_in_order_until_it_is_removed(sampler: Sampler) -> None:
    seen: list[int] = []
    remove = sampler.add_listener(lambda sample: seen.append(sample.seq), name="list")
    sampler.sample_now()
    sampler.sample_now()
    wait_until(lambda: seen == [1, 2])
    assert sampler.dropped == {"list": 0}
    remove()
    remove()
    sampler.sample_now()
    assert sampler.dropped == {}
    assert seen == [1, 2]


def test_a_quick_listener_can_be_removed(sampler: Sampler) -> None:
    seen: list[int] = []
    remove = sampler.add_quick_listener(lambda sample: seen.append(sample.seq))
    sampler.sample_now()
    remove()
    sampler.sample_now()
    assert seen == [1]


def test_what_overflows_is_counted_and_told_once_each_way(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    slow = Slow()
    subscriber = Subscriber(slow, log=LOG, name="slow", max_queued=2)
    subscriber.offer(sample(1))
    wait_until(lambda: slow.seen == [1])
    for seq in range(2, 8):
        subscriber.offer(sample(seq))
    assert subscriber.dropped == 4
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    slow.may_go_on.release(10)
    wait_until(lambda: len(caplog.records) == 2)
    # The newest are those that tell most.
    assert slow.seen == [1, 6, 7]
    assert "keeps up again; 4 missed" in caplog.text
    subscriber.close()


def test_a_listener_that_fails_hears_the_next_and_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[int] = []

    def fail(sample: Sample) -> None:
        seen.append(sample.seq)
        raise OSError("no space left")

    subscriber = Subscriber(fail, log=LOG, name="failing")
    for seq in (1, 2, 3):
        subscriber.offer(sample(seq))
    wait_until(lambda: seen == [1, 2, 3])
    subscriber.close()
    subscriber.offer(sample(4))
    assert len(caplog.records) == 1


def test_a_closed_subscriber_ends_its_thread() -> None:
    before = threading.active_count()
    subscriber = Subscriber(lambda _: None, log=LOG, name="short")
    subscriber.close()
    wait_until(lambda: threading.active_count() <= before)
    assert MAX_QUEUED == 60


def test_a_pace_is_asked_with_the_newest_sample_and_may_fail(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[int | None] = []

    def pace(latest: Sample | None) -> float:
        asked.append(latest.seq if latest else None)
        if len(asked) > 2:
            raise ValueError("lost count")
        return 0.01

    sampler = Sampler(FakeMemory(), dict, interval=0.01, pace=pace)
    sampler.start()
    wait_until(lambda: len(asked) > 4)
    assert sampler.stop()
    assert asked[0] == 1
    assert len(caplog.records) == 1


def test_a_sampler_is_hurried_out_of_a_long_pause() -> None:
    seconds = [60.0]
    sampler = Sampler(FakeMemory(), dict, pace=lambda _: seconds[-1])
    sampler.start()
    wait_until(lambda: sampler.latest is not None)
    seconds.append(0.005)
    sampler.wake()
    wait_until(lambda: sampler.latest is not None and sampler.latest.seq >= 5)
    assert sampler.stop()
