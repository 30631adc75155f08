"""What a report and its event never tell: the environment, code, other files, other processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.events import KERNEL_DEATH
from tests.server.deaths import Fetch, Start, ask, final_report

SECRET, CODE, FILE = "s3cret-of-the-environment", "n4me_in_the_code", "f1le-of-the-cell"


def environment_of(pid: int) -> str:
    return Path(f"/proc/{pid}/environ").read_text()


async def test_a_report_and_its_event_hold_no_secrets(
    jp_fetch: Fetch,
    start: Start,
    jp_serverapp: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HEADROOM_TEST_TOKEN", SECRET)
    heard: list[dict[str, Any]] = []

    async def listen(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        heard.append(data)

    jp_serverapp.event_logger.add_listener(schema_id=KERNEL_DEATH, listener=listen)
    kernel = await start()
    assert SECRET in environment_of(kernel.pid)
    proof = tmp_path / FILE
    kernel.execute(
        f"import os; {CODE} = open({str(proof)!r}, 'w'); {CODE}.write('x'); {CODE}.flush()\n"
        "os.kill(os.getpid(), 9)"
    )
    report = await final_report(jp_fetch)
    assert proof.read_text() == "x"  # the cell did run
    assert report["id"] == f"{kernel.id}:{kernel.pid}"
    assert heard
    told = json.dumps([await ask(jp_fetch), heard])
    for word in (SECRET, "HEADROOM_TEST_TOKEN", CODE, FILE, str(tmp_path)):
        assert word not in told


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A child of the server that is no kernel."""
    process = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


async def test_only_kernels_are_reported(
    jp_fetch: Fetch, start: Start, stranger: subprocess.Popen[bytes]
) -> None:
    kernel = await start()
    stranger.kill()
    stranger.wait()
    os.kill(kernel.pid, signal.SIGKILL)
    await final_report(jp_fetch)
    message = await ask(jp_fetch)
    assert [death["kernel"]["id"] for death in message["deaths"]] == [kernel.id]
    assert str(stranger.pid) not in [death["id"].split(":")[1] for death in message["deaths"]]
