"""Builds the report that people see from facts and verdict. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jupyterlab_headroom.diagnosis.evidence import evidence_of
from jupyterlab_headroom.diagnosis.limit import limit_of
from jupyterlab_headroom.diagnosis.samples import curve_of, group_reading
from jupyterlab_headroom.nouns.deaths import DeathReport, State, Verdict
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.memory import KernelInfo, Sample

#: Seconds of history that a report shows.
CURVE_SECONDS = 120.0


def make_report(
    death_id: str,
    time: float,
    state: State,
    kernel: KernelInfo,
    facts: Facts,
    verdict: Verdict,
    samples: Sequence[Sample],
) -> DeathReport:
    """Build a report. `samples` are those taken before the death."""
    last = samples[-1] if samples else None
    info = (last.context.kernels.get(kernel.key) if last else None) or kernel
    limit = limit_of(facts, group_reading(last, kernel.key) if last else None)
    return DeathReport(
        id=death_id,
        seq=0,
        time=time,
        state=state,
        kernel=_with_sampled_group(kernel, info),
        exit=facts.exit,
        verdict=verdict,
        limit_source=limit.source,
        limit_bytes=limit.limit_bytes,
        used_bytes=limit.used_bytes,
        headroom_bytes=limit.headroom_bytes,
        kernel_bytes=facts.sample.kernel_bytes,
        sample_age_s=facts.sample.age_s,
        gpus={k: (g.used_bytes, g.total_bytes) for k, g in last.gpus.items()} if last else {},
        others=facts.others,
        evidence=evidence_of(facts, verdict, time),
        curve=curve_of(samples, kernel),
        stderr=facts.stderr,
        was_busy=_was_busy(kernel),
    )


def _with_sampled_group(kernel: KernelInfo, sampled: KernelInfo) -> KernelInfo:
    """Return the server's info about a kernel with the group from the last sample."""
    return replace(kernel, group=sampled.group)


def _was_busy(kernel: KernelInfo) -> bool | None:
    return None if kernel.execution_state is None else kernel.execution_state == "busy"
