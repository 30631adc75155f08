"""One process that cannot be mistaken for another: pid, start time, and pidfd where there is one.

Linux uses a pid again once its process is reaped. A signal sent to a bare pid may therefore hit a
stranger; one sent through the pidfd cannot.
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

#: Fields of /proc/PID/stat behind the name, counted from 0: state, and start time (field 22).
_STATE, _START = 0, 19


@dataclass(frozen=True, slots=True)
class ProcessIdentity:
    """Two processes of one boot with the same identity are the same."""

    pid: int
    #: Clock ticks between boot and its start; `None` where the system does not tell.
    start_ticks: int | None


class ProcessHandle:
    """Signals one process, or nothing, and lends its pidfd. For any thread."""

    def __init__(
        self, identity: ProcessIdentity, pidfd: int | None, proc: Path = Path("/proc")
    ) -> None:
        """Take over `pidfd`: it is closed with the handle, or when nobody holds that any more."""
        self.identity = identity
        self._pidfd = pidfd
        self._stat = f"{proc}/{identity.pid}/stat"
        self._lock = threading.RLock()
        self._closing = weakref.finalize(self, os.close, pidfd) if pidfd is not None else None
        self._is_closed = False
        self._borrowers = 0

    @property
    def is_running(self) -> bool:
        """True while the process runs or is stopped: it is no zombie, and no other one."""
        with self._lock:
            if self._is_closed or (self._pidfd is None and self.identity.start_ticks is None):
                return False
            state, start_ticks = _parse_state(read_text(self._stat))
            if state in ("Z", "X") or start_ticks != self.identity.start_ticks:
                return False
            return self._pidfd is None or _is_there(self._pidfd)

    def send(self, number: int) -> bool:
        """Send a signal; False: the process is gone, or cannot be told from another one.

        Raises `NotPossible` where the system refuses.
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
        """Return the pidfd, to be polled until it is given back; `None`: there is none.

        It stays open that long, also after `close`: a number that is closed may be another file's
        the next moment. The borrower keeps the handle, and never closes the pidfd itself.
        """
        with self._lock:
            if self._is_closed or self._pidfd is None:
                return None
            self._borrowers += 1
            return self._pidfd

    def return_pidfd(self) -> None:
        """Give back what `borrow_pidfd` returned, once for each time."""
        with self._lock:
            self._borrowers -= 1
            self._close_unused()

    def close(self) -> None:
        """Let go of the pidfd; nothing is signalled from now on."""
        with self._lock:
            self._is_closed = True
            self._close_unused()

    def _close_unused(self) -> None:
        if self._is_closed and not self._borrowers and self._closing is not None:
            self._closing()


def open_handle(pid: int, proc: Path = Path("/proc")) -> ProcessHandle:
    """Return a handle of the process that has this pid now.

    The caller makes sure that it is the one that is meant: a child that was not reaped keeps its
    pid, so it is enough to see that afterwards.
    """
    pidfd = open_pidfd(pid)
    _, start_ticks = _parse_state(read_text(proc / str(pid) / "stat"))
    return ProcessHandle(ProcessIdentity(pid, start_ticks), pidfd, proc)


def _is_there(pidfd: int) -> bool:
    """Tell whether a process was not reaped yet: signal 0 only asks."""
    try:
        signal.pidfd_send_signal(pidfd, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is there, and not ours to signal
        return True
    return True


def _parse_state(text: str | None) -> tuple[str | None, int | None]:
    """Parse state and start time; the name before them may hold anything, brackets too."""
    fields = (text or "").rpartition(")")[2].split(maxsplit=_START + 1)
    if len(fields) <= _START or not fields[_START].isdecimal():
        return None, None
    return fields[_STATE], int(fields[_START])
