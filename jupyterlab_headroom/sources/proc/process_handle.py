"""Identifies one process beyond doubt: by pid, start time, and pidfd where available.

Linux reuses a pid once its process has been reaped. So a signal sent to a bare pid may hit another
process; one sent through a pidfd cannot.
"""

from __future__ import annotations

import os
import signal
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.errors import NotPossible
from jupyterlab_headroom.sources.files import read_text
from jupyterlab_headroom.sources.proc.process_exit import open_pidfd

#: Positions in /proc/PID/stat after the name, counted from 0: state, and start time (field 22).
_STATE, _START = 0, 19


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """Within one boot, two processes with the same identity are the same process."""

    pid: int
    #: Clock ticks from boot to its start; `None` if the system does not provide it.
    start_ticks: int | None


class ProcessHandle:
    """Sends signals to one process and never to another, and lends its pidfd. Thread-safe."""

    def __init__(
        self, identity: ProcessIdentity, pidfd: int | None, proc: Path = Path("/proc")
    ) -> None:
        """Take ownership of `pidfd`: it is closed with the handle, or when that is collected."""
        self.identity = identity
        self._pidfd = pidfd
        self._stat = f"{proc}/{identity.pid}/stat"
        self._lock = threading.RLock()
        self._closing = weakref.finalize(self, os.close, pidfd) if pidfd is not None else None
        self._is_closed = False
        self._borrowers = 0

    @property
    def is_running(self) -> bool:
        """True while the process runs or is stopped: not for a zombie, nor for another process."""
        with self._lock:
            if self._is_closed or (self._pidfd is None and self.identity.start_ticks is None):
                return False
            state, start_ticks = _parse_state(read_text(self._stat))
            if state in ("Z", "X") or start_ticks != self.identity.start_ticks:
                return False
            return self._pidfd is None or _is_there(self._pidfd)

    def send(self, number: int) -> bool:
        """Send a signal; returns False if the process is gone, or cannot be identified reliably.

        Raises `NotPossible` if the system refuses.
        """
        with self._lock:
            if not self.is_running:
                return False
            try:
                if self._pidfd is not None:
                    signal.pidfd_send_signal(self._pidfd, number)
                else:
                    os.kill(self.identity.pid, number)
            except ProcessLookupError:
                return False
            except OSError as error:
                raise NotPossible(
                    f"The system refuses to signal process {self.identity.pid}: {error.strerror}."
                ) from error
        return True

    def borrow_pidfd(self) -> int | None:
        """Return the pidfd for polling, until it is given back; `None` if there is none.

        It stays open that long, even after `close`, because the number of a closed descriptor may
        be reused at any moment. The borrower must keep the handle, and never close the pidfd.
        """
        with self._lock:
            if self._is_closed or self._pidfd is None:
                return None
            self._borrowers += 1
            return self._pidfd

    def return_pidfd(self) -> None:
        """Give back the pidfd, once for each call of `borrow_pidfd` that returned it."""
        with self._lock:
            self._borrowers -= 1
            self._close_unused()

    def close(self) -> None:
        """Release the pidfd; no signals are sent from now on."""
        with self._lock:
            self._is_closed = True
            self._close_unused()

    def _close_unused(self) -> None:
        if self._is_closed and not self._borrowers and self._closing is not None:
            self._closing()


def open_handle(pid: int, proc: Path = Path("/proc")) -> ProcessHandle:
    """Return a handle of the process that has this pid now.

    The caller must make sure that this is the intended process. A child keeps its pid until it is
    reaped, so it is enough to check afterwards that it has not been.
    """
    pidfd = open_pidfd(pid)
    _, start_ticks = _parse_state(read_text(proc / str(pid) / "stat"))
    return ProcessHandle(ProcessIdentity(pid, start_ticks), pidfd, proc)


def _is_there(pidfd: int) -> bool:
    """Tell whether a process has not been reaped yet; signal 0 only tests for that."""
    try:
        signal.pidfd_send_signal(pidfd, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it exists, but we may not signal it
        return True
    return True


def _parse_state(text: str | None) -> tuple[str | None, int | None]:
    """Parse state and start time; the name before them may contain anything, even brackets."""
    fields = (text or "").rpartition(")")[2].split(maxsplit=_START + 1)
    if len(fields) <= _START or not fields[_START].isdecimal():
        return None, None
    return fields[_STATE], int(fields[_START])
