"""Extracts from the samples what happened in the minutes before a death. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from jupyterlab_headroom.nouns.deaths import Curve, KernelUse
from jupyterlab_headroom.nouns.facts import LastSample
from jupyterlab_headroom.nouns.memory import GroupReading, KernelInfo, Sample

#: Growth is judged over this span: long enough for a load, short enough to mean "just now".
GROWTH_SECONDS = 30.0


def before_death(
    samples: Sequence[Sample], kernel: KernelInfo, monotonic_s: float
) -> tuple[Sample, ...]:
    """Return the samples before the death, up to the last one in which the kernel held memory.

    A process that is being torn down no longer has memory or (v1) a control group.
    """
    before = [sample for sample in samples if sample.monotonic <= monotonic_s]
    alive = [n for n, sample in enumerate(before) if _bytes(sample, kernel.key) is not None]
    return tuple(before[: alive[-1] + 1] if alive else before)


def last_sample(samples: Sequence[Sample], kernel: KernelInfo, monotonic_s: float) -> LastSample:
    """Return the newest reading of the kernel and its group."""
    known = [sample for sample in samples if kernel.key in sample.kernels]
    if not known:
        return LastSample()
    last = known[-1]
    group = group_reading(last, kernel.key)
    reading = last.kernels[kernel.key]
    return LastSample(
        age_s=max(monotonic_s - last.monotonic, 0.0),
        limit_bytes=group.limit_bytes if group else None,
        used_bytes=group.used_bytes if group else None,
        headroom_bytes=group.headroom_bytes if group else None,
        kernel_bytes=reading.rss_bytes,
        kernel_bytes_earlier=_bytes_earlier(known, kernel.key, monotonic_s),
        processes=reading.processes,
        machine_total_bytes=last.machine.total_bytes,
        machine_available_bytes=last.machine.available_bytes,
    )


def other_kernels(
    samples: Sequence[Sample], kernel: KernelInfo, monotonic_s: float, dead: frozenset[str]
) -> tuple[KernelUse, ...]:
    """Return what the other kernels held and how they grew, largest first."""
    if not samples:
        return ()
    last = samples[-1]
    uses = [
        KernelUse(
            id=info.id,
            label=label_of(info),
            bytes=_bytes(last, key),
            growth_bytes=_growth(samples, key, monotonic_s),
            dead=info.id in dead,
        )
        for key, info in last.context.kernels.items()
        if key != kernel.key
    ]
    return tuple(sorted(uses, key=lambda use: -(use.bytes or 0)))


def curve_of(samples: Sequence[Sample], kernel: KernelInfo) -> Curve:
    """Return the last minutes as columns: the kernel's group, and every kernel."""
    ids = {key: info.id for sample in samples for key, info in sample.context.kernels.items()}
    ids.setdefault(kernel.key, kernel.id)
    group = next((g for s in reversed(samples) if (g := _group_key(s, kernel.key))), None)
    groups = [sample.groups.get(group) if group else None for sample in samples]
    columns = {
        kernel_id: tuple(_bytes(sample, key) for sample in samples)
        for key, kernel_id in ids.items()
    }
    return Curve(
        times=tuple(sample.time for sample in samples),
        used_bytes=tuple(g.used_bytes if g else None for g in groups),
        limit_bytes=tuple(g.limit_bytes if g else None for g in groups),
        kernels={k: c for k, c in columns.items() if any(v is not None for v in c)},
    )


def label_of(kernel: KernelInfo) -> str:
    """Return the name people know a kernel by: its notebook, or else its own name."""
    return kernel.path or kernel.display_name or kernel.name


def group_reading(sample: Sample, key: str) -> GroupReading | None:
    """Return a kernel's group in a sample, or the server's where the system has no groups."""
    if _bytes(sample, key) is None:
        return None
    return sample.groups.get(_group_key(sample, key) or sample.context.server_group)


def _group_key(sample: Sample, key: str) -> str | None:
    info = sample.context.kernels.get(key)
    return info.group if info else None


def _bytes(sample: Sample, key: str) -> int | None:
    reading = sample.kernels.get(key)
    return reading.rss_bytes if reading else None


def _bytes_earlier(samples: Sequence[Sample], key: str, monotonic_s: float) -> int | None:
    """Return the memory 30 s before the death, or at the first sample if the history is shorter."""
    recent = [s for s in samples if s.monotonic >= monotonic_s - GROWTH_SECONDS]
    values = [value for s in recent if (value := _bytes(s, key)) is not None]
    return values[0] if values else None


def _growth(samples: Sequence[Sample], key: str, monotonic_s: float) -> int | None:
    earlier, now = _bytes_earlier(samples, key, monotonic_s), _bytes(samples[-1], key)
    return now - earlier if now is not None and earlier is not None else None
