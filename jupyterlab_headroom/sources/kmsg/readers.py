"""Reads the kernel log: /dev/kmsg, klogctl(3), journalctl. Access to each may be denied."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.cadence.evidence import RING_PAUSE_SECONDS

#: Maximum size of one record that Linux returns (CONSOLE_EXT_LOG_MAX).
_RECORD_BYTES = 8192
_SYSLOG_ACTION_READ_ALL = 3
_SYSLOG_ACTION_SIZE_BUFFER = 10
_RING = "dmesg"
#: How much of the end of the last copy is remembered to find it in the next one. Since every line
#: starts with its time, this many bytes do not occur twice.
_RING_END_BYTES = 2048
_JOURNAL_SECONDS = 0.6
#: Messages of Linux and of userland OOM killers, in one query.
_JOURNAL_MATCHES = (
    "_TRANSPORT=kernel",
    "+",
    "SYSLOG_IDENTIFIER=earlyoom",
    "SYSLOG_IDENTIFIER=nohang",
    "SYSLOG_IDENTIFIER=systemd-oomd",
    "SYSLOG_IDENTIFIER=oomd",
    "SYSLOG_IDENTIFIER=slurmstepd",
)


@dataclass(frozen=True, slots=True)
class LogText:
    """The result of reading a log: lines, or the reason why there are none."""

    #: Where a person can look it up: a file or a command.
    origin: str
    lines: Sequence[str] = ()
    #: Why the log cannot be read, for people; `None` if it can.
    refused: str | None = None


class KmsgFollower:
    """Reads new records of /dev/kmsg, starting now. Not thread-safe."""

    def __init__(self, path: Path = Path("/dev/kmsg")) -> None:
        self._path = path
        self._fd: int | None = None
        self.refused: str | None = None
        if sys.platform != "linux":
            self.refused = "not Linux"
            return
        try:
            self._fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            os.lseek(self._fd, 0, os.SEEK_END)
        except OSError as error:
            self._close(error)

    def read(self) -> LogText:
        """Return the records written since the last call."""
        lines: list[str] = []
        while (line := self._read_record()) is not None:
            lines.append(line)
        return LogText(str(self._path), lines, self.refused)

    def close(self) -> None:
        """Close the file."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _read_record(self) -> str | None:
        if self._fd is None:
            return None
        try:
            record = os.read(self._fd, _RECORD_BYTES)
        except BlockingIOError:
            return None
        except OSError as error:
            if error.errno == errno.EPIPE:  # records were overwritten before we read them
                return ""
            self._close(error)
            return None
        # Lines after the first are KEY=value pairs about the device.
        return record.decode("utf-8", "replace").split("\n", 1)[0] if record else None

    def _close(self, error: OSError) -> None:
        self.refused = error.strerror or "cannot be read"
        self.close()


class RingFollower:
    """Reads the ring buffer with klogctl(3), returning each line once. Not thread-safe.

    Linux copies the whole buffer each time, possibly a megabyte, so it is read at most once per
    `RING_PAUSE_SECONDS`, and only what follows the end of the last copy is returned.
    """

    def __init__(self, clock: Callable[[], float], read: Callable[[], bytes] | None = None) -> None:
        self._clock = clock
        self._read = read or read_ring
        self._due_s = float("-inf")
        self._end = b""
        self._refused: str | None = None

    def read(self) -> LogText:
        """Return the lines written since the last call; on the first call, all lines."""
        now = self._clock()
        if now < self._due_s:
            return LogText(_RING, refused=self._refused)
        self._due_s = now + RING_PAUSE_SECONDS
        try:
            text = self._read()
        except OSError as error:
            self._refused = error.strerror or "cannot be read"
            return LogText(_RING, refused=self._refused)
        self._refused = None
        # If the end is not found, the buffer was overwritten or cleared: everything is new.
        at = text.rfind(self._end) if self._end else -1
        known = at + len(self._end) if at >= 0 else 0
        self._end = text[-_RING_END_BYTES:]
        return LogText(_RING, text[known:].decode("utf-8", "replace").splitlines())


def read_ring() -> bytes:
    """Copy the whole ring buffer; needs CAP_SYSLOG or kernel.dmesg_restrict=0, else `OSError`."""
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, "not Linux")
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "klogctl"):
        raise OSError(errno.ENOSYS, "klogctl is missing")
    size = libc.klogctl(_SYSLOG_ACTION_SIZE_BUFFER, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    length = libc.klogctl(_SYSLOG_ACTION_READ_ALL, buffer, size) if size > 0 else -1
    if length < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return buffer.raw[:length]


def read_journal(seconds: int = 60) -> LogText:
    """Query the journal for the last `seconds`. Takes up to 0.6 s, so keep it off hot paths."""
    origin = "journalctl"
    command = ["journalctl", "--quiet", "--no-pager", "--output=json", f"--since=-{seconds}s"]
    try:
        done = subprocess.run(
            [*command, *_JOURNAL_MATCHES],
            capture_output=True,
            timeout=_JOURNAL_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        return LogText(origin, refused="not installed")
    except (OSError, subprocess.TimeoutExpired) as error:
        return LogText(origin, refused=type(error).__name__)
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if not lines:  # no permission and no entries look the same: no output
        return LogText(origin, refused="no kernel messages in it")
    return LogText(origin, lines)
