"""A server extension that measures the server it runs in: how late its loop is, what it costs.

`GET /headroom-bench` answers the figures since the last reset. `?reset=loop` begins anew and times
the event loop, `?reset=cpu` begins anew and leaves the loop alone, as timing it costs CPU itself.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

#: Between two looks at the clock on the event loop.
STEP_SECONDS = 0.005
#: The same while nobody wants to know.
REST_SECONDS = 1.0


class Probe:
    """What was measured since the last reset. Samples are appended by the sampler's thread."""

    def __init__(self) -> None:
        self.reset("")

    def reset(self, subject: str) -> None:
        """Begin anew; "loop": with looks at the event loop."""
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
        """Note how much later than asked each callback runs."""

        def tick(due: float) -> None:
            if self._times_loop:
                self.late_ms.append((loop.time() - due) * 1000)
            pause = STEP_SECONDS if self._times_loop else REST_SECONDS
            loop.call_later(pause, tick, loop.time() + pause)

        loop.call_later(STEP_SECONDS, tick, loop.time() + STEP_SECONDS)

    def watch_sampler(self, sampler: Any) -> None:
        """Time each sample as the server takes it: once a second, with cold caches."""
        original = sampler._take

        def timed() -> Any:
            start = time.thread_time()
            try:
                return original()
            finally:
                self.sample_ms.append((time.thread_time() - start) * 1000)

        sampler._take = timed

    def watch_deaths(self, log: Any) -> None:
        """Note when each report, and each change of it, is ready to be asked for."""

        def note(report: Any) -> None:
            kernel = {"kernel_id": report.kernel.id, "state": report.state}
            self.deaths.append({"time": time.time(), "cause": report.verdict.cause, **kernel})

        log.add_listener(note)


class ProbeHandler(APIHandler):
    """Hands out the figures."""

    _track_activity = False

    @web.authenticated
    def get(self) -> None:
        """Answer, and begin anew when asked to."""
        probe: Probe = self.settings["headroom_bench_probe"]
        figures = probe.figures()
        if subject := self.get_query_argument("reset", ""):
            probe.reset(subject)
        self.finish(json.dumps(figures))


class EmptyHandler(APIHandler):
    """Answers nothing: what any answer of a Jupyter server costs at least."""

    _track_activity = False

    @web.authenticated
    def get(self) -> None:
        """Answer an empty object."""
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
