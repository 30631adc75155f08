"""`GET samples` of a real server with a real kernel."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.routes.services import SETTINGS_KEY

Fetch = Callable[..., Any]


async def until(fetch: Fetch, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Ask for samples until one answer is as wanted."""
    for _ in range(100):
        message: dict[str, Any] = json.loads((await fetch("jupyterlab-headroom", "samples")).body)
        if wanted(message):
            return message
        await asyncio.sleep(0.1)
    raise AssertionError(f"not seen within 10 s: {message}")


def kernel_bytes(message: dict[str, Any]) -> int | None:
    """Return the memory of the only kernel, as soon as it is known."""
    kernels = message["samples"][-1].get("kernels", {}) if message["samples"] else {}
    return next(iter(kernels.values()), None)


async def start_kernel(fetch: Fetch) -> str:
    response = await fetch("api", "kernels", method="POST", body=json.dumps({}))
    return str(json.loads(response.body)["id"])


async def test_shows_a_real_kernel(jp_fetch: Fetch) -> None:
    kernel_id = await start_kernel(jp_fetch)
    message = await until(jp_fetch, lambda m: (kernel_bytes(m) or 0) > 15e6)
    [(key, kernel)] = message["context"]["kernels"].items()
    assert kernel["id"] == kernel_id
    assert kernel["locality"] == "local"
    assert kernel["display_name"]
    assert kernel["group"] in message["context"]["groups"]
    assert 15e6 < message["samples"][-1]["kernels"][key] < 500e6
    await jp_fetch("api", "kernels", kernel_id, method="DELETE")
    gone = await until(jp_fetch, lambda m: not m["latest"]["kernels"])
    assert gone["context"]["kernels"] == {}


async def test_only_new_samples_and_no_known_context(jp_fetch: Fetch) -> None:
    first = await until(jp_fetch, lambda m: len(m["samples"]) >= 2)
    asked = {k: str(first[k]) for k in ("epoch", "revision")} | {"since": str(first["seq"])}
    response = await jp_fetch("jupyterlab-headroom", "samples", params=asked)
    second = json.loads(response.body)
    assert all(sample["seq"] > first["seq"] for sample in second["samples"])
    assert second["context"] is None
    asked["epoch"] = "another"
    response = await jp_fetch("jupyterlab-headroom", "samples", params=asked)
    third = json.loads(response.body)
    assert third["context"] is not None
    assert third["samples"][0]["seq"] == first["samples"][0]["seq"]


async def test_samples_and_deaths_name_the_same_life_of_the_server(jp_fetch: Fetch) -> None:
    samples, deaths = [
        json.loads((await jp_fetch("jupyterlab-headroom", name)).body)
        for name in ("samples", "deaths")
    ]
    assert samples["epoch"] == deaths["epoch"]


@pytest.mark.parametrize("name", ["since", "revision"])
@pytest.mark.parametrize("value", ["x", "-1", "1.5", "1e3", "9" * 30, "²"])
async def test_bad_parameters_are_the_askers_fault(jp_fetch: Fetch, name: str, value: str) -> None:
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("jupyterlab-headroom", "samples", params={name: value})
    assert caught.value.code == 400
    assert caught.value.response is not None
    assert name in json.loads(caught.value.response.body)["message"]


async def test_asking_is_no_activity(jp_fetch: Fetch, jp_serverapp: Any) -> None:
    jp_serverapp.web_app.settings.pop("api_last_activity", None)
    await jp_fetch("jupyterlab-headroom", "samples")
    assert "api_last_activity" not in jp_serverapp.web_app.settings


async def test_says_when_it_does_not_run(jp_fetch: Fetch, jp_serverapp: Any) -> None:
    services = jp_serverapp.web_app.settings[SETTINGS_KEY]
    jp_serverapp.web_app.settings[SETTINGS_KEY] = None
    try:
        with pytest.raises(HTTPClientError) as caught:
            await jp_fetch("jupyterlab-headroom", "samples")
        assert caught.value.code == 503
    finally:
        jp_serverapp.web_app.settings[SETTINGS_KEY] = services


@pytest.mark.parametrize(
    "jp_server_config",
    [
        {
            "ServerApp": {"jpserver_extensions": {"jupyterlab_headroom": True}},
            "HeadroomApp": {"sample_interval": 60.0},
        }
    ],
)
async def test_a_kernel_is_known_at_once_to_who_asks_freshly(jp_fetch: Fetch) -> None:
    await until(jp_fetch, lambda m: bool(m["samples"]))
    kernel_id = await start_kernel(jp_fetch)
    await asyncio.sleep(0.2)
    old = json.loads((await jp_fetch("jupyterlab-headroom", "samples")).body)
    assert old["context"]["kernels"] == {}
    response = await jp_fetch("jupyterlab-headroom", "samples", params={"fresh": "1"})
    message = json.loads(response.body)
    [(key, kernel)] = message["context"]["kernels"].items()
    assert kernel["id"] == kernel_id
    assert kernel["group"] in message["context"]["groups"]
    assert message["latest"]["kernels"][key]
    assert message["seq"] == old["seq"] + 1
    again = await jp_fetch("jupyterlab-headroom", "samples", params={"fresh": "1"})
    assert json.loads(again.body)["seq"] == message["seq"]


async def test_a_reading_that_hangs_holds_nobody_up(jp_fetch: Fetch, jp_serverapp: Any) -> None:
    first = await until(jp_fetch, lambda m: bool(m["samples"]))
    sampler = jp_serverapp.web_app.settings[SETTINGS_KEY].sampler
    hangs, release = threading.Event(), threading.Event()

    def hang(_: Sample) -> None:
        hangs.set()
        release.wait(60)

    sampler.add_quick_listener(hang)
    assert await asyncio.to_thread(hangs.wait, 10)
    try:
        usual, _ = await timed(jp_fetch, fresh="0")
        took, message = await timed(jp_fetch, fresh="1")
        assert took - usual < 1
        assert message["epoch"] == first["epoch"]
    finally:
        release.set()


async def timed(fetch: Fetch, **params: str) -> tuple[float, dict[str, Any]]:
    began = time.monotonic()
    response = await fetch("jupyterlab-headroom", "samples", params=params)
    return time.monotonic() - began, json.loads(response.body)
