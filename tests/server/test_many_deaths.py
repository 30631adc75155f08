"""`GET deaths` when there are many: compressed, and written beside the event loop."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from jupyterlab_headroom.nouns.death_details import NativeCrash
from jupyterlab_headroom.nouns.deaths import DeathReport, ExitStatus, Verdict
from jupyterlab_headroom.nouns.memory import KernelInfo, LimitSource
from jupyterlab_headroom.routes import deaths as route
from jupyterlab_headroom.routes.services import SETTINGS_KEY
from jupyterlab_headroom.watch.log import KEPT_REPORTS
from jupyterlab_headroom.wire.compact import compact_json
from tests.server.deaths import Fetch

KERNEL = KernelInfo(key="1", id="k", name="python3")


@pytest.mark.parametrize(("reports", "on_the_loop"), [(1, True), (KEPT_REPORTS, False)])
async def test_many_reports(
    jp_fetch: Fetch,
    jp_serverapp: Any,
    monkeypatch: pytest.MonkeyPatch,
    reports: int,
    on_the_loop: bool,
) -> None:
    log = jp_serverapp.web_app.settings[SETTINGS_KEY].deaths.log
    for number in range(reports):
        died, limit = Verdict("high", NativeCrash("segfault")), LimitSource("machine")
        log.put(DeathReport(f"k:{number}", 0, 1.0, "final", KERNEL, ExitStatus(), died, limit))
    writers: list[threading.Thread] = []

    def write(message: Mapping[str, object]) -> bytes:
        writers.append(threading.current_thread())
        return compact_json(message)

    monkeypatch.setattr(route, "compact_json", write)
    response = await jp_fetch("jupyterlab-headroom", "deaths", headers={"Accept-Encoding": "gzip"})
    answer = json.loads(response.body)
    assert len(answer["deaths"]) == reports
    assert answer["seq"] == reports
    assert [writer is threading.current_thread() for writer in writers] == [on_the_loop]
    assert int(response.headers["Content-Length"]) < len(response.body)
