"""`GET deaths`: which kernels died, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from jupyter_server.auth.decorator import authorized
from tornado import web

from jupyterlab_headroom.errors import NotFound
from jupyterlab_headroom.nouns.deaths import DeathReport
from jupyterlab_headroom.nouns.memory import KernelInfo
from jupyterlab_headroom.routes.base import HeadroomHandler, path_of
from jupyterlab_headroom.wire.compact import compact_json
from jupyterlab_headroom.wire.deaths import deaths_message

#: More reports than this are encoded in a thread: fifty with curves of eight kernels take 100 ms.
FEW_REPORTS = 5


class DeathsHandler(HeadroomHandler):
    """Serves the death log."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Respond with the reports that are newer than `since`."""
        deaths = self.services.deaths
        if deaths is None:
            raise NotFound("This server does not watch its kernels.")
        seq, reports = deaths.log.since(self.integer_argument("since", 0) or 0)
        kernels = {kernel.id: kernel for kernel in self.services.kernels.snapshot().values()}
        named = [with_current_path(report, kernels) for report in reports]
        write = partial(_body, self.services.life.id, seq, named)
        few = len(named) <= FEW_REPORTS
        await self.finish_compressed(write() if few else await asyncio.to_thread(write))


def _body(epoch: str, seq: int, reports: Sequence[DeathReport]) -> bytes:
    return compact_json(deaths_message(epoch, seq, reports))


def with_current_path(report: DeathReport, kernels: Mapping[str, KernelInfo]) -> DeathReport:
    """Return the report with the current path of the notebook.

    JupyterLab starts a session with a placeholder path and renames it a moment later, and people
    rename notebooks, too. The kernel's id stays the same across restarts.
    """
    known = kernels.get(report.kernel.id)
    if known is None or known.path is None or known.path == report.kernel.path:
        return report
    renamed = replace(report.kernel, path=known.path, session_type=known.session_type)
    return replace(report, kernel=renamed)


def handlers(base_url: str) -> list[tuple[str, type]]:
    """Return the handlers of this module."""
    return [(path_of(base_url, "deaths"), DeathsHandler)]
