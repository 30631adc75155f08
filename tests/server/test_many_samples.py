"""`GET samples` when there are many: written beside the event loop."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from jupyterlab_headroom.routes import samples as route
from jupyterlab_headroom.routes.services import SETTINGS_KEY
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.wire.compact import compact_json
from tests.server.deaths import Fetch


@pytest.mark.parametrize(
    ("since", "on_the_loop"), [(route.FEW_SAMPLES, True), (1, False), ("", False)]
)
async def test_many_samples(
    jp_fetch: Fetch,
    jp_serverapp: Any,
    monkeypatch: pytest.MonkeyPatch,
    since: int | str,
    on_the_loop: bool,
) -> None:
    services = jp_serverapp.web_app.settings[SETTINGS_KEY]
    services.sampler.stop()
    latest = services.sampler.sample_now()
    # Not the server's own: of samples that come faster than its interval, that one keeps a few.
    history = History()
    for seq in range(1, 2 * route.FEW_SAMPLES + 1):
        history.append(replace(latest, seq=seq, monotonic=latest.monotonic + seq))
    settings = jp_serverapp.web_app.settings
    settings[SETTINGS_KEY] = replace(services, history=history)
    writers: list[threading.Thread] = []

    def write(message: Mapping[str, object]) -> bytes:
        writers.append(threading.current_thread())
        return compact_json(message)

    monkeypatch.setattr(route, "compact_json", write)
    params = {"since": str(since), "epoch": services.life.id}
    answer = json.loads((await jp_fetch("jupyterlab-headroom", "samples", params=params)).body)
    assert answer["seq"] == 2 * route.FEW_SAMPLES
    assert answer["samples"][0]["seq"] > int(since or 0)
    assert answer["samples"][-1]["seq"] == answer["seq"]
    assert [writer is threading.current_thread() for writer in writers] == [on_the_loop]
