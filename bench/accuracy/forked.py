"""Measure the peaks of many cells without importing the libraries again for each one.

A process imports them once and forks for every cell. The child starts with the parent's pages, all
of which count in its own `RssAnon`, so the increase over them is what a separate process would
take. A control group, however, is charged only for pages that are new in it, so its limit is what
is left for the load. Those include parent pages that are copied because Python counts references.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from measure import CHILD, TIMEOUT_S, Group, Measured, Watch, anonymous_and_file, evict

#: Imported in advance, because this is most of the import cost, so that loads do not include it.
BEFORE = ("transformers.modeling_utils",)


class Forked:
    """An environment with its libraries already imported; a context manager."""

    def __init__(self, python: Path) -> None:
        pipe = subprocess.PIPE
        command = [str(python), str(CHILD), "--serve", *BEFORE]
        self._process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        self._expect("ready")

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, cell: str, folder: Path, left_bytes: int | None = None) -> Measured:
        """Run `cell` once, in a fork that may take `left_bytes` more."""
        evict(folder)
        with (
            tempfile.NamedTemporaryFile("w", suffix=".py") as file,
            Group("accuracy", left_bytes) as group,
        ):
            file.write(cell.replace("MODEL", repr(str(folder))))
            file.flush()
            self._tell(file.name)
            pid, *modules = self._expect("base")
            group.take_in(int(pid))
            return self._follow(int(pid), tuple(modules))

    def _follow(self, pid: int, modules: tuple[str, ...]) -> Measured:
        base = anonymous_and_file(pid)
        if base is None:
            raise RuntimeError("the child is gone before it began")
        timer = threading.Timer(TIMEOUT_S, os.kill, (pid, signal.SIGKILL))
        watch = Watch(pid)
        timer.start()
        watch.start()
        self._tell("")
        answer = self._line()
        survived = answer == ["done"]
        after = anonymous_and_file(pid) if survived else None
        watch.stop()
        timer.cancel()
        if survived:
            self._tell("")
            self._expect("over")
        if after is None:
            return Measured(False, base[0], None, None, None, " ".join(answer), modules)
        peak, kept, file = watch.anonymous - base[0], after[0] - base[0], watch.file - base[1]
        return Measured(True, base[0], peak, kept, file, "", modules)

    def _tell(self, line: str) -> None:
        if self._process.stdin is None:
            raise RuntimeError("no pipe")
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _line(self) -> list[str]:
        if self._process.stdout is None:
            raise RuntimeError("no pipe")
        return self._process.stdout.readline().split()

    def _expect(self, sign: str) -> list[str]:
        found, *rest = self._line() or [""]
        if found != sign:
            raise RuntimeError(f"expected {sign!r}, got {found!r}")
        return rest
