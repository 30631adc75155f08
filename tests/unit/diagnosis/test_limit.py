"""Which limit a report names, with and without a sample."""

from __future__ import annotations

from jupyterlab_headroom.diagnosis.limit import limit_of
from jupyterlab_headroom.nouns.memory import GroupReading, LimitSource

from .test_diagnose import GIB, facts, level

SAMPLED = GroupReading(LimitSource("machine"), 32 * GIB, 9 * GIB, 23 * GIB)


def test_the_sample_tells() -> None:
    limit = limit_of(facts(levels=(level(),)), SAMPLED)
    assert (limit.source.kind, limit.limit_bytes, limit.used_bytes) == (
        "machine",
        32 * GIB,
        9 * GIB,
    )


def test_a_kernel_that_was_never_sampled_has_the_smallest_limit_of_its_groups() -> None:
    levels = (level("/a/b/c"), level("/a/b", limit_bytes=4 * GIB), level("/a", limit_bytes=8 * GIB))
    limit = limit_of(facts(levels=levels), None)
    assert (limit.source.path, limit.limit_bytes) == ("/a/b", 4 * GIB)
    assert limit.source.file == "/sys/fs/cgroup/a/b/memory.max"
    assert limit.used_bytes is None  # not known, not 0


def test_of_equal_limits_the_outer_one_is_reached_first() -> None:
    levels = (level("/a/b", limit_bytes=GIB), level("/a", limit_bytes=GIB, version=1))
    assert limit_of(facts(levels=levels), None).source.path == "/a"


def test_a_sample_from_before_it_moved_to_its_group_is_not_used() -> None:
    limit = limit_of(facts(levels=(level("/own", limit_bytes=GIB, version=1),)), SAMPLED)
    assert (limit.source.kind, limit.limit_bytes, limit.used_bytes) == ("cgroup-v1", GIB, None)


def test_nothing_known() -> None:
    assert limit_of(facts(levels=()), None).source.kind == "unknown"
