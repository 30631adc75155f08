"""Whatever breaks in our part, the server starts and kernels run."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from jupyter_server.auth.authorizer import AllowAllAuthorizer
from tornado.httpclient import HTTPClientError

from jupyterlab_headroom import app as app_module
from jupyterlab_headroom.app import HeadroomApp
from jupyterlab_headroom.routes import handlers
from jupyterlab_headroom.sources.ram.linux import LinuxMemory

Fetch = Callable[..., Any]
#: Whatever is added later, too.
ROUTES = [pattern.rpartition("/")[2] for pattern, _ in handlers("/")]


def test_every_route_is_asked() -> None:
    assert set(ROUTES) >= {"samples", "deaths", "checkpoint", "environment"}


def broken(*_: Any, **__: Any) -> Any:
    raise RuntimeError("broken on purpose")


async def status_of(fetch: Fetch, *path: str) -> int:
    try:
        return int((await fetch(*path)).code)
    except HTTPClientError as error:
        return error.code


class TestNothingCanBeBuilt:
    @pytest.fixture(autouse=True)
    def break_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(HeadroomApp, "_build", broken)

    async def test_the_server_runs_without_us(self, jp_fetch: Fetch) -> None:
        assert await status_of(jp_fetch, "api", "status") == 200
        assert await status_of(jp_fetch, "jupyterlab-headroom", "samples") == 503
        response = await jp_fetch("api", "kernels", method="POST", body=json.dumps({}))
        assert response.code == 201


class TestAnOptionalPartCannotBeBuilt:
    @pytest.fixture(autouse=True)
    def break_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for part in ("build_death_service", "NvmlDriver", "CheckpointService"):
            monkeypatch.setattr(app_module, part, broken)

    async def test_the_others_work(self, jp_fetch: Fetch) -> None:
        assert await status_of(jp_fetch, "jupyterlab-headroom", "samples") == 200
        assert await status_of(jp_fetch, "jupyterlab-headroom", "deaths") in (404, 503)


class TestMemoryCannotBeRead:
    @pytest.fixture(autouse=True)
    def break_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(LinuxMemory, "read", broken)

    async def test_the_answer_is_empty(self, jp_fetch: Fetch) -> None:
        await asyncio.sleep(0.5)
        response = await jp_fetch("jupyterlab-headroom", "samples")
        assert json.loads(response.body)["latest"] is None


async def test_who_may_not_read_gets_nothing(
    jp_fetch: Fetch, jp_serverapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def refuse(self: Any, handler: Any, user: Any, action: str, resource: str) -> bool:
        asked.append((action, resource))
        return resource != "jupyterlab-headroom"

    monkeypatch.setattr(AllowAllAuthorizer, "is_authorized", refuse)
    for route in ROUTES:
        asked.clear()
        assert await status_of(jp_fetch, "jupyterlab-headroom", route) == 403
        assert ("read", "jupyterlab-headroom") in asked


@pytest.mark.parametrize("route", ROUTES)
async def test_who_is_not_known_gets_nothing(jp_fetch: Fetch, route: str) -> None:
    with pytest.raises(HTTPClientError) as refused:
        await jp_fetch("jupyterlab-headroom", route, headers={"Authorization": "token no"})
    assert refused.value.code == 403
