"""Sleeps until a watched process ends, a counter file changes, or it is woken or times out."""

from __future__ import annotations

import contextlib
import os
import select
import threading
from pathlib import Path
from typing import Protocol


class Waiter(Protocol):
    """Lets the watching thread sleep. Only `wake` may be called from other threads."""

    def add_process(self, pidfd: int) -> None:
        """Return from `wait` when this process ends."""

    def remove_process(self, pidfd: int) -> None:
        """Stop watching a process; the descriptor stays open."""

    def add_file(self, path: Path) -> None:
        """Return from `wait` when Linux announces a change of this file."""

    def keep_files(self, paths: frozenset[Path]) -> None:
        """Stop watching every file that is not in `paths`."""

    def wait(self, seconds: float) -> frozenset[int]:
        """Return the pidfds whose processes have ended."""

    def wake(self) -> None:
        """Make `wait` return now."""

    def close(self) -> None:
        """Close the descriptors that the waiter itself has opened."""


class PollWaiter:
    """For Linux: one poll(2) over pidfds, counter files and a pipe."""

    def __init__(self) -> None:
        self._poll = select.poll()
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        os.set_blocking(self._write_end, False)
        self._poll.register(self._read_end, select.POLLIN)
        #: Held while writing and closing: once closed, the descriptor's number may be reused for
        #: another file at any moment.
        self._lock = threading.Lock()
        self._closed = False
        self._processes: set[int] = set()
        self._files: dict[Path, int] = {}

    def add_process(self, pidfd: int) -> None:
        """Watch a pidfd, which becomes readable when its process ends."""
        self._processes.add(pidfd)
        self._poll.register(pidfd, select.POLLIN)

    def remove_process(self, pidfd: int) -> None:
        """Stop watching a pidfd. Must happen before it is closed, as its number may be reused."""
        if pidfd in self._processes:
            self._processes.discard(pidfd)
            self._poll.unregister(pidfd)

    def add_file(self, path: Path) -> None:
        """Watch a file such as memory.events, whose changes cgroup v2 announces with POLLPRI."""
        if path in self._files:
            return
        try:
            fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        self._files[path] = fd
        self._poll.register(fd, select.POLLPRI)
        _rearm(fd)

    def keep_files(self, paths: frozenset[Path]) -> None:
        """Close the files of groups that no kernel is in any more."""
        for path in [p for p in self._files if p not in paths]:
            self._drop_file(path)

    def wait(self, seconds: float) -> frozenset[int]:
        """Sleep at most `seconds`."""
        ready = {fd for fd, _ in self._poll.poll(max(seconds, 0.0) * 1000)}
        if self._read_end in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._read_end, 4096)
        for path in [p for p, fd in self._files.items() if fd in ready]:
            if not _rearm(self._files[path]):  # the group was removed
                self._drop_file(path)
        return frozenset(ready & self._processes)

    def wake(self) -> None:
        """Wake the waiting thread. If the pipe is full, it is going to wake anyway."""
        with self._lock, contextlib.suppress(BlockingIOError):
            if not self._closed:
                os.write(self._write_end, b"!")

    def close(self) -> None:
        """Close the pipe and the files; the pidfds belong to the watcher."""
        self.keep_files(frozenset())
        with self._lock:
            self._closed = True
            os.close(self._read_end)
            os.close(self._write_end)

    def _drop_file(self, path: Path) -> None:
        fd = self._files.pop(path)
        self._poll.unregister(fd)
        os.close(fd)


class EventWaiter:
    """For other systems: only sleeps, so the caller has to poll."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def add_process(self, pidfd: int) -> None:
        """There are no pidfds on these systems."""

    def remove_process(self, pidfd: int) -> None:
        """There are no pidfds on these systems."""

    def add_file(self, path: Path) -> None:
        """Changes are not announced on these systems."""

    def keep_files(self, paths: frozenset[Path]) -> None:
        """No files are watched."""

    def wait(self, seconds: float) -> frozenset[int]:
        """Sleep at most `seconds`."""
        self._event.wait(max(seconds, 0.0))
        self._event.clear()
        return frozenset()

    def wake(self) -> None:
        """Make `wait` return now."""
        self._event.set()

    def close(self) -> None:
        """Nothing is open."""


def make_waiter() -> Waiter:
    """Return the best waiter of this platform."""
    return PollWaiter() if hasattr(select, "poll") else EventWaiter()


def _rearm(fd: int) -> bool:
    """Read the file, as Linux only announces the next change after that; False if it is gone."""
    try:
        return bool(os.pread(fd, 4096, 0))
    except OSError:
        return False
