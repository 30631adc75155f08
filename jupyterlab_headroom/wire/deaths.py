"""`GET deaths` and the kernel-death event, as docs/wire.md describes them."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from dataclasses import asdict

from jupyterlab_headroom.nouns.deaths import (
    Curve,
    DeathReport,
    Evidence,
    ExitStatus,
    KernelUse,
)
from jupyterlab_headroom.nouns.memory import KernelInfo


def deaths_message(epoch: str, seq: int, reports: Sequence[DeathReport]) -> dict[str, object]:
    """Return the answer of `GET deaths`."""
    return {"epoch": epoch, "seq": seq, "deaths": [death_message(report) for report in reports]}


def death_event(report: DeathReport) -> dict[str, object]:
    """Return the event: everybody on the event bus reads it, so no cause, path or code."""
    return {
        "death_id": report.id,
        "kernel_id": report.kernel.id,
        "state": report.state,
        "seq": report.seq,
    }


def death_message(report: DeathReport) -> dict[str, object]:
    """Return one report."""
    return {
        "id": report.id,
        "seq": report.seq,
        "time": report.time,
        "state": report.state,
        "kernel": _kernel(report.kernel),
        "exit": _exit(report.exit),
        "cause": report.verdict.cause,
        "confidence": report.verdict.confidence,
        "details": dict(report.verdict.details),
        "limit_source": asdict(report.limit_source),
        "limit_bytes": report.limit_bytes,
        "used_bytes": report.used_bytes,
        "headroom_bytes": report.headroom_bytes,
        "kernel_bytes": report.kernel_bytes,
        "sample_age": report.sample_age_s,
        "gpus": {
            key: {"used_bytes": used, "total_bytes": total}
            for key, (used, total) in report.gpus.items()
        },
        "others": [_use(use) for use in report.others],
        "evidence": [_evidence(fact) for fact in report.evidence],
        "curve": _curve(report.curve),
        "stderr": list(report.stderr),
        "aftermath": report.aftermath,
        "was_busy": report.was_busy,
    }


def signal_name(number: int | None) -> str | None:
    """Return "SIGKILL" for 9; `None` where the platform has no such signal."""
    try:
        return signal.Signals(number).name if number is not None else None
    except ValueError:
        return None


def _kernel(info: KernelInfo) -> dict[str, object]:
    """Return a kernel; whether anybody restarts it is told by `aftermath`."""
    return {name: value for name, value in asdict(info).items() if name != "restarts"}


def _exit(status: ExitStatus) -> dict[str, object]:
    return {
        "code": status.code,
        "signal": status.signal,
        "signal_name": signal_name(status.signal),
        "peak_rss_bytes": status.peak_rss_bytes,
        "source": status.source,
    }


def _use(use: KernelUse) -> dict[str, object]:
    return asdict(use)


def _evidence(fact: Evidence) -> dict[str, object]:
    return asdict(fact)


def _curve(curve: Curve) -> dict[str, object]:
    return {
        "times": list(curve.times),
        "used_bytes": list(curve.used_bytes),
        "limit_bytes": list(curve.limit_bytes),
        "kernels": {key: list(column) for key, column in curve.kernels.items()},
    }
