"""The demo's kernel: its control group has a name that fits on a screen."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "demo"


def test_the_group_of_a_kernel_is_named_after_the_beginning_of_its_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))
    launch_kernel = importlib.import_module("launch_kernel")
    connection = "/runtime/kernel-7ac452fc-2e44-403a-80c1-0123456789ab.json"
    name = launch_kernel.group_name("headroom-demo", ["-f", connection])
    assert name == "headroom-demo-7ac452fc"
