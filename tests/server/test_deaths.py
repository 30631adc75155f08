"""`GET deaths` and its event, of a real server whose real kernels die."""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_headroom.events import KERNEL_DEATH
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.routes.services import SETTINGS_KEY
from tests.oom.groups import make_group
from tests.server.deaths import Fetch, Start, ask, final_report
from tests.unit.kernel_fakes import Story
from tests.victim import MIB


@pytest.mark.parametrize(
    ("code", "cause", "number", "exit_code"),
    [
        ("import os, signal; os.kill(os.getpid(), 9)", "killed-from-outside", 9, None),
        ("import ctypes; ctypes.string_at(0)", "segfault", 11, None),
        ("import os; os._exit(3)", "exited", None, 3),
    ],
)
async def test_names_the_cause(
    jp_fetch: Fetch, start: Start, code: str, cause: str, number: int | None, exit_code: int | None
) -> None:
    kernel = await start()
    kernel.execute(code)
    report = await final_report(jp_fetch)
    assert report["details"]["cause"] == cause
    assert (report["exit"]["signal"], report["exit"]["code"]) == (number, exit_code)
    assert report["id"] == f"{kernel.id}:{kernel.pid}"
    assert report["kernel"]["id"] == kernel.id
    assert report["exit"]["source"] == "waitid"
    assert len(report["curve"]["times"]) > 1
    assert report["curve"]["kernels"][kernel.id][-1] > 15e6


THROW = "import ctypes; ctypes.PyDLL('libstdc++.so.6')._ZSt17__throw_bad_allocv()"


