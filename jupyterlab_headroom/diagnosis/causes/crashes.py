"""Deaths caused by the process itself (segmentation fault, abort, bus error, exit), and SIGTERM."""

from __future__ import annotations

import re
from typing import Literal

from jupyterlab_headroom.diagnosis.causes.limits import machine_was_full
from jupyterlab_headroom.diagnosis.causes.match import find_daemon_kill, find_fault
from jupyterlab_headroom.diagnosis.causes.oom import daemon_killed
from jupyterlab_headroom.nouns.counters import SharedMemory
from jupyterlab_headroom.nouns.death_details import (
    DaemonKilled,
    NativeCrash,
    PlainEnd,
    SharedMemoryFull,
)
from jupyterlab_headroom.nouns.deaths import Verdict
from jupyterlab_headroom.nouns.facts import Facts

#: /dev/shm counts as full when less than this or less than 1 % of it is free.
_SHM_FREE_BYTES = 4 * 1024**2
#: Below 1, because other processes may have taken the rest.
_TAKEN_SHARE = 0.95
_NO_MEMORY = re.compile(
    r"std::bad_alloc|bad_array_new_length|[Cc]annot allocate memory|out of memory|ENOMEM"
)


def sigterm(facts: Facts) -> Verdict:
    """SIGTERM: earlyoom and nohang send it before SIGKILL, but so do schedulers and people."""
    if daemon := find_daemon_kill(facts):
        return daemon_killed(facts, daemon)
    if machine_was_full(facts):
        return Verdict("medium", DaemonKilled("oom-kill-user-daemon"))
    return Verdict("medium", PlainEnd("terminated-from-outside"))


def segfault(facts: Facts) -> Verdict:
    """SIGSEGV: the kernel log names the library, if it is readable."""
    return _crash("segfault", facts)


def illegal_instruction(facts: Facts) -> Verdict:
    """SIGILL: usually a library that was built for a newer processor."""
    return _crash("illegal-instruction", facts)


def abort(facts: Facts) -> Verdict:
    """SIGABRT: the last lines of stderr distinguish running out of memory in C++ from the rest."""
    is_starved = any(_NO_MEMORY.search(line) for line in facts.stderr)
    return Verdict("high", PlainEnd("out-of-memory-native" if is_starved else "abort"))


def bus_error(facts: Facts) -> Verdict:
    """SIGBUS: access to a mapped page that has no memory behind it."""
    shm = facts.shared_memory
    if shm is None or not (is_full(shm) or may_have_filled(facts, shm)):
        return Verdict("medium", PlainEnd("bus-error"))
    return Verdict("high" if is_full(shm) else "medium", SharedMemoryFull(shm.total_bytes))


def exited(facts: Facts) -> Verdict:
    """A normal exit; a failure before the kernel was ever ready means that it could not start."""
    if not facts.was_ready and facts.exit.code != 0:
        return Verdict("high", PlainEnd("could-not-start"))
    return Verdict("certain", PlainEnd("exited"))


def is_full(shm: SharedMemory) -> bool:
    """Return whether a shared memory file system has almost no space left."""
    return shm.free_bytes < max(_SHM_FREE_BYTES, shm.total_bytes // 100)


def may_have_filled(facts: Facts, shm: SharedMemory) -> bool:
    """Return whether the process may have used up /dev/shm since it was last checked.

    The 64 MiB that containers have by default fill up within 50 ms. A process that died of
    something else is unlikely to have taken as much in its last moment.
    """
    taken = facts.faulted_bytes
    return taken is not None and taken >= _TAKEN_SHARE * shm.free_bytes


def _crash(cause: Literal["segfault", "illegal-instruction"], facts: Facts) -> Verdict:
    fault = find_fault(facts)
    module = fault.module if fault else None
    return Verdict("certain" if fault else "high", NativeCrash(cause, module))
