"""Turns facts into lines for people: verbatim, with their source and what they support."""

from __future__ import annotations

import signal
from collections.abc import Iterator

from jupyterlab_headroom.diagnosis.causes.crashes import is_full, may_have_filled
from jupyterlab_headroom.diagnosis.causes.match import (
    find_daemon_kill,
    find_fault,
    find_kill,
    kills_nearby,
)
from jupyterlab_headroom.diagnosis.stance import Stance, stance_of
from jupyterlab_headroom.nouns.deaths import Evidence, Verdict
from jupyterlab_headroom.nouns.facts import Facts, LevelChange

_ORIGINS = {
    "waitid": "waitid(P_PIDFD, WNOWAIT)",
    "popen": "Popen.returncode",
    "pidfd-info": "ioctl(PIDFD_GET_INFO)",
    "procfs": "/proc/PID/stat",
}
_SIGBUS = 7  # Linux
#: Counters worth showing: (name, v2 file, v1 file).
_COUNTERS = (
    ("oom", "memory.events.local", None),
    ("oomd_kill", "xattr user.oomd_kill", None),
    ("limit_hits", "memory.events.local", "memory.failcnt"),
)


def evidence_of(facts: Facts, verdict: Verdict, time: float) -> tuple[Evidence, ...]:
    """Return all evidence, strongest first. `time`: of the death, in seconds since the epoch."""
    stance = stance_of(verdict, facts.tally.unexplained)
    return (
        *_exit(facts, time),
        *_kernel_log(facts, stance, time),
        *_own_counter(facts, stance),
        *_other_counters(facts, stance),
        *_machine(facts, stance),
        *_history(facts),
        *_shared_memory(facts),
        *(Evidence("stderr", "stderr of the kernel", line) for line in facts.stderr[-1:]),
    )


def _exit(facts: Facts, time: float) -> Iterator[Evidence]:
    if facts.worker:
        return
    status = facts.exit
    if status.signal is not None:
        try:
            name = f" ({signal.Signals(status.signal).name})"
        except ValueError:
            name = ""
        text = f"signal {status.signal}{name}"
    elif status.code is not None:
        text = f"exit code {status.code}"
    else:
        yield _unavailable("exit-status", "the operating system", "not known")
        return
    yield Evidence("exit-status", _ORIGINS.get(status.source, status.source), text, time)
    if status.peak_rss_bytes is not None:
        kib = status.peak_rss_bytes // 1024
        yield Evidence("peak-memory", "ru_maxrss", f"{kib} kB at most in memory", None, None)


def _kernel_log(facts: Facts, stance: Stance, time: float) -> Iterator[Evidence]:
    log = facts.log
    match = None if facts.worker else find_kill(facts)
    lines: list[tuple[str, float | None, bool | None]] = []
    if match is not None:
        lines.append((match.kill.line, match.kill.monotonic_s, stance(True)))
    else:  # other processes: the worker, or kernels that died at the same time
        speaks = facts.worker or None
        lines += [(k.line, k.monotonic_s, stance(speaks)) for k in kills_nearby(facts)]
    if daemon := find_daemon_kill(facts):
        lines.append((daemon.line, daemon.monotonic_s, True))
    if fault := find_fault(facts):
        lines.append((fault.line, fault.monotonic_s, True))
    for text, monotonic_s, supports in lines:
        when = None if monotonic_s is None else time + monotonic_s - facts.monotonic_s
        yield Evidence("kernel-log", log.origin, text, when, supports)
    if log.refused is not None:
        yield _unavailable("kernel-log", log.origin, f"not readable: {log.refused}")
    elif not lines:
        text = "no line about this process"
        yield Evidence("kernel-log", log.origin, text, None, stance(False))


def _own_counter(facts: Facts, stance: Stance) -> Iterator[Evidence]:
    own = facts.own
    if own is None or own.after.oom_kill is None or own.before.oom_kill is None:
        yield _unavailable("memory.events", "the kernel's control group", "no counter")
        return
    file = own.level.directory / own.level.oom_kill_file
    text = f"oom_kill {own.before.oom_kill} -> {own.after.oom_kill}"
    supports = stance((own.rise("oom_kill") or 0) > 0)
    yield Evidence(file.name, str(file), text, None, supports)


def _other_counters(facts: Facts, stance: Stance) -> Iterator[Evidence]:
    for change in facts.levels:
        for name, v2_file, v1_file in _COUNTERS:
            file = v2_file if change.level.version == 2 else v1_file
            if file is not None and (change.rise(name) or 0) > 0:
                yield _counter(change, name, file, stance)


def _counter(change: LevelChange, name: str, file: str, stance: Stance) -> Evidence:
    before, after = getattr(change.before, name), getattr(change.after, name)
    shown = {"limit_hits": "max" if change.level.version == 2 else "failcnt"}.get(name, name)
    # Hitting the limit proves nothing by itself: reading a large file does it, too.
    supports = {"limit_hits": None, "oomd_kill": True}.get(name, stance(True))
    text = f"{shown} {before} -> {after}"
    return Evidence(file, f"{change.level.directory}/{file}", text, None, supports)


def _machine(facts: Facts, stance: Stance) -> Iterator[Evidence]:
    rise = facts.machine_oom_kill_rise
    if rise is not None:
        text = f"oom_kill +{rise} (whole machine, all users)"
        yield Evidence("vmstat", "/proc/vmstat", text, None, stance(None if rise else False))


def _history(facts: Facts) -> Iterator[Evidence]:
    sample = facts.sample
    if sample.used_bytes is None or sample.limit_bytes is None or sample.age_s is None:
        return
    text = f"{sample.used_bytes} of {sample.limit_bytes} bytes used {sample.age_s:.1f} s before"
    yield Evidence("history", "samples of this server", text, None, supports=None)


def _shared_memory(facts: Facts) -> Iterator[Evidence]:
    shm = facts.shared_memory
    if shm is not None and facts.exit.signal == _SIGBUS:
        age_s = facts.shared_memory_age_s
        when = f" {age_s:.2f} s before" if age_s else ""
        text = f"{shm.free_bytes} of {shm.total_bytes} bytes free{when}"
        if not is_full(shm) and may_have_filled(facts, shm):
            text += f"; the process was then given {facts.faulted_bytes} bytes of pages"
        yield Evidence("dev-shm", "/dev/shm", text)  # noqa: S108


def _unavailable(source: str, origin: str, why: str) -> Evidence:
    return Evidence(source, origin, why, None, None, readable=False)
