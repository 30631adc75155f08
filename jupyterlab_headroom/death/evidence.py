"""Facts as lines for people: each with its source, verbatim, and what it speaks for."""

from __future__ import annotations

import signal
from collections.abc import Iterator

from jupyterlab_headroom.death.causes.match import (
    find_daemon_kill,
    find_fault,
    find_kill,
    kills_nearby,
)
from jupyterlab_headroom.death.facts import Facts, LevelChange
from jupyterlab_headroom.death.types import Evidence
from jupyterlab_headroom.sources.counters import oom_kill_file

_ORIGINS = {
    "waitid": "waitid(P_PIDFD, WNOWAIT)",
    "popen": "Popen.returncode",
    "pidfd-info": "ioctl(PIDFD_GET_INFO)",
    "procfs": "/proc/PID/stat",
}
_SIGBUS = 7  # Linux
#: Counters worth showing: v2 file, v1 file.
_COUNTERS = (
    ("oom", "memory.events.local", None),
    ("oomd_kill", "xattr user.oomd_kill", None),
    ("limit_hits", "memory.events.local", "memory.failcnt"),
)


def evidence_of(facts: Facts, time: float) -> tuple[Evidence, ...]:
    """Return all evidence, the most telling first. `time` is the epoch time of the death."""
    return (
        *_exit(facts, time),
        *_kernel_log(facts, time),
        *_own_counter(facts),
        *_other_counters(facts),
        *_machine(facts),
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
        yield Evidence("exit-status", "the operating system", "not known", time, supports=None)
        return
    yield Evidence("exit-status", _ORIGINS.get(status.source, status.source), text, time)
    if status.peak_rss_bytes is not None:
        kib = status.peak_rss_bytes // 1024
        yield Evidence("peak-memory", "ru_maxrss", f"{kib} kB at most in memory", None, None)


def _kernel_log(facts: Facts, time: float) -> Iterator[Evidence]:
    log = facts.log
    match = None if facts.worker else find_kill(facts)
    lines: list[tuple[str, float | None, bool]] = []
    if match is not None:
        lines.append((match.kill.line, match.kill.monotonic_s, True))
    else:
        lines += [(kill.line, kill.monotonic_s, facts.worker) for kill in kills_nearby(facts)]
    if daemon := find_daemon_kill(facts):
        lines.append((daemon.line, daemon.monotonic_s, True))
    if fault := find_fault(facts):
        lines.append((fault.line, fault.monotonic_s, True))
    for text, monotonic_s, supports in lines:
        when = None if monotonic_s is None else time + monotonic_s - facts.monotonic_s
        yield Evidence("kernel-log", log.origin, text, when, supports)
    if log.refused is not None:
        text = f"not readable: {log.refused}"
        yield Evidence("kernel-log", log.origin, text, None, supports=None)
    elif not lines:
        text = "no line about this process"
        yield Evidence("kernel-log", log.origin, text, None, supports=False)


def _own_counter(facts: Facts) -> Iterator[Evidence]:
    own = facts.own
    if own is None or own.after.oom_kill is None or own.before.oom_kill is None:
        yield Evidence("memory.events", "the kernel's control group", "no counter", None, None)
        return
    file = oom_kill_file(own.level)
    text = f"oom_kill {own.before.oom_kill} -> {own.after.oom_kill}"
    yield Evidence(file.name, str(file), text, None, (own.rise("oom_kill") or 0) > 0)


def _other_counters(facts: Facts) -> Iterator[Evidence]:
    for change in facts.levels:
        for name, v2_file, v1_file in _COUNTERS:
            file = v2_file if change.level.version == 2 else v1_file
            if file is not None and (change.rise(name) or 0) > 0:
                yield _counter(change, name, file)


def _counter(change: LevelChange, name: str, file: str) -> Evidence:
    before, after = getattr(change.before, name), getattr(change.after, name)
    shown = {"limit_hits": "max" if change.level.version == 2 else "failcnt"}.get(name, name)
    # Hitting the limit alone also happens while a large file is read.
    supports = None if name == "limit_hits" else True
    text = f"{shown} {before} -> {after}"
    return Evidence(file, f"{change.level.directory}/{file}", text, None, supports)


def _machine(facts: Facts) -> Iterator[Evidence]:
    rise = facts.machine_oom_kill_rise
    if rise is not None:
        text = f"oom_kill +{rise} (whole machine, all users)"
        yield Evidence("vmstat", "/proc/vmstat", text, None, None if rise else False)


def _history(facts: Facts) -> Iterator[Evidence]:
    sample = facts.sample
    if sample.used_bytes is None or sample.limit_bytes is None or sample.age_s is None:
        return
    text = f"{sample.used_bytes} of {sample.limit_bytes} bytes used {sample.age_s:.1f} s before"
    yield Evidence("history", "samples of this server", text, None, supports=None)


def _shared_memory(facts: Facts) -> Iterator[Evidence]:
    shm = facts.shared_memory
    if shm is not None and facts.exit.signal == _SIGBUS:
        text = f"{shm.free_bytes} of {shm.total_bytes} bytes free"
        yield Evidence("dev-shm", "/dev/shm", text)  # noqa: S108
