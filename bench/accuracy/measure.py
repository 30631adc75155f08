"""Run one cell in a memory control group of its own and watch its anonymous memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/memory")
CHILD = Path(__file__).with_name("child.py")
INTERVAL_S = 0.002
TIMEOUT_S = 180


@dataclass(frozen=True)
class Measured:
    """Bytes beyond those of the process with its libraries imported; None if it failed earlier."""

    survived: bool
    base_anonymous: int | None
    anonymous: int | None
    kept: int | None
    file: int | None
    stderr: str
    #: Modules already imported when the base was measured.
    modules: tuple[str, ...] = ()


def anonymous_and_file(pid: int) -> tuple[int, int] | None:
    """RssAnon and RssFile in bytes; None if the process is gone."""
    found: dict[str, int] = {}
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            key, _, value = line.partition(":")
            if key in ("RssAnon", "RssFile"):
                found[key] = int(value.split()[0]) * 1024
    return (found["RssAnon"], found["RssFile"]) if len(found) == 2 else None


class Group:
    """A cgroup v1 memory group, removed on exit; without a limit, none is created."""

    def __init__(self, name: str, limit_bytes: int | None) -> None:
        self.path = GROUPS / f"headroom-{name}-{os.getpid()}"
        self._limit = limit_bytes

    def __enter__(self) -> Group:
        if self._limit is not None:
            self.path.mkdir(exist_ok=True)
            (self.path / "memory.limit_in_bytes").write_text(str(self._limit))
        return self

    def take_in(self, pid: int) -> None:
        """Move a process into the group."""
        if self._limit is not None:
            (self.path / "cgroup.procs").write_text(str(pid))

    def __exit__(self, *_: object) -> None:
        for _attempt in range(50 if self._limit is not None else 0):
            with contextlib.suppress(OSError):
                self.path.rmdir()
                return
            time.sleep(0.05)


class Watch(threading.Thread):
    """Tracks the peak of a process until told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._stop_event = threading.Event()
        self.anonymous = self.file = 0

    def run(self) -> None:
        while not self._stop_event.wait(INTERVAL_S):
            now = anonymous_and_file(self._pid)
            if now is None:
                return
            self.anonymous, self.file = max(self.anonymous, now[0]), max(self.file, now[1])

    def stop(self) -> None:
        self._stop_event.set()
        self.join()


def evict(folder: Path) -> None:
    """Drop the files from the page cache, as if they had been downloaded long ago."""
    for path in (p for p in folder.rglob("*") if p.is_file()):
        descriptor = os.open(path, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def run(python: Path, cell: str, folder: Path, limit_bytes: int | None = None) -> Measured:
    """Run `cell` once; `limit_bytes` applies to the whole process."""
    evict(folder)
    with tempfile.TemporaryDirectory() as scratch, Group("accuracy", limit_bytes) as group:
        file = Path(scratch) / "cell.py"
        file.write_text(cell.replace("MODEL", repr(str(folder))))
        command = [str(python), str(CHILD), str(file)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
            group.take_in(process.pid)
            timer = threading.Timer(TIMEOUT_S, process.kill)
            timer.start()
            try:
                return _follow(process)
            finally:
                timer.cancel()
                process.kill()


def _follow(process: subprocess.Popen[str]) -> Measured:
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
    if stdin is None or stdout is None or stderr is None:
        raise RuntimeError("pipes are missing")
    sign, _pid, *modules = stdout.readline().split() or ["", ""]
    base = anonymous_and_file(process.pid) if sign == "base" else None
    if base is None:
        return Measured(False, None, None, None, None, stderr.read()[-500:])
    watch = Watch(process.pid)
    watch.start()
    stdin.write("\n")
    stdin.flush()
    survived = stdout.readline().strip() == "done"
    after = anonymous_and_file(process.pid) if survived else None
    watch.stop()
    if after is None:
        process.wait()
        return Measured(False, base[0], None, None, None, stderr.read()[-500:])
    peak, kept, file = watch.anonymous - base[0], after[0] - base[0], watch.file - base[1]
    return Measured(True, base[0], peak, kept, file, "", tuple(modules))


def survival_limit(
    survives: Callable[[int], bool], low: int, width: int, step: int
) -> tuple[int, dict[int, bool]]:
    """The smallest limit above `low` under which a cell survives, to within `step` bytes.

    Also returns every limit that was tried, and whether the cell survived under it.
    """
    high, end, tried = low + width, None, dict[int, bool]()
    while end is None:
        while high - low > step:
            middle = (low + high) // 2
            tried[middle] = survives(middle)
            if tried[middle]:
                high = end = middle
            else:
                low = middle
        high = high if end is not None else low + width
    return end, tried
