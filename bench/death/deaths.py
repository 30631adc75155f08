"""Real deaths in a real JupyterLab, observed by two pages at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.common.environment import ROOT, program
from bench.common.server import Server
from bench.death.exits import note_exit

Kind = Literal["sigkill", "oom"]
LIMIT_MIB = 400
KERNEL = "headroom-bench"
GROUPS = "headroom-bench"
CODE: dict[Kind, str] = {
    "sigkill": "import time\ntime.sleep(300)",
    "oom": "rows = []\nwhile True:\n    rows.append(b'x' * (5 * 2**20))",
}
#: How long to wait for JupyterLab's own dialog; the restarter polls every 3 s.
UNTIL_STOCK_SECONDS = 8.0


@dataclass
class Death:
    """When things happened, in seconds since the epoch."""

    kind: Kind
    exit_s: float
    #: SIGKILL only: when it was sent. The time from then to the exit is the kernel's teardown.
    sent_s: float | None = None
    #: When the first version of the report was available, and when it was complete.
    first_s: float | None = None
    report_s: float | None = None
    cause: str | None = None
    ours_s: float | None = None
    stock_s: float | None = None
    #: How many dialogs the page with our explanation has shown; one is correct.
    dialogs: int = 0
    names: list[str] = field(default_factory=list)


class Pages:
    """The two pages, controlled by one command per line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, line: str) -> str:
        """Send a line and return the answer; an empty line only waits for one."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The pages have no pipes.")
        if line:
            stdin.write(f"{line}\n")
            stdin.flush()
        answer = stdout.readline().strip()
        if not answer or answer.startswith("error"):
            raise RuntimeError(f"{line}: {answer or 'the browser is gone'}")
        return answer


@contextmanager
def two_pages(port: int) -> Iterator[Pages]:
    """Open both pages; close them at the end."""
    process = subprocess.Popen(
        ["node", "bench/death/pages.mjs", str(port)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        pages = Pages(process)
        pages.ask("")
        yield pages
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def install_kernel(running: Server) -> None:
    """Write the kernelspec of a limited kernel to where the server looks for it."""
    subprocess.run(
        [
            program("python"),
            "demo/install_kernel.py",
            f"--kernels={running.folder / 'data' / 'kernels'}",
            f"--name={KERNEL}",
            "--display-name=Bench",
            f"--limit-mib={LIMIT_MIB}",
            f"--groups={GROUPS}",
        ],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def clean() -> None:
    """Remove the control groups."""
    environment = os.environ | {"HEADROOM_KERNEL_GROUPS": GROUPS}
    command = [program("python"), "demo/launch_kernel.py", "--clean"]
    subprocess.run(command, cwd=ROOT, env=environment, check=False)


def one_death(running: Server, pages: Pages, kind: Kind, number: int) -> Death | None:
    """Start a kernel in its own notebook, let it die, and record who reported it when."""
    path = f"{kind}-{number}.ipynb"
    running.request(f"api/contents/{path}", _notebook(CODE[kind]), "PUT")
    pages.ask(f"open {path}")
    kernel_id = _kernel_of(running, path)
    pid = _pid_of(running, kernel_id)
    if pid is None:
        return None
    running.probe("cpu")
    ended: dict[int, float] = {}
    thread = note_exit(pid, ended)
    pages.ask("dismiss")
    pages.ask("run")
    sent = None
    if kind == "sigkill":
        time.sleep(1)
        sent = time.time()
        os.kill(pid, signal.SIGKILL)
    thread.join(60)
    if pid not in ended:
        print(f"{path}: the kernel did not die", file=sys.stderr)
        return None
    death = Death(kind, ended[pid], sent)
    deadline = time.monotonic() + UNTIL_STOCK_SECONDS
    while time.monotonic() < deadline:
        time.sleep(0.5)
        seen = json.loads(pages.ask("seen"))
        if seen["stock"] and seen["ours"]:
            break
    # Leave time for a second dialog, which must not appear.
    time.sleep(1)
    _see(death, json.loads(pages.ask("seen")), running, kernel_id)
    pages.ask("dismiss")
    pages.ask("close")
    running.request(f"api/kernels/{kernel_id}", method="DELETE")
    return death


def _see(death: Death, seen: dict[str, Any], running: Server, kernel_id: str) -> None:
    reports = [d for d in running.probe()["deaths"] if d["kernel_id"] == kernel_id]
    ready = [d["time"] for d in reports if d["state"] == "final"]
    death.first_s = reports[0]["time"] if reports else None
    death.report_s = ready[0] if ready else None
    death.cause = reports[-1]["cause"] if reports else None
    ours = [d for d in seen["ours"] if d["name"].startswith("What happened")]
    stock = [d for d in seen["stock"] if d["name"].startswith("Kernel Restarting")]
    death.ours_s = ours[0]["timeMs"] / 1000 if ours else None
    death.stock_s = stock[0]["timeMs"] / 1000 if stock else None
    death.dialogs = len(seen["ours"])
    death.names = [d["name"] for d in seen["ours"]]


def _notebook(source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "cell-1",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    spec = {"name": KERNEL, "display_name": "Bench", "language": "python"}
    content = {
        "cells": [cell],
        "metadata": {"kernelspec": spec},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return {"type": "notebook", "format": "json", "content": content}


def _kernel_of(running: Server, path: str) -> str:
    sessions = running.request("api/sessions")
    return next(str(s["kernel"]["id"]) for s in sessions if s["path"] == path)


def _pid_of(running: Server, kernel_id: str) -> int | None:
    """Find a kernel process by its connection file, without asking the server."""
    output = subprocess.run(["pgrep", "-f", f"kernel-{kernel_id}.json"], capture_output=True)
    pids = [int(line) for line in output.stdout.split()]
    return min(pids) if pids else None