async def test_native_code_without_memory(
    jp_fetch: Fetch, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C++ says why on stderr. ipykernel reads its own stderr, so the words may be gone by then."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # with it, ipykernel leaves stderr alone
    try:
        ctypes.CDLL("libstdc++.so.6")
    except OSError as error:
        pytest.skip(f"needs the C++ runtime: {error}")
    kernel = await start()
    kernel.execute(THROW)
    report = await final_report(jp_fetch)
    heard = "std::bad_alloc" in "\n".join(report["stderr"])
    expected = "out-of-memory-native" if heard else "abort"
    assert (report["details"]["cause"], report["exit"]["signal_name"]) == (expected, "SIGABRT")


async def test_the_restarter_still_restarts(jp_fetch: Fetch, start: Start) -> None:
    kernel = await start()
    os.kill(kernel.pid, signal.SIGKILL)
    first = await final_report(jp_fetch)
    await kernel.restarted()
    assert await kernel.manager.is_alive()
    assert kernel.manager.provisioner.process.pid != kernel.pid
    message = await ask(jp_fetch)
    assert [death["id"] for death in message["deaths"]] == [first["id"]]
    assert message["deaths"][0]["aftermath"] == "restarting"


async def test_what_was_asked_for_is_no_death(jp_fetch: Fetch, start: Start) -> None:
    kernel = await start()
    await jp_fetch("api", "kernels", kernel.id, "restart", method="POST", body="")
    await asyncio.sleep(1.5)
    await jp_fetch("api", "kernels", kernel.id, method="DELETE")
    await asyncio.sleep(1.5)
    assert (await ask(jp_fetch))["deaths"] == []


async def test_sends_an_event_that_tells_nothing(
    jp_fetch: Fetch, start: Start, jp_serverapp: Any
) -> None:
    heard: list[dict[str, Any]] = []

    async def listen(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        heard.append(data)

    jp_serverapp.event_logger.add_listener(schema_id=KERNEL_DEATH, listener=listen)
    kernel = await start()
    os.kill(kernel.pid, signal.SIGKILL)
    report = await final_report(jp_fetch)
    await asyncio.sleep(0.2)
    assert {"death_id", "kernel_id", "state", "seq"} == set(heard[-1])
    assert heard[-1]["death_id"] == report["id"]


async def test_only_newer_reports(jp_fetch: Fetch, start: Start) -> None:
    kernel = await start()
    os.kill(kernel.pid, signal.SIGKILL)
    await final_report(jp_fetch)
    await asyncio.sleep(4)  # the restarter has spoken, too
    seq = (await ask(jp_fetch))["seq"]
    assert (await ask(jp_fetch, seq))["deaths"] == []
    assert len((await ask(jp_fetch, seq - 1))["deaths"]) == 1


async def test_a_bad_parameter_is_the_askers_fault(jp_fetch: Fetch) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("jupyterlab-headroom", "deaths", params={"since": "now"})
    assert caught.value.code == 400


async def test_work_is_heard_of_as_it_begins(start: Start, jp_serverapp: Any) -> None:
    """Its state is read once a second; a first cell may fill the memory sooner than that."""

    class Listener(Story):
        def kernel_works(self, kernel: KernelInfo) -> None:
            began.set()

    began = asyncio.Event()
    kernel = await start()
    await asyncio.sleep(1.5)
    jp_serverapp.web_app.settings[SETTINGS_KEY].kernels.add_listener(Listener())
    kernel.execute("pass")
    await asyncio.wait_for(began.wait(), 10)


@pytest.mark.oom
@pytest.mark.usefixtures("controller")
async def test_a_kernel_at_its_limit(jp_fetch: Fetch, start: Start, jp_data_dir: Path) -> None:
    group = make_group("server", 400 * MIB)
    try:
        join = f"echo $$ > {group.procs}; exec python -m ipykernel_launcher -f {{connection_file}}"
        spec = jp_data_dir / "kernels" / "limited"
        spec.mkdir(parents=True)
        about = {"argv": ["sh", "-c", join], "display_name": "400 MiB", "language": "python"}
        (spec / "kernel.json").write_text(json.dumps(about))
        kernel = await start("limited")
        kernel.execute("import os\nL = []\nwhile True: L.append(os.urandom(4096) * 2560)")
        report = await final_report(jp_fetch)
        assert report["details"]["cause"] == "oom-kill-limit"
        assert report["exit"]["signal_name"] == "SIGKILL"
        assert report["limit_bytes"] == 400 * MIB
        assert report["details"]["kill"]["limit_cgroup"] == f"/{group.directory.name}"
        assert report["limit_source"]["path"] == f"/{group.directory.name}"
        counter = f"{group.directory}/memory."
        rises = [e["text"] for e in report["evidence"] if e["origin"].startswith(counter)]
        assert "oom_kill 0 -> 1" in rises  # of its own group, not of the one above
        # A second life, killed by hand: the OOM kill before must not be blamed.
        await kernel.restarted()
        await asyncio.sleep(2.5)
        seq = (await ask(jp_fetch))["seq"]
        second_pid = kernel.manager.provisioner.process.pid
        os.kill(second_pid, signal.SIGKILL)
        second = await final_report(jp_fetch, seq)
        assert second["details"]["cause"] == "killed-from-outside"
        await kernel.restarted(second_pid)
        await jp_fetch("api", "kernels", kernel.id, method="DELETE")
    finally:
        group.remove()


@pytest.mark.oom
@pytest.mark.usefixtures("controller")
async def test_a_worker_that_lives_shorter_than_the_time_between_two_looks(
    jp_fetch: Fetch, start: Start
) -> None:
    """By the time that its OOM kill is put down to somebody, the cell is over, too."""
    kernel = await start()
    group = make_group("server-worker", 200 * MIB)
    try:
        group.procs.write_text(str(kernel.pid))
        # Where a kernel is that was moved long after its start is seen at the fourth look.
        await asyncio.sleep(5)
        bomb = "x = [bytearray(b'x' * 2**21) for _ in range(999)]"
        code = f"import subprocess, sys\nsubprocess.run([sys.executable, '-S', '-c', {bomb!r}])"
        for number in range(3):
            kernel.execute(code)
            for _ in range(100):
                deaths = (await ask(jp_fetch))["deaths"]
                if len(deaths) > number:
                    break
                await asyncio.sleep(0.1)
            assert [death["details"]["cause"] for death in deaths] == ["worker-oom-kill"] * (
                number + 1
            )
            assert {death["kernel"]["id"] for death in deaths} == {kernel.id}
            await asyncio.sleep(0.3)
    finally:
        (group.directory.parent / group.procs.name).write_text(str(kernel.pid))
        group.remove()
