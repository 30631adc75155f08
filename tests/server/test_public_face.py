"""What docs/api.md promises to other server extensions, in a real server."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import Any

from jupyterlab_headroom import DeathReport, HeadroomApp, Sample
from tests.server.deaths import Start


def app_of(serverapp: Any) -> HeadroomApp:
    """Find our application as docs/api.md says."""
    apps = serverapp.extension_manager.extension_apps["jupyterlab_headroom"]
    return next(app for app in apps if isinstance(app, HeadroomApp))


async def test_others_read_samples_and_deaths(jp_serverapp: Any, start: Start) -> None:
    app = app_of(jp_serverapp)
    kernel = await start()
    for _ in range(100):
        sample = app.latest_sample()
        if sample and any(k.id == kernel.id for k in sample.context.kernels.values()):
            break
        await asyncio.sleep(0.1)
    assert isinstance(sample, Sample)
    (info,) = sample.context.kernels.values()
    assert info.group is not None
    assert sample.groups[info.group].headroom_bytes
    assert app.death_reports() == ()
    os.kill(kernel.pid, signal.SIGKILL)
    for _ in range(100):
        if app.death_reports():
            break
        await asyncio.sleep(0.1)
    (report,) = app.death_reports()
    assert isinstance(report, DeathReport)
    assert report.kernel.id == kernel.id
    assert report.exit.signal == signal.SIGKILL
    await kernel.restarted()


def test_an_application_that_was_not_set_up_knows_nothing() -> None:
    app = HeadroomApp()
    assert app.latest_sample() is None
    assert app.death_reports() == ()
