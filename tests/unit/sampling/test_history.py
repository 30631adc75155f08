"""What is kept, for how long, and how much memory that takes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable
from dataclasses import fields, is_dataclass

import pytest

from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.sampling.history import MAX_BYTES, History
from tests.unit.samples import sample


def filled(count: int, **options: float) -> History:
    history = History(**options)  # type: ignore[arg-type]
    for seq in range(1, count + 1):
        history.append(sample(seq, used=seq % 7))
    return history


def test_only_what_is_new() -> None:
    history = filled(10)
    assert [p.seq for p in history.since(7)] == [8, 9, 10]
    assert history.since(10) == []
    assert history.since(99) == []
    assert [p.seq for p in history.since()] == list(range(1, 11))


def test_empty() -> None:
    assert History().since() == []
    assert History().last(60) == []
    assert History().latest() is None


def test_the_last_seconds_as_full_samples() -> None:
    history = filled(500)
    assert [s.seq for s in history.last(3)] == [497, 498, 499, 500]
    assert len(history.last(1e9)) == 181  # older ones are points only


def test_old_points_go() -> None:
    history = filled(500, keep_seconds=100)
    assert history.since()[0].seq == 400


@pytest.mark.parametrize(("keep_seconds", "interval_seconds"), [(86400, 10.0), (3600, 0.1)])
def test_the_whole_span_is_kept_whatever_the_interval(
    keep_seconds: float, interval_seconds: float
) -> None:
    history = History(keep_seconds=keep_seconds, interval_seconds=interval_seconds)
    for seq in range(1, int(keep_seconds / interval_seconds * 1.1)):
        history.append(sample(seq, at=seq * interval_seconds))
    span = history.span()
    assert span.keep_seconds == keep_seconds
    assert keep_seconds - 60 <= span.held_seconds <= keep_seconds
    points = history.since()
    assert points[-1].monotonic - points[0].monotonic == span.held_seconds
    assert len(points) < 3000


def test_a_day_at_one_a_second_keeps_every_hour_and_its_peak() -> None:
    history = History(keep_seconds=86400)
    for seq in range(1, 86401):
        history.append(sample(seq, used=9 if seq % 3600 == 1800 else 1))
    points = history.since()
    assert points[0].seq <= 60
    assert sum(p.groups["0"][0] == 9 for p in points) == 24


def test_of_samples_that_come_faster_one_per_interval_is_kept() -> None:
    """And the newest one as it is, peaks of those between, and nothing is passed over."""
    history = History(interval_seconds=1.0)
    for seq in range(1, 2001):
        history.append(sample(seq, used=7 if seq == 777 else seq % 3, at=seq * 0.005))
    points = history.since()
    assert len(points) <= 13
    assert peak(p.groups["0"][0] for p in points) == 7
    latest = history.latest()
    assert latest is not None
    assert (points[-1].seq, latest.seq) == (2000, 2000)
    assert len(history.last(180)) <= 13
    assert [p.seq for p in history.since(points[-2].seq)] == [2000]


def test_a_sample_out_of_turn_is_seen_at_once_and_keeps_its_peak() -> None:
    history = History(interval_seconds=1.0)
    for seq, (at, used) in enumerate([(1.0, 1), (2.0, 1), (2.3, 8), (3.0, 2)], start=1):
        history.append(sample(seq, used, at=at))
        assert history.since(seq - 1)[-1].groups["0"][0] == used
    assert [(p.seq, p.groups["0"][0]) for p in history.since()] == [(1, 1), (3, 8), (4, 2)]


def peak(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def busy(seq: int, kernels: int) -> Sample:
    """Return a sample in which every figure is another, so that nothing is shared by luck."""
    sizes = {sys.intern(str(k)): 10**9 + seq * 1000 + k for k in range(kernels)}
    return sample(seq, used=10**10 + seq, kernels=sizes)


def test_an_hour_of_eight_kernels_takes_less_than_two_megabytes() -> None:
    history = History()
    for seq in range(1, 3601):
        history.append(busy(seq, 8))
    assert len(history.since()) > 600
    assert deep_size(history, set()) < 2e6


@pytest.mark.parametrize("keep_seconds", [3600, 20000])
def test_many_kernels_cost_detail_and_never_the_span(keep_seconds: float) -> None:
    history = History(keep_seconds=keep_seconds, max_bytes=200_000)
    for seq in range(1, int(keep_seconds) + 100):
        history.append(busy(seq, 30))
    points = history.since()
    assert deep_size(points, set()) < 200_000
    assert history.span().held_seconds >= keep_seconds * 0.9
    assert [p.seq for p in points] == sorted({p.seq for p in points})
    assert MAX_BYTES == 8_000_000  # what config.py and docs/benchmarks.md say


def deep_size(value: object, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    size = sys.getsizeof(value)
    if isinstance(value, dict):
        return size + sum(deep_size(k, seen) + deep_size(v, seen) for k, v in value.items())
    if isinstance(value, str | int | float | None):
        return size
    if is_dataclass(value):
        return size + sum(deep_size(getattr(value, f.name), seen) for f in fields(value))
    if hasattr(value, "__iter__"):
        return size + sum(deep_size(item, seen) for item in value)
    return size + deep_size(vars(value), seen) if hasattr(value, "__dict__") else size


def test_readers_and_the_writer_do_not_disturb_each_other() -> None:
    history = History(max_bytes=30_000)
    wrong: list[list[int]] = []

    def read() -> None:
        while not done.is_set():
            seqs = [p.seq for p in history.since()]
            if seqs != sorted(seqs):
                wrong.append(seqs)

    done = threading.Event()
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for seq in range(1, 2000):
        history.append(sample(seq))
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_latest() -> None:
    history = filled(3)
    latest = history.latest()
    assert isinstance(latest, Sample)
    assert latest.seq == 3
