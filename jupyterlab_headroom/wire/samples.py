"""Samples as JSON, see docs/wire.md. Only encoding: the server never receives samples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jupyterlab_headroom.nouns.memory import (
    Context,
    GpuReading,
    GroupReading,
    HistorySpan,
    KernelInfo,
    KernelReading,
    MachineReading,
    Point,
    Sample,
)
from jupyterlab_headroom.wire.codec import encode


def batch(
    *,
    epoch: str,
    seq: int,
    interval: float,
    span: HistorySpan,
    points: Iterable[Point],
    latest: Sample | None,
    with_context: bool = True,
) -> dict[str, Any]:
    """Return a response of `GET samples`. `with_context`: the client's context is out of date."""
    context = latest.context if latest else None
    return {
        "epoch": epoch,
        "seq": seq,
        "interval": interval,
        "history": {
            "keep_seconds": span.keep_seconds,
            "held_seconds": round(span.held_seconds, 1),
        },
        "revision": context.revision if context else 0,
        "context": context_message(context) if context and with_context else None,
        "samples": [point_message(point) for point in points],
        "latest": latest_message(latest) if latest else None,
    }


def context_message(context: Context) -> dict[str, Any]:
    """Return the context, which the keys in the samples refer to."""
    return {
        "server_group": context.server_group,
        "groups": {k: {"limit_source": encode(s)} for k, s in context.groups.items()},
        "kernels": {k: _kernel_message(info) for k, info in context.kernels.items()},
        "gpus": {k: _without_key(encode(info)) for k, info in context.gpus.items()},
        "visible_gpus": {k: list(gpus) for k, gpus in context.visible_gpus.items()},
        "problems": [encode(problem) for problem in context.problems],
    }


def point_message(point: Point) -> dict[str, Any]:
    """Return one point of the curves; empty maps are left out."""
    message: dict[str, Any] = {"seq": point.seq, "time": round(point.time, 3)}
    maps = {
        "groups": {key: list(values) for key, values in point.groups.items()},
        "kernels": dict(point.kernels),
        "gpus": dict(point.gpus),
        "vram": {key: dict(gpus) for key, gpus in point.vram.items()},
    }
    return message | {name: values for name, values in maps.items() if values}


def latest_message(sample: Sample) -> dict[str, Any]:
    """Return the details of the newest sample."""
    return {
        "machine": _flat(sample.machine),
        "groups": {
            key: {name: value for name, value in _flat(group).items() if name != "limit_source"}
            for key, group in sample.groups.items()
        },
        "kernels": {
            key: _kernel_details(kernel, sample.context.kernels.get(key))
            for key, kernel in sample.kernels.items()
        },
        "gpus": {key: _flat(gpu) for key, gpu in sample.gpus.items()},
    }


def _kernel_message(info: KernelInfo) -> dict[str, Any]:
    """Return a kernel without its state, so that running a cell does not change the context."""
    hidden = ("key", "execution_state", "restarts")
    return {name: value for name, value in encode(info).items() if name not in hidden}


def _kernel_details(kernel: KernelReading, info: KernelInfo | None) -> dict[str, Any]:
    return {
        "execution_state": info.execution_state if info else None,
        "peak_bytes": kernel.peak_bytes,
        "processes": kernel.processes,
        "vram_basis": kernel.vram_basis,
    }


def _flat(reading: MachineReading | GroupReading | GpuReading) -> dict[str, Any]:
    """Return the fields without copying them; `asdict` would, and takes ten times as long."""
    return {name: getattr(reading, name) for name in reading.__slots__}


def _without_key(message: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name != "key"}
