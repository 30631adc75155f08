"""A process that dies as it is told, in a control group of its choice. Needs the standard library
and nothing else: the machine of tests/vm has no more.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.sources.proc.process_handle import ProcessHandle, open_handle

MIB = 1024**2

#: A process that obeys one line of Python at a time, like a kernel.
OBEY = """
import ctypes, mmap, os, signal, subprocess, sys, threading, time
print("ready", flush=True)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


@dataclass(frozen=True)
class Ref:
    """What the server keeps of a process."""

    pid: int
    poll: Callable[[], int | None]
    handle: ProcessHandle


class Victim:
    """A process in a group, driven over stdin."""

    def __init__(self, key: str, procs: Path) -> None:
        """Start it, and put it into the group whose `cgroup.procs` is given."""
        join = f"import os; open({str(procs)!r}, 'w').write(str(os.getpid()))\n"
        self.process = subprocess.Popen(
            [sys.executable, "-S", "-c", join + OBEY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )
        self.info = KernelInfo(
            key=key,
            id=f"kernel-{key}",
            name="python3",
            path=f"{key}.ipynb",
            pid=self.process.pid,
            locality="local",
            execution_state="busy",
        )
        self._expect("ready")

    @property
    def ref(self) -> Ref:
        """The process, as the watch gets it."""
        return Ref(self.process.pid, self.process.poll, open_handle(self.process.pid))

    def send(self, line: str) -> None:
        """Run a line; do not wait for its end."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def run(self, line: str) -> None:
        """Run a line to its end."""
        self.send(line)
        self._expect("done")

    def take(self, mib: int) -> None:
        """Hold this much anonymous memory."""
        self.run(f"held = bytearray(os.urandom(4096)) * ({mib} * 256)")

    def grow(self, *, mib: int = 2, pause_seconds: float = 0) -> None:
        """Take memory for ever, `mib` at a time."""
        self.send(
            f"x = [(bytearray(os.urandom(4096)) * {mib * 256}, time.sleep({pause_seconds}))"
            " for _ in range(9**9)]"
        )

    def fill(self, file: Path, mib: int, *, named: bool = True, pause_seconds: float = 0) -> None:
        """Map a file of shared memory and write to it, page by page; unnamed, it dies with us."""
        forget = "" if named else f"os.remove({str(file)!r}); "
        self.send(
            f"f = open({str(file)!r}, 'w+b'); f.truncate({mib * MIB}); {forget}"
            f"m = mmap.mmap(f.fileno(), {mib * MIB}); [(m.__setitem__(i, 1),"
            f" i % {MIB} or time.sleep({pause_seconds})) for i in range(0, {mib * MIB}, 4096)]"
        )

    def cut(self, file: Path) -> None:
        """Read behind the end of a mapped file that has become shorter."""
        self.send(
            f"f = open({str(file)!r}, 'w+b'); f.truncate(8192); m = mmap.mmap(f.fileno(), 8192);"
            " f.truncate(0); m[4096]"
        )

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _expect(self, word: str) -> None:
        assert self.process.stdout is not None
        answer = self.process.stdout.readline().strip()
        assert answer == word, answer
