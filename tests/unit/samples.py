"""Makes samples for tests."""

from __future__ import annotations

from collections.abc import Mapping

from jupyterlab_headroom.nouns.memory import (
    Context,
    GroupReading,
    KernelReading,
    LimitSource,
    MachineReading,
    Sample,
)

MACHINE = LimitSource(kind="machine", file="/proc/meminfo")
CONTEXT = Context(groups={"0": MACHINE}, kernels={}, gpus={}, server_group="0", revision=1)


def sample(
    seq: int,
    used: int | None = 0,
    *,
    at: float | None = None,
    kernels: Mapping[str, int | None] | None = None,
) -> Sample:
    """Return a sample of one group; `at` is its monotonic time, by default one a second."""
    moment = float(seq) if at is None else at
    return Sample(
        seq=seq,
        time=1e9 + moment,
        monotonic=moment,
        groups={"0": GroupReading(MACHINE, limit_bytes=1000, used_bytes=used)},
        machine=MachineReading(),
        kernels={key: KernelReading(rss_bytes=size) for key, size in (kernels or {}).items()},
        gpus={},
        context=CONTEXT,
    )
