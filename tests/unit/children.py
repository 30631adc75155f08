"""Real child processes that obey, for the tests of what is done to processes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OBEY = """
import sys
for line in sys.stdin:
    try:
        value = eval(line)
    except BaseException as error:
        value = type(error).__name__
    print(value, flush=True)
"""


class Child:
    """Evaluates one line of Python at a time, and says what came out."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _OBEY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
        )
        self.says("1")

    @property
    def pid(self) -> int:
        return self.process.pid

    def tell(self, expression: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(expression + "\n")

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def says(self, expression: str) -> str:
        self.tell(expression)
        return self.answer()

    def is_in(self, state: str) -> bool:
        """Wait until /proc tells of this state (R, S, T, Z); False: it does not come."""
        for _ in range(500):
            text = Path(f"/proc/{self.pid}/stat").read_text("utf-8")
            if text.rpartition(")")[2].split()[0] == state:
                return True
            time.sleep(0.01)
        return False

    def end(self) -> None:
        """Kill it and reap it: its pid is free."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running() -> Iterator[Child]:
    """A child for the time of a test."""
    child = Child()
    try:
        yield child
    finally:
        child.end()
        for pipe in (child.process.stdin, child.process.stdout):
            if pipe is not None:
                pipe.close()
