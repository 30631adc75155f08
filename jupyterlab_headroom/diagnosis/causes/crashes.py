"""Deaths by the process's own fault: segmentation fault, abort, bus error, exit."""

from __future__ import annotations

import re

from jupyterlab_headroom.diagnosis.causes.limits import machine_was_full
from jupyterlab_headroom.diagnosis.causes.match import find_daemon_kill, find_fault
from jupyterlab_headroom.diagnosis.causes.oom import daemon_killed
from jupyterlab_headroom.nouns.counters import SharedMemory
from jupyterlab_headroom.nouns.deaths import Cause, Verdict
from jupyterlab_headroom.nouns.facts import Facts
from jupyterlab_headroom.nouns.memory import Confidence

#: /dev/shm is full when less is free than this, or less than 1 % of it.
_SHM_FREE_BYTES = 4 * 1024**2
#: Others may have taken a little, too.
_TAKEN_SHARE = 0.95
_NO_MEMORY = re.compile(
    r"std::bad_alloc|bad_array_new_length|[Cc]annot allocate memory|out of memory|ENOMEM"
)


def sigterm(facts: Facts) -> Verdict:
    """SIGTERM: earlyoom and nohang send it first; so do schedulers and people."""
    if daemon := find_daemon_kill(facts):
        return daemon_killed(facts, daemon)
    if machine_was_full(facts):
        available = facts.sample.machine_available_bytes
        return Verdict("oom-kill-user-daemon", "medium", {"available_bytes": available})
    return Verdict("terminated-from-outside", "medium")


def segfault(facts: Facts) -> Verdict:
    """SIGSEGV: the log names the library, if it may be read."""
    return _crash("segfault", facts)


def illegal_instruction(facts: Facts) -> Verdict:
    """SIGILL: usually a library built for a newer processor."""
    return _crash("illegal-instruction", facts)


def abort(facts: Facts) -> Verdict:
    """SIGABRT: what stderr says last tells out-of-memory in C++ from the rest."""
    for line in facts.stderr:
        if _NO_MEMORY.search(line):
            return Verdict("out-of-memory-native", "high", {"line": line})
    return Verdict("abort", "high", {"line": _last_line(facts)})


def bus_error(facts: Facts) -> Verdict:
    """SIGBUS: a mapped page that has no memory behind it."""
    shm = facts.shared_memory
    if shm is None or not (is_full(shm) or may_have_filled(facts, shm)):
        return Verdict("bus-error", "medium")
    details = {"shm_total_bytes": shm.total_bytes, "shm_free_bytes": shm.free_bytes}
    return Verdict("shared-memory-full", "high" if is_full(shm) else "medium", details)


def exited(facts: Facts) -> Verdict:
    """It ended by itself; before it was ever ready, it could not start."""
    code = facts.exit.code
    line = _last_line(facts)
    if not facts.was_ready and code != 0:
        return Verdict("could-not-start", "high", {"code": code, "line": line})
    return Verdict("exited", "certain", {"code": code, "line": line})


def is_full(shm: SharedMemory) -> bool:
    """Tell whether a shared memory file system has next to nothing left."""
    return shm.free_bytes < max(_SHM_FREE_BYTES, shm.total_bytes // 100)


def may_have_filled(facts: Facts, shm: SharedMemory) -> bool:
    """Tell whether the process took, since it was last looked at, all that had been left.

    64 MiB, the default of containers, are full within 50 ms. A process that died of something
    else rarely takes just as much in its last moment.
    """
    taken = facts.faulted_bytes
    return taken is not None and taken >= _TAKEN_SHARE * shm.free_bytes


def _last_line(facts: Facts) -> str | None:
    return facts.stderr[-1] if facts.stderr else None


def _crash(cause: Cause, facts: Facts) -> Verdict:
    fault = find_fault(facts)
    confidence: Confidence = "certain" if fault else "high"
    details: dict[str, str | int | float | bool | None] = {}
    if fault is not None:
        details |= {"module": fault.module, "line": fault.line}
    return Verdict(cause, confidence, details)
