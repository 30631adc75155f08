"""The size of an hour of synthetic history in the server, and of 2 s of it on the wire."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from dataclasses import dataclass

from jupyterlab_headroom.nouns.memory import (
    Context,
    GpuInfo,
    GpuReading,
    GroupReading,
    KernelInfo,
    KernelReading,
    LimitSource,
    MachineReading,
    Sample,
)
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.wire.compact import compact_json
from jupyterlab_headroom.wire.samples import batch

HOUR_SECONDS = 3600
KERNELS = 8
GPUS = 2
GIB = 1 << 30
POLL_SECONDS = 2


@dataclass(frozen=True)
class HistoryCost:
    """The size of an hour of history."""

    bytes_held: int
    seconds_held: float
    points_for_a_page: int
    bytes_for_a_page: int


def hour() -> tuple[History, Sample, HistoryCost]:
    """Fill a history with an hour of samples, one a second, in which every figure changes."""
    random.seed(1)
    context = _context()
    tracemalloc.start()
    history = History()
    for seq in range(1, HOUR_SECONDS + 1):
        history.append(_sample(seq, context))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    points = history.since(None)
    latest = history.latest()
    if latest is None:
        raise RuntimeError("The history is empty.")
    message = batch(
        epoch="0" * 16,
        seq=latest.seq,
        interval=1,
        span=history.span(),
        points=points,
        latest=latest,
    )
    cost = HistoryCost(
        bytes_held=held,
        seconds_held=points[-1].monotonic - points[0].monotonic,
        points_for_a_page=len(points),
        bytes_for_a_page=len(compact_json(message)),
    )
    return history, latest, cost


def poll_bytes(history: History, latest: Sample) -> int:
    """Return the size of the response a page gets every 2 s, compressed as by the server."""
    message = batch(
        epoch="0123456789abcdef",
        seq=latest.seq,
        interval=1.0,
        span=history.span(),
        points=history.since(latest.seq - POLL_SECONDS),
        latest=latest,
        with_context=False,
    )
    return len(gzip.compress(compact_json(message), compresslevel=5, mtime=0))


def _context() -> Context:
    kernels = {
        str(n): KernelInfo(key=str(n), id=f"{n:032x}", name="python3", pid=1000 + n)
        for n in range(1, KERNELS + 1)
    }
    gpus = {str(n): GpuInfo(key=str(n), name="GPU", vendor="nvidia") for n in range(GPUS)}
    source = LimitSource(kind="cgroup-v2", path="/docker/1", file="/sys/fs/cgroup/memory.max")
    return Context(groups={"0": source}, kernels=kernels, gpus=gpus, server_group="0")


def _size(limit: int) -> int:
    return random.randrange(limit // 4096) * 4096


def _sample(seq: int, context: Context) -> Sample:
    used = _size(30 * GIB)
    group = GroupReading(
        limit_source=context.groups["0"],
        limit_bytes=32 * GIB,
        used_bytes=used,
        headroom_bytes=32 * GIB - used,
        working_set_bytes=used + GIB,
        shmem_bytes=_size(GIB),
        peak_bytes=31 * GIB,
        swap_used_bytes=0,
        swap_limit_bytes=0,
        pressure_percent=0.12,
        oom_group=True,
    )
    kernels = {
        key: KernelReading(
            rss_bytes=_size(4 * GIB),
            peak_bytes=4 * GIB,
            processes=3,
            vram_bytes={gpu: _size(10 * GIB) for gpu in context.gpus} if int(key) < 3 else {},
            vram_basis="nvml" if int(key) < 3 else None,
        )
        for key in context.kernels
    }
    gpus = {
        key: GpuReading(
            used_bytes=_size(80 * GIB),
            total_bytes=80 * GIB,
            utilization_percent=float(random.randrange(100)),
        )
        for key in context.gpus
    }
    return Sample(
        seq=seq,
        time=1.8e9 + seq + 0.123,
        monotonic=1000.0 + seq,
        groups={"0": group},
        machine=MachineReading(64 * GIB, 20 * GIB, 0, 0, 0.1),
        kernels=kernels,
        gpus=gpus,
        context=context,
    )
