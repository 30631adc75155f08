"""`GET deaths` and the kernel-death event, as docs/wire.md describes them."""

from __future__ import annotations

import signal
from collections.abc import Sequence

from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.wire.codec import encode


def deaths_message(epoch: str, seq: int, reports: Sequence[DeathReport]) -> dict[str, object]:
    """Return the response of `GET deaths`."""
    return {"epoch": epoch, "seq": seq, "deaths": [death_message(report) for report in reports]}


def death_event(report: DeathReport) -> dict[str, object]:
    """Return the event. Everyone on the event bus can read it, so it has no cause, path or code."""
    return {
        "death_id": report.id,
        "kernel_id": report.kernel.id,
        "state": report.state,
        "seq": report.seq,
    }


def death_message(report: DeathReport) -> dict[str, object]:
    """Return one report, with the verdict's fields inlined and without the kernel's `restarts`."""
    message = encode(report)
    message |= message.pop("verdict")
    message["sample_age"] = message.pop("sample_age_s")
    message["exit"]["signal_name"] = signal_name(report.exit.signal)
    # `aftermath` already says whether the kernel is restarted.
    del message["kernel"]["restarts"]
    message["gpus"] = {
        key: {"used_bytes": used, "total_bytes": total}
        for key, (used, total) in report.gpus.items()
    }
    return message


def signal_name(number: int | None) -> str | None:
    """Return "SIGKILL" for 9; `None` where the platform has no such signal."""
    try:
        return signal.Signals(number).name if number is not None else None
    except ValueError:
        return None
