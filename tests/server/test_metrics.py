"""Our gauges on the server's own /metrics."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from prometheus_client import REGISTRY

Fetch = Callable[..., Any]


async def metrics(fetch: Fetch, wanted: str, present: bool = True) -> str:
    for _ in range(100):
        text = str((await fetch("metrics")).body.decode())
        if bool(re.search(wanted, text, re.MULTILINE)) is present:
            return text
        await asyncio.sleep(0.1)
    raise AssertionError(f"{wanted} stayed {not present}")


async def test_a_kernel_comes_and_goes(jp_fetch: Fetch) -> None:
    response = await jp_fetch("api", "kernels", method="POST", body=json.dumps({}))
    kernel_id = json.loads(response.body)["id"]
    line = rf'^headroom_kernel_memory_bytes{{kernel_id="{kernel_id}",kernel_name="python3"}} \d'
    text = await metrics(jp_fetch, line)
    assert re.search(r'^headroom_memory_limit_bytes{.*is_server="true".*} \d', text, re.MULTILINE)
    await jp_fetch("api", "kernels", kernel_id, method="DELETE")
    await metrics(jp_fetch, f"^headroom_.*{kernel_id}", present=False)


async def test_every_name_is_ours(jp_fetch: Fetch) -> None:
    text = await metrics(jp_fetch, "^headroom_memory_limit_bytes{")
    families = re.findall(r"^# TYPE (\S*headroom\S*) (\S+)$", text, re.MULTILINE)
    assert families
    for name, kind in families:
        assert re.fullmatch(r"headroom_[a-z_]+(_bytes|_ratio|_processes)", name)
        assert kind == "gauge"


class TestOff:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: dict[str, Any]) -> dict[str, Any]:
        jp_server_config["HeadroomApp"]["prometheus_metrics"] = False
        return jp_server_config

    async def test_can_be_switched_off(self, jp_fetch: Fetch) -> None:
        await jp_fetch("jupyterlab-headroom", "samples")
        assert "headroom_" not in (await jp_fetch("metrics")).body.decode()


def test_nothing_stays_registered() -> None:
    assert not [f for f in REGISTRY.collect() if f.name.startswith("headroom_")]
