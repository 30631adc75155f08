"""Thinning: order, peaks and ages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.sampling.curve import Curve
from jupyterlab_headroom.sampling.history import point_of
from jupyterlab_headroom.sampling.merging import merge_points
from tests.unit.samples import sample

BOUND_BYTES = 8_000_000


def filled(count: int) -> Curve:
    curve = Curve(7200, BOUND_BYTES)
    for seq in range(1, count + 1):
        curve.append(point_of(sample(seq, used=seq % 7)))
    return curve


def test_the_older_the_further_apart() -> None:
    ages = [7200 - p.monotonic for p in filled(7200).points()]
    assert sum(age <= 600 for age in ages) == 601
    assert 300 <= sum(600 < age <= 3600 for age in ages) <= 302
    assert 60 <= sum(age > 3600 for age in ages) <= 62


def test_a_curve_of_one_point() -> None:
    curve = Curve(60, 1)
    assert (curve.held_seconds, curve.points()) == (0.0, [])
    curve.append(point_of(sample(1)))
    curve.append(point_of(sample(2)))
    assert curve.points()[-1].seq == 2


def test_a_coarse_curve_becomes_finer_again() -> None:
    curve = Curve(600, 500_000)
    for seq in range(1, 3000):
        kernels = {str(k): seq + k for k in range(100 if seq < 300 else 0)}
        curve.append(point_of(sample(seq, kernels=kernels)))
        assert curve.held_bytes <= 500_000
    assert sum(p.monotonic >= 2999 - 60 for p in curve.points()) == 61


def test_a_merged_point_keeps_every_peak_and_the_later_time() -> None:
    early = point_of(sample(1, used=9, kernels={"1": 5, "2": None}))
    late = point_of(sample(2, used=3, kernels={"2": 4, "3": None}))
    merged = merge_points(early, late)
    assert (merged.seq, merged.monotonic) == (2, 2.0)
    assert merged.groups == early.groups
    assert merged.kernels == {"1": 5, "2": 4, "3": None}


def test_merged_vram_keeps_every_peak() -> None:
    early = replace(point_of(sample(1)), vram={"1": {"0": 5}, "2": {"0": 1}})
    late = replace(point_of(sample(2)), vram={"1": {"0": 3, "1": 7}})
    assert merge_points(early, late).vram == {"1": {"0": 5, "1": 7}, "2": {"0": 1}}


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 100)),
            st.one_of(st.none(), st.integers(0, 100)),
            st.floats(0.01, 300),
        ),
        max_size=80,
    ),
    st.integers(2_000, 20_000),
)
def test_order_and_peaks_stay(
    values: list[tuple[int | None, int | None, float]], bound_bytes: int
) -> None:
    curve, points, at = Curve(1e6, bound_bytes), [], 0.0
    for seq, (used, kernel, step) in enumerate(values):
        at += step
        points.append(point_of(sample(seq, used, at=at, kernels={"1": kernel})))
        curve.append(points[-1])
    thinned = curve.points()
    assert [p.seq for p in thinned] == sorted({p.seq for p in thinned})
    assert thinned[-1:] == points[-1:]
    assert peak(p.groups["0"][0] for p in points) == peak(p.groups["0"][0] for p in thinned)
    assert peak(p.kernels["1"] for p in points) == peak(p.kernels["1"] for p in thinned)


def peak(values: Iterable[int | None]) -> int | None:
    return max((value for value in values if value is not None), default=None)
