"""How a process ended, read without reaping it, so that its parent still gets the status.

The server is the parent of local kernels, so the raw waitid system call also returns the exact peak
memory. The other ways reveal less; they are used when that fails, usually
because the process has already been reaped.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from jupyterlab_headroom.sources.files import Reader, read_text

#: Number of waitid(2) by machine, from the Linux system call tables. Only 64-bit machines, on which
#: siginfo_t has si_code at byte 8 and si_status at byte 24, and rusage has 64-bit fields.
_WAITID = {
    "x86_64": 247,
    "aarch64": 95,
    "riscv64": 95,
    "loongarch64": 95,
    "ppc64le": 272,
    "s390x": 281,
}
_P_PIDFD = 3
_CLD_EXITED = 1
#: _IOWR(0xFF, 11, struct pidfd_info) with 64 bytes, since Linux 6.13; PIDFD_INFO_EXIT since 6.15.
_PIDFD_GET_INFO = (3 << 30) | (64 << 16) | (0xFF << 8) | 11
_PIDFD_INFO_EXIT = 1 << 3
#: A flag in field 9 of /proc/PID/stat (include/linux/sched.h).
_PF_EXITING = 0x4
_SIGKILL = 9
#: Pending signals of the main thread, and of the process as a whole.
_PENDING = re.compile(r"^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$", re.MULTILINE | re.ASCII)


@dataclass(frozen=True, slots=True)
class ProcessExit:
    """Exit code or signal (at most one is set), and where that is known from."""

    code: int | None
    signal: int | None
    source: str
    #: ru_maxrss in bytes; `None` if only the status is known, or if the figure may be that of the
    #: server rather than of the process (see `_meaningful_peak`).
    peak_rss_bytes: int | None = None
    #: ru_minflt: pages it was given during its life, including those of its reaped children.
    minor_faults: int | None = None


def open_pidfd(pid: int) -> int | None:
    """Return a file descriptor that becomes readable when `pid` ends; `None` if impossible."""
    if not hasattr(os, "pidfd_open"):
        return None
    try:
        return os.pidfd_open(pid)
    except OSError:  # already gone, Linux < 5.3, or forbidden by a sandbox
        return None


def peek_exit(
    pid: int, pidfd: int | None, poll: Callable[[], int | None], proc: Path = Path("/proc")
) -> ProcessExit | None:
    """Return how `pid` ended; `None` if that cannot be found out, or if it still runs.

    `poll` is the parent's own record (`Popen.poll`). As it reaps the process, it is only called
    after peeking has failed.
    """
    if pidfd is not None and (peeked := _waitid_with_usage(pidfd) or _waitid(pidfd)):
        return peeked
    if pidfd is None and (zombie := _zombie_exit(pid, proc)):
        return zombie
    returncode = poll()
    if returncode is not None:
        return from_returncode(returncode)
    return (_pidfd_info(pidfd) if pidfd is not None else None) or _zombie_exit(pid, proc)


def from_returncode(returncode: int, source: str = "popen") -> ProcessExit:
    """Translate a return code of `subprocess`, in which a negative number is a signal."""
    if returncode < 0:
        return ProcessExit(None, -returncode, source)
    return ProcessExit(returncode, None, source)


def _waitid_with_usage(pidfd: int) -> ProcessExit | None:
    number = _WAITID.get(platform.machine())
    if number is None or sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    info, usage = ctypes.create_string_buffer(128), ctypes.create_string_buffer(144)
    options = os.WEXITED | os.WNOWAIT | os.WNOHANG
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, _P_PIDFD, pidfd, info, options, usage) != 0:
        return None
    signo, _errno, code = struct.unpack_from("iii", info)
    if signo == 0:  # WNOHANG: it still runs
        return None
    (status,) = struct.unpack_from("i", info, 24)
    (max_rss_kib,) = struct.unpack_from("l", usage, 32)  # after two struct timeval
    (minor_faults,) = struct.unpack_from("l", usage, 64)
    known = _exit_from(code, status)
    peak_rss_bytes = _meaningful_peak(max_rss_kib * 1024)
    return replace(known, peak_rss_bytes=peak_rss_bytes, minor_faults=minor_faults)


def _meaningful_peak(max_rss_bytes: int) -> int | None:
    """Return the peak, or `None` if it may be that of the parent.

    A child starts as a copy of its parent, and Linux keeps the highest figure across exec. So a
    value below the server's own peak may belong to either.
    """
    import resource  # missing on Windows

    own_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return max_rss_bytes if max_rss_bytes > own_bytes else None


def _waitid(pidfd: int) -> ProcessExit | None:
    if not hasattr(os, "P_PIDFD"):
        return None
    try:
        result = os.waitid(os.P_PIDFD, pidfd, os.WEXITED | os.WNOWAIT | os.WNOHANG)
    except OSError:  # ECHILD: not our child, or already reaped
        return None
    return _exit_from(result.si_code, result.si_status) if result else None


def _exit_from(code: int, status: int) -> ProcessExit:
    if code == _CLD_EXITED:
        return ProcessExit(status, None, "waitid")
    return ProcessExit(None, status, "waitid")  # CLD_KILLED, CLD_DUMPED


def _pidfd_info(pidfd: int) -> ProcessExit | None:
    """Ask the pidfd itself, which also works for non-children and after the parent has reaped."""
    import fcntl  # missing on Windows

    buffer = bytearray(struct.pack("Q", _PIDFD_INFO_EXIT) + bytes(56))
    try:
        fcntl.ioctl(pidfd, _PIDFD_GET_INFO, buffer, True)
    except OSError:
        return None
    (mask,) = struct.unpack_from("Q", buffer)
    if not mask & _PIDFD_INFO_EXIT:
        return None
    (wait_status,) = struct.unpack_from("i", buffer, 60)
    return _from_wait_status(wait_status, "pidfd-info")


def _zombie_exit(pid: int, proc: Path) -> ProcessExit | None:
    """Return field 52 of /proc/PID/stat, which is set while the process waits to be reaped."""
    try:
        text = (proc / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    if len(fields) < 50 or fields[0] not in "ZX":
        return None
    # Without ptrace access the field also reads as 0, so 0 proves nothing.
    wait_status = int(fields[49])
    return _from_wait_status(wait_status, "procfs") if wait_status else None


def _from_wait_status(wait_status: int, source: str) -> ProcessExit:
    if wait_status & 0x7F:
        return ProcessExit(None, wait_status & 0x7F, source)
    return ProcessExit(wait_status >> 8 & 0xFF, None, source)


def is_killed(text: str | None) -> bool:
    """Tell from `/proc/PID/status` whether SIGKILL is pending: the process is as good as dead."""
    pending = _PENDING.findall(text or "")
    return any(int(mask, 16) >> (_SIGKILL - 1) & 1 for mask in pending)


def was_killed(pid: int, proc: Path = Path("/proc")) -> bool:
    """Tell whether a process that existed is gone, or was killed and waits for its parent."""
    if read_text(proc / str(pid) / "stat") is None:
        return True
    zombie = _zombie_exit(pid, proc)
    return zombie is not None and zombie.signal == _SIGKILL


def is_exiting(pid: int, proc: Path = Path("/proc"), read: Reader = read_text) -> bool:
    """Tell whether a process is being torn down (hundreds of GB take seconds), or is gone."""
    return says_exiting(read(f"{proc}/{pid}/stat"))


def says_exiting(text: str | None) -> bool:
    """Tell the same from the text of `/proc/PID/stat`; `None` means the process is gone."""
    if text is None:
        return True
    fields = text.rpartition(")")[2].split(maxsplit=7)
    return len(fields) > 6 and fields[6].isdecimal() and bool(int(fields[6]) & _PF_EXITING)
