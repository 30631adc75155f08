"""A helper that does what its requests say, good or bad. Runs on the standard library alone."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_headroom.helpers.child import Link


def main(link: Link) -> None:
    notes: list[Any] = []
    while (message := link.receive()) is not None:
        kind, (what, *rest) = message
        if kind == "ask":
            link.answer(answer(link, what, rest, notes))
        elif what == "note":
            notes.append(rest)
        elif what == "watch":
            for number in range(3):
                link.send_event([rest[0], number])
        elif what == "append":
            with Path(rest[0]).open("a") as file:
                file.write(rest[1])
        else:
            answer(link, what, rest, notes)


def answer(link: Link, what: str, rest: list[Any], notes: list[Any]) -> object:
    match what:
        case "echo":
            return rest[0]
        case "notes":
            return notes
        case "print":
            sys.stdout.write("what a program prints must not reach the pipe")
            sys.stdout.flush()
            return "printed"
        case "large":
            return "x" * rest[0]
        case "work":
            until = time.process_time() + rest[0]
            while time.process_time() < until:
                pass
            return "done"
        case "twice":
            link.answer(1)
            return 2
        case "about":
            return about()
    return harm(link, what, rest)


def harm(link: Link, what: str, rest: list[Any]) -> object:
    match what:
        case "hang":
            # Sleeps through SIGTERM and the end of its input.
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "raise":
            raise RuntimeError("no luck today")
        case "eat":
            hoard = []
            while True:
                hoard.append(bytearray(1 << 20))
        case "garbage":
            os.write(link._write_fd, rest[0].encode())
            time.sleep(600)
    raise ValueError(what)


def about() -> dict[str, object]:
    status = Path("/proc/self/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in status)
    # The listing itself opens one more.
    files = sorted(int(name) for name in os.listdir("/proc/self/fd"))
    return {
        "environment": dict(os.environ),
        "directory": os.getcwd(),
        "files": {fd: os.readlink(f"/proc/self/fd/{fd}") for fd in files[:-1]},
        "rss_kib": sum(int(fields[name].split()[0]) for name in ("RssAnon", "RssShmem")),
        "modules": [name for name in sys.modules if name.startswith("jupyterlab_headroom")],
        "session": os.getsid(0) == os.getpid(),
    }
