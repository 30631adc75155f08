"""What is kept, for how long, and how much memory that takes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.sampling.history import EXACT_SECONDS, History, point_of, thin
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


def test_never_more_than_so_many_points_however_fast_they_come() -> None:
    history = History(max_points=50)
    for seq in range(1, 200):
        history.append(sample(seq, at=seq / 1000))
    assert len(history.since()) == 50


def test_ten_minutes_one_for_one_and_older_ones_thinned() -> None:
    points = filled(3600).since()
    exact = [p for p in points if p.monotonic >= 3600 - EXACT_SECONDS]
    assert [p.seq for p in exact] == list(range(3600 - int(EXACT_SECONDS), 3601))
    assert len(points) - len(exact) < 3000 / 5


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 100)),
            st.one_of(st.none(), st.integers(0, 100)),
            st.floats(0.01, 30),
        ),
        max_size=80,
    )
)
def test_thinning_keeps_order_peaks_and_something_of_every_bucket(
    values: list[tuple[int | None, int | None, float]],
) -> None:
    points, at = [], 0.0
    for seq, (used, kernel, step) in enumerate(values):
        at += step
        points.append(point_of(sample(seq, used, at=at, kernels={"1": kernel})))
    thinned = list(thin(points))
    assert [p.seq for p in thinned] == sorted({p.seq for p in thinned})
    assert {p.monotonic // 10 for p in points} == {p.monotonic // 10 for p in thinned}
    assert peak(p.groups["0"][0] for p in points) == peak(p.groups["0"][0] for p in thinned)
    assert peak(p.kernels["1"] for p in points) == peak(p.kernels["1"] for p in thinned)


def peak(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)


def test_an_hour_of_eight_kernels_takes_less_than_eight_megabytes() -> None:
    history = History()
    for seq in range(1, 3601):
        # Every figure differs in every sample, so that nothing is shared by luck.
        kernels = {str(k): 10**9 + seq * 100 + k for k in range(8)}
        history.append(sample(seq, used=10**10 + seq, kernels=kernels))
    assert len(history.since()) > 600
    assert deep_size(history, set()) < 8e6


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
    history = History(max_points=100)
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
