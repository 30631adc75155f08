"""A server extension that measures its own server: event loop lag, CPU time, samples and deaths.

`GET /headroom-bench` returns the figures since the last reset. `?reset=loop` starts over and times
the event loop; `?reset=cpu` starts over without timing it, because the timing itself costs CPU.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

#: Interval between timing callbacks on the event loop.
STEP_SECONDS = 0.005
#: The same interval while the loop is not being timed.
REST_SECONDS = 1.0


class Probe:
    """Measurements since the last reset. The sampler's thread appends the sample times."""

    def __init__(self) -> None:
        self.reset("")

    def reset(self, subject: str) -> None:
        """Start over; "loop" also times the event loop."""
        self._times_loop = subject == "loop"
        self.late_ms: list[float] = []
        self.sample_ms: list[float] = []
        self.deaths: list[dict[str, Any]] = []
        self.since = time.monotonic()
        self.cpu_since = time.process_time()

    def figures(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        seconds = time.monotonic() - self.since
        return {
            "seconds": seconds,
            "cpu_percent": (time.process_time() - self.cpu_since) / seconds * 100,
            "late_ms": self.late_ms,
            "sample_ms": self.sample_ms,
            "deaths": self.deaths,
        }

    def watch_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Record how late each timing callback runs."""

        def tick(due: float) -> None:
            if self._times_loop:
                self.late_ms.append((loop.time() - due) * 1000)
            pause = STEP_SECONDS if self._times_loop else REST_SECONDS
            loop.call_later(pause, tick, loop.time() + pause)

        loop.call_later(STEP_SECONDS, tick, loop.time() + STEP_SECONDS)

    def watch_sampler(self, sampler: Any) -> None:
        """Time each sample under real conditions: taken once a second, with cold caches."""
        original = sampler._take

        def timed() -> Any:
            start = time.thread_time()
            try:
                return original()
            finally:
                self.sample_ms.append((time.thread_time() - start) * 1000)

        sampler._take = timed

    def watch_deaths(self, log: Any) -> None:
        """Record when each report, and each update of it, becomes available to clients."""

        def note(report: Any) -> None:
            kernel = {"kernel_id": report.kernel.id, "state": report.state}
            self.deaths.append({"time": time.time(), "cause": report.verdict.cause, **kernel})

        log.add_listener(note)


class ProbeHandler(APIHandler):
    """Serves the figures."""

    _track_activity = False

    @web.authenticated
    def get(self) -> None:
        """Return the figures, and reset them if requested."""
        probe: Probe = self.settings["headroom_bench_probe"]
        figures = probe.figures()
        if subject := self.get_query_argument("reset", ""):
            probe.reset(subject)
        self.finish(json.dumps(figures))


class EmptyHandler(APIHandler):
    """Returns nothing, to show the minimum that any response of a Jupyter server costs."""

    _track_activity = False

    @web.authenticated
    def get(self) -> None:
        """Return an empty object."""
        self.finish("{}")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "headroom_bench_probe"}]


def _load_jupyter_server_extension(serverapp: Any) -> None:
    probe = Probe()
    web_app = serverapp.web_app
    web_app.settings["headroom_bench_probe"] = probe
    base = web_app.settings["base_url"]
    handlers = [(f"{base}headroom-bench", ProbeHandler), (f"{base}headroom-empty", EmptyHandler)]
    web_app.add_handlers(".*$", handlers)

    async def start() -> None:
        await asyncio.sleep(1)
        probe.watch_loop(asyncio.get_running_loop())
        services = web_app.settings.get("jupyterlab_headroom")
        if services is not None:
            probe.watch_sampler(services.sampler)
            if services.deaths is not None:
                probe.watch_deaths(services.deaths.log)

    serverapp.io_loop.add_callback(start)
