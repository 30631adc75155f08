"""Assembles the watch over kernels as one part of the server."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from jupyterlab_headroom.sources.proc.trees import TreeSource
from jupyterlab_headroom.watch.cases import Cases, Samples
from jupyterlab_headroom.watch.facts.collector import Collector
from jupyterlab_headroom.watch.facts.observer import Observer
from jupyterlab_headroom.watch.log import DeathLog
from jupyterlab_headroom.watch.waiter import make_waiter
from jupyterlab_headroom.watch.watcher import DeathWatch, Directory


@dataclass(frozen=True)
class DeathService:
    """The log of deaths, and the watch that fills it."""

    log: DeathLog
    watch: DeathWatch


def build_death_service(
    directory: Directory,
    history: Samples,
    log: logging.Logger,
    table: TreeSource | None = None,
) -> DeathService:
    """Build all parts. Nothing runs until `watch.start()`.

    `table`: the reader of a shared process table; without one, the watch uses its own table.
    """
    deaths = DeathLog(log=log)
    collector = Collector(Observer(time.monotonic, table=table))
    cases = Cases(collector, make_waiter(), deaths, history, directory.was_active)
    return DeathService(deaths, DeathWatch(cases, directory, log=log))
