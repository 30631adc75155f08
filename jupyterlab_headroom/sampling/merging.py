"""Merges points of a curve without losing a peak."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from jupyterlab_headroom.nouns.memory import Point

_Group = tuple[int | None, int | None, int | None]

#: A `Point` and its numbers, without its mappings.
_POINT_BYTES = 200
#: A tuple of three sizes, including the sizes themselves.
_GROUP_BYTES = 64 + 3 * 32
_SIZE_BYTES = 32


def merge_points(earlier: Point, later: Point) -> Point:
    """Return one point at the later time, with the peak of each figure.

    The browser merges points in the same way (`src/logic/memory/chart/thin.ts`).
    """
    groups = dict(earlier.groups)
    for key, group in later.groups.items():
        groups[key] = _with_more_used(groups.get(key), group)
    vram = {
        key: _peak_vram(earlier.vram.get(key, {}), later.vram.get(key, {}))
        for key in (*earlier.vram, *later.vram)
    }
    return Point(
        seq=later.seq,
        time=later.time,
        monotonic=later.monotonic,
        groups=groups,
        kernels=_peaks(earlier.kernels, later.kernels),
        gpus=_peaks(earlier.gpus, later.gpus),
        vram=vram or later.vram,
    )


def size_bytes(point: Point) -> int:
    """Return the approximate memory of a point, as if it shared nothing with others."""
    maps = sys.getsizeof(point.groups) + sys.getsizeof(point.kernels) + sys.getsizeof(point.gpus)
    sizes = len(point.kernels) + len(point.gpus)
    if point.vram:
        maps += sys.getsizeof(point.vram)
        for gpus in point.vram.values():
            maps += sys.getsizeof(gpus)
            sizes += len(gpus)
    return _POINT_BYTES + maps + len(point.groups) * _GROUP_BYTES + sizes * _SIZE_BYTES


def _peaks(
    earlier: Mapping[str, int | None], later: Mapping[str, int | None]
) -> Mapping[str, int | None]:
    if earlier is later:
        return later
    merged = dict(earlier)
    for key, value in later.items():
        known = merged.get(key)
        if known is None or (value is not None and value > known):
            merged[key] = value
    # Most kernels are idle, so points share what has not changed.
    return later if merged == later else merged


def _peak_vram(earlier: Mapping[str, int], later: Mapping[str, int]) -> Mapping[str, int]:
    known = {gpu: max(size, later.get(gpu, 0)) for gpu, size in earlier.items()}
    return {**later, **known}


def _with_more_used(earlier: _Group | None, later: _Group) -> _Group:
    """Return the group with more in use, unmixed: use, limit and headroom belong together."""
    if earlier is None or earlier[0] is None:
        return later
    return later if later[0] is not None and later[0] >= earlier[0] else earlier
