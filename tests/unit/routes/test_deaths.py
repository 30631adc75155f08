"""Reports name the notebook as it is called when they are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jupyterlab_headroom.nouns.death_details import PlainEnd
from jupyterlab_headroom.nouns.deaths import DeathReport, ExitStatus, Verdict
from jupyterlab_headroom.nouns.memory import KernelInfo, LimitSource
from jupyterlab_headroom.routes.deaths import with_current_path

DEAD = KernelInfo(key="1", id="k", name="python3", path="dir/5228f5df-864c")
REPORT = DeathReport(
    "k:1",
    1,
    0.0,
    "final",
    DEAD,
    ExitStatus(),
    Verdict("low", PlainEnd("unknown")),
    LimitSource("unknown"),
)


@pytest.mark.parametrize(
    ("known", "path"),
    [
        ({}, "dir/5228f5df-864c"),  # shut down since: what was known then
        ({"k": replace(DEAD, path=None)}, "dir/5228f5df-864c"),
        ({"k": replace(DEAD, path="dir/report.ipynb", pid=2)}, "dir/report.ipynb"),
        ({"other": replace(DEAD, id="other", path="dir/other.ipynb")}, "dir/5228f5df-864c"),
    ],
)
def test_current_path(known: dict[str, KernelInfo], path: str) -> None:
    found = with_current_path(REPORT, known)
    assert found.kernel.path == path
    assert found.kernel.pid == DEAD.pid  # of the process that died
