"""A server that starts no new kernel in place of one that died: nobody else tells of the death."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from tests.server.deaths import Fetch, Start, final_report


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any]) -> dict[str, Any]:
    return {**jp_server_config, "KernelManager": {"autorestart": False}}


async def test_the_death_is_noticed_and_nothing_more_is_expected(
    jp_fetch: Fetch, start: Start
) -> None:
    kernel = await start()
    assert kernel.manager.autorestart is False
    os.kill(kernel.pid, signal.SIGKILL)
    report = await final_report(jp_fetch)
    assert report["details"]["cause"] == "killed-from-outside"
    assert report["aftermath"] == "none"
    assert report["exit"]["signal_name"] == "SIGKILL"
    assert kernel.manager.provisioner.process.pid == kernel.pid
    assert not await kernel.manager.is_alive()


async def test_a_restart_by_hand_brings_it_back_and_is_no_death(
    jp_fetch: Fetch, start: Start
) -> None:
    kernel = await start()
    os.kill(kernel.pid, signal.SIGKILL)
    first = await final_report(jp_fetch)
    await jp_fetch("api", "kernels", kernel.id, "restart", method="POST", body="")
    assert await kernel.manager.is_alive()
    os.kill(kernel.manager.provisioner.process.pid, signal.SIGKILL)
    second = await final_report(jp_fetch, first["seq"])
    assert second["id"] != first["id"]
    assert (second["details"]["cause"], second["aftermath"]) == ("killed-from-outside", "none")
