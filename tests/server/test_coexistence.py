"""No name of ours is one of jupyter-resource-usage or jupyterlab-nvdashboard.

Their names were written down from the versions named in tests/fixtures/peers.json. Both were
also installed beside this extension once: all loaded, and /metrics showed theirs and ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, Gauge

from jupyterlab_headroom.app import HeadroomApp
from jupyterlab_headroom.metrics import GAUGES, SampleCollector
from jupyterlab_headroom.routes import handlers
from jupyterlab_headroom.routes.services import SETTINGS_KEY

ROOT = Path(__file__).parent.parent.parent
PEERS: dict[str, dict[str, list[str]]] = json.loads(
    (ROOT / "tests" / "fixtures" / "peers.json").read_text("utf-8")
)


def theirs(kind: str) -> Iterator[str]:
    for peer in PEERS.values():
        yield from peer[kind]


def test_metrics_go_into_one_registry() -> None:
    registry = CollectorRegistry()
    for name in theirs("metrics"):
        Gauge(name, name, registry=registry)
    registry.register(SampleCollector(lambda: None))  # raises when a name is there already
    assert GAUGES.keys().isdisjoint(theirs("metrics"))


def test_a_clash_of_metrics_would_be_noticed() -> None:
    registry = CollectorRegistry()
    Gauge(next(iter(GAUGES)), "taken", registry=registry)
    with pytest.raises(ValueError, match="Duplicated timeseries"):
        registry.register(SampleCollector(lambda: None))


def test_routes() -> None:
    ours = [re.compile(pattern) for pattern, *_ in handlers("/")]
    assert ours
    for route in theirs("routes"):
        path = route.replace("(.+)$", "some-kernel")
        assert not [pattern.pattern for pattern in ours if pattern.fullmatch(path)]
    for pattern in ours:
        assert not [route for route in theirs("routes") if re.fullmatch(route, pattern.pattern)]


def test_extension_traits_and_settings_of_the_server() -> None:
    assert HeadroomApp.name not in set(theirs("server_extensions"))
    assert HeadroomApp.__name__ not in set(theirs("traits"))
    assert SETTINGS_KEY not in set(theirs("settings_keys"))


def test_plugins_commands_and_schemas_of_the_browser() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").glob("plugins/*.ts*"))
    plugins = set(re.findall(r"id: '([\w@/.-]+:[\w-]+)'", source))
    assert plugins
    assert plugins.isdisjoint(theirs("plugins"))
    assert all(plugin.startswith("jupyterlab-headroom:") for plugin in plugins)
    everything = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.ts*"))
    for command in theirs("commands"):
        assert command not in everything
    schemas = {f"jupyterlab-headroom/{path.stem}" for path in (ROOT / "schema").glob("*.json")}
    assert schemas.isdisjoint(theirs("schemas"))


async def test_their_metrics_stay_beside_ours(jp_fetch: Callable[..., Any]) -> None:
    text = (await jp_fetch("metrics")).body.decode()
    names = re.findall(r"^# TYPE (\S+)", text, re.MULTILINE)
    assert len(names) == len(set(names))
    assert set(GAUGES) <= set(names)
    assert set(names).isdisjoint(theirs("metrics"))
