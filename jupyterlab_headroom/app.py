"""The server extension: builds, starts and stops its parts. Fails open: the server always runs."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

from jupyter_server.extension.application import ExtensionApp
from prometheus_client import REGISTRY

from jupyterlab_headroom import events
from jupyterlab_headroom.cadence.directory import REFRESH_SECONDS
from jupyterlab_headroom.cadence.processes import SAMPLER_TREES_SECONDS
from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.answer.service import CheckpointService
from jupyterlab_headroom.checkpoints.find.hub import HubLookup
from jupyterlab_headroom.config import HeadroomConfig
from jupyterlab_headroom.kernels.directory import KernelDirectory
from jupyterlab_headroom.metrics import SampleCollector
from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.memory import Sample
from jupyterlab_headroom.routes import handlers
from jupyterlab_headroom.routes.services import SETTINGS_KEY, Services
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sampling.sample_maker import MemorySource
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.sources.cgroup.server_life import begin_life
from jupyterlab_headroom.sources.files import Roots
from jupyterlab_headroom.sources.gpu.drm import amd_driver, intel_driver
from jupyterlab_headroom.sources.gpu.nvml import NvmlDriver
from jupyterlab_headroom.sources.gpu.vram_plane import VramPlane
from jupyterlab_headroom.sources.proc.procfs import Procfs
from jupyterlab_headroom.sources.proc.trees import SharedProcessTable
from jupyterlab_headroom.sources.ram.linux import LinuxMemory
from jupyterlab_headroom.sources.ram.portable import PortableMemory
from jupyterlab_headroom.watch.service import DeathService, build_death_service

T = TypeVar("T")

#: Emitted by jupyter_server after it has started, restarted or shut down a kernel.
KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"


class HeadroomApp(HeadroomConfig, ExtensionApp):
    """Shows the memory that is really left, and explains the death of kernels."""

    name = "jupyterlab_headroom"
    description = "The memory that is really left, per kernel, and why a kernel died."
    load_other_extensions = True

    _services: Services | None = None
    _refresh_task: asyncio.Task[None] | None = None
    _refresh_failing = False
    _gpus: VramPlane | None = None
    _collector: SampleCollector | None = None

    def latest_sample(self) -> Sample | None:
        """Return the newest memory sample; `None` before the first, or if the extension is off.

        Safe to call from any thread. Sizes are bytes.
        """
        return self._services.history.latest() if self._services is not None else None

    def death_reports(self) -> tuple[DeathReport, ...]:
        """Return the last 50 deaths, the most recently changed last; empty if the extension is off.

        Safe to call from any thread. Sizes are bytes, times are seconds.
        """
        if self._services is None or self._services.deaths is None:
            return ()
        return self._services.deaths.log.since(0)[1]

    def initialize_settings(self) -> None:
        """Build everything. An error in the extension must not keep the server from starting."""
        self.settings[SETTINGS_KEY] = None
        try:
            self._services = self._build()
        except Exception:
            self.log.exception("headroom: could not be set up; the server runs without it")
            return
        self.settings[SETTINGS_KEY] = self._services

    def initialize_handlers(self) -> None:
        """Add the routes; they respond with 503 if the parts could not be built."""
        web_app = self._server.web_app
        web_app.add_handlers(".*$", handlers(web_app.settings["base_url"]))

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        if self._services is None:
            return
        try:
            await self._services.kernels.refresh()
            if self._gpus is not None:
                self._gpus.start()
            self._services.sampler.start()
            self._start_deaths(self._services)
            self._refresh_task = asyncio.create_task(self._refresh_forever())
            self._listen(serverapp)
            if self.prometheus_metrics:
                self._collector = self._optional("/metrics", self._add_metrics)
        except Exception:
            self.log.exception("headroom: could not be started; the server runs without it")

    async def stop_extension(self) -> None:
        """Stop the threads and the refresh task, each within a time limit."""
        # Cancelled repeatedly: before Python 3.12, `asyncio.wait_for` swallows a cancellation that
        # arrives just as it finishes.
        while self._refresh_task is not None and not self._refresh_task.done():
            self._refresh_task.cancel()
            await asyncio.wait([self._refresh_task], timeout=0.2)
        if self._collector is not None:
            REGISTRY.unregister(self._collector)
            self._collector = None
        if self._services is not None:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, self._services.sampler.stop)
            if self._gpus is not None:
                await loop.run_in_executor(None, self._gpus.stop)
            if self._services.deaths is not None:
                await loop.run_in_executor(None, self._services.deaths.watch.stop)

    @property
    def _server(self) -> Any:
        return self.serverapp

    def _build(self) -> Services:
        history = History(keep_seconds=self.history_seconds, interval_seconds=self.sample_interval)
        kernels = KernelDirectory(
            self._server.kernel_manager, self._server.session_manager, log=self.log
        )
        self._gpus = self._optional("reading GPUs", self._build_gpus)
        table = SharedProcessTable(Procfs(Roots()), time.monotonic)
        sampler = Sampler(
            _memory_source(table),
            kernels.snapshot,
            gpus=self._gpus,
            interval=self.sample_interval,
            log=self.log,
        )
        sampler.add_quick_listener(history.append)
        return Services(
            life=begin_life(),
            history=history,
            sampler=sampler,
            kernels=kernels,
            deaths=self._optional(
                "explaining deaths", lambda: self._build_deaths(kernels, history, table)
            ),
            checkpoints=self._optional("reading model headers", self._build_checkpoints),
        )

    def _build_checkpoints(self) -> CheckpointService:
        return CheckpointService(CheckpointReader(HubLookup() if self.hub_lookups else None))

    def _build_gpus(self) -> VramPlane:
        return VramPlane((NvmlDriver(), amd_driver(), intel_driver()), log=self.log)

    def _build_deaths(
        self, kernels: KernelDirectory, history: History, table: SharedProcessTable
    ) -> DeathService:
        events.register(self._server.event_logger)
        return build_death_service(kernels, history, self.log, table.reader())

    def _start_deaths(self, services: Services) -> None:
        deaths = services.deaths
        if deaths is None:
            return
        loop, bus = asyncio.get_running_loop(), self._server.event_logger
        deaths.log.add_listener(events.death_emitter(bus, loop, self.log))
        deaths.watch.start()
        services.kernels.add_listener(deaths.watch)

    def _add_metrics(self) -> SampleCollector | None:
        if self._services is None:
            return None
        collector = SampleCollector(self._services.history.latest)
        REGISTRY.register(collector)
        return collector

    def _optional(self, what: str, build: Callable[[], T]) -> T | None:
        """Build an optional part; if it fails, log that and return `None`."""
        try:
            return build()
        except Exception:
            self.log.exception("headroom: %s is off", what)
            return None

    def _listen(self, serverapp: Any) -> None:
        serverapp.event_logger.add_listener(
            schema_id=KERNEL_ACTIONS, listener=self._on_kernel_action
        )

    async def _on_kernel_action(self, logger: Any, schema_id: str, data: Any) -> None:
        await self._refresh()

    async def _refresh_forever(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            await self._refresh()

    async def _refresh(self) -> None:
        if self._services is None:
            return
        try:
            await self._services.kernels.refresh()
        except Exception:
            if not self._refresh_failing:
                self.log.exception("headroom: kernels could not be listed")
            self._refresh_failing = True
        else:
            self._refresh_failing = False


def _memory_source(table: SharedProcessTable) -> MemorySource:
    if not sys.platform.startswith("linux"):
        return PortableMemory()
    return LinuxMemory(table=table.reader(max_age_seconds=SAMPLER_TREES_SECONDS))
