"""The minutes before a death, from samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jupyterlab_headroom.diagnosis.samples import before_death, curve_of, last_sample, other_kernels
from jupyterlab_headroom.nouns.memory import KernelInfo, Sample
from tests.unit.samples import CONTEXT, sample

DEAD = KernelInfo(key="1", id="dead", name="python3", path="a.ipynb", group="0")
OTHER = KernelInfo(key="2", id="other", name="python3", path="b.ipynb", group="0")


def told(seq: int, used: int | None, kernels: Mapping[str, int | None]) -> Sample:
    context = replace(CONTEXT, kernels={"1": DEAD, "2": OTHER})
    return replace(sample(seq, used, kernels=kernels), context=context)


SAMPLES = [
    told(0, 100, {"1": 10, "2": 50}),
    told(20, 300, {"1": 200, "2": 60}),
    told(40, 900, {"1": 700, "2": 160}),
    told(41, 200, {"1": None, "2": 160}),  # being taken down
    told(42, 200, {"2": 160}),
]


def test_the_last_sample_is_one_with_memory() -> None:
    before = before_death(SAMPLES, DEAD, 41.5)
    assert [s.seq for s in before] == [0, 20, 40]
    last = last_sample(before, DEAD, 41.5)
    assert (last.used_bytes, last.limit_bytes, last.kernel_bytes) == (900, 1000, 700)
    assert last.age_s == 1.5
    assert last.kernel_bytes_earlier == 200  # 30 s ago, not the whole history


def test_what_was_sampled_later_is_left_out() -> None:
    assert [s.seq for s in before_death(SAMPLES, OTHER, 20.0)] == [0, 20]


def test_a_kernel_that_was_never_sampled() -> None:
    stranger = KernelInfo(key="9", id="x", name="python3")
    before = before_death(SAMPLES, stranger, 41.5)
    assert last_sample(before, stranger, 41.5).age_s is None
    assert "x" not in curve_of(before, stranger).kernels


def test_others_and_their_growth() -> None:
    [use] = other_kernels(before_death(SAMPLES, DEAD, 41.5), DEAD, 41.5, frozenset({"other"}))
    assert (use.id, use.label, use.bytes, use.growth_bytes) == ("other", "b.ipynb", 160, 100)
    assert use.dead


def test_columns_of_the_curve_have_one_length() -> None:
    curve = curve_of(before_death(SAMPLES, DEAD, 41.5), DEAD)
    assert curve.used_bytes == (100, 300, 900)
    assert curve.limit_bytes == (1000, 1000, 1000)
    assert curve.kernels == {"dead": (10, 200, 700), "other": (50, 60, 160)}
    assert len(curve.times) == 3


def test_no_history_is_no_error() -> None:
    assert curve_of((), DEAD).times == ()
    assert other_kernels((), DEAD, 1.0, frozenset()) == ()
    assert before_death((), DEAD, 1.0) == ()
