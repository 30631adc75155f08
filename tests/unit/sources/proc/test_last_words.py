"""The end of a real process's stderr: from a file, from a pipe to itself, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from jupyterlab_headroom.sources.proc import last_words
from jupyterlab_headroom.sources.proc.last_words import LastWords

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")

#: What ipykernel does to its own stderr.
CATCH = "import os; r, w = os.pipe(); os.dup2(w, 2); "
OBEY = """
import sys
print('ready', flush=True)
for line in sys.stdin:
    exec(line)
    print('done', flush=True)
"""
BAD_ALLOC = "terminate called after throwing an instance of 'std::bad_alloc'"


class Child:
    def __init__(self, stderr: IO[bytes] | int, before: str = "") -> None:
        command = [sys.executable, "-S", "-c", before + OBEY]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=stderr, text=True, bufsize=1
        )
        assert self._answer() == "ready"
        self.words = LastWords(self.process.pid)
        self.words.look()

    def run(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self._answer()

    def end(self, line: str) -> tuple[str, ...]:
        self.run(line)
        self.process.wait()
        return self.words.read()

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.words.close()
        self.process.kill()
        self.process.wait()
        for stream in self.process.stdin, self.process.stdout, self.process.stderr:
            if stream is not None:
                stream.close()


@pytest.fixture
def child() -> Iterator[Any]:
    children: list[Child] = []

    def make(stderr: IO[bytes] | int, before: str = "") -> Child:
        children.append(Child(stderr, before))
        return children[-1]

    yield make
    for one in children:
        one.close()


def test_a_file_of_its_own(child: Any, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        log.write(b"of an earlier life\n")
        log.flush()
        one = child(log)
        words = one.end("import os; os.write(2, b'\\x1b[31mlast\\x1b[0m\\n\\n'); os._exit(1)")
    assert words == ("last",)


def test_a_file_that_the_server_writes_to_tells_only_why_it_gave_up(
    child: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "log").open("ab") as log:
        status = os.fstat(log.fileno())
        monkeypatch.setattr(last_words, "_own_outputs", lambda: {(status.st_dev, status.st_ino)})
        one = child(log)
        log.write(b"[I 12:00:00 ServerApp] a line of the server, not of the kernel\n")
        log.flush()
        words = one.end(f'import os; os.write(2, b"noise\\n{BAD_ALLOC}\\n"); os._exit(1)')
    assert words == (BAD_ALLOC,)


def test_the_tail_of_a_long_file(child: Any, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        one = child(log)
        words = one.end(
            "import os; os.write(2, b'x' * 300000 + b'\\n' +"
            " b'\\n'.join(b'line %d' % n for n in range(999))); os._exit(1)"
        )
    assert len(words) == 20
    assert words[-1] == "line 998"


def test_a_rotated_file_is_not_read(child: Any, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log:
        one = child(log)
        (tmp_path / "log").rename(tmp_path / "log.1")
        (tmp_path / "log").write_text("of somebody else\n")
        assert one.end("import os; os._exit(1)") == ()


def test_what_it_had_no_time_to_read_of_itself(child: Any) -> None:
    one = child(subprocess.DEVNULL, CATCH)
    one.run("pass")
    words = one.end(f'import os; os.write(2, b"{BAD_ALLOC}\\n"); os.abort()')
    assert words == (BAD_ALLOC,)


def test_a_pipe_that_comes_later(child: Any) -> None:
    one = child(subprocess.DEVNULL)
    one.run(CATCH)
    one.words.look()
    assert one.end("os.write(2, b'late\\n'); os._exit(1)") == ("late",)


def test_somebody_elses_pipe_is_left_alone(child: Any) -> None:
    one = child(subprocess.PIPE)
    assert one.end("import os; os.write(2, b'for its reader\\n'); os._exit(1)") == ()
    assert one.process.stderr.read() == "for its reader\n"


def test_a_child_that_goes_on_writing_does_not_hold_us_up(child: Any) -> None:
    one = child(subprocess.DEVNULL, CATCH)
    words = one.end(
        "import subprocess; subprocess.Popen(['sleep', '2']); os.write(2, b'end\\n'); os._exit(1)"
    )
    assert words == ("end",)


def test_a_process_that_is_gone() -> None:
    words = LastWords(2**22 + 1)
    words.look()
    assert words.read() == ()
    words.close()
