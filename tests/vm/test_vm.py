"""The kill matrix on cgroup v2, as root and as an ordinary user whom the kernel log is closed to.

Every line of the guest's results is one real death, produced and explained inside a small virtual
machine (tests/vm/guest). Run with `npm run test:vm`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.vm.image import MISSING_TOOLS_HINT, build, missing_tools
from tests.vm.machine import boot

pytestmark = pytest.mark.vm

CACHE = Path(__file__).parents[2] / ".cache" / "vm"
ROOT_RUNS, USER_RUNS = 2, 3
OOM = ("oom-kill-limit", "oom-kill-machine", "oom-kill-other-grew", "worker-oom-kill")


@pytest.fixture(scope="module")
def results() -> Sequence[dict[str, Any]]:
    missing = missing_tools()
    if missing and os.environ.get("CI"):
        pytest.fail(f"{MISSING_TOOLS_HINT}; missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"{MISSING_TOOLS_HINT}; missing: {', '.join(missing)}")
    CACHE.mkdir(parents=True, exist_ok=True)
    options = f"headroom.rootruns={ROOT_RUNS} headroom.runs={USER_RUNS}"
    found = boot(build(CACHE), CACHE / "console.log", options=options)
    return [result for result in found if "expected" in result]


def test_every_death_happened(results: Sequence[dict[str, Any]]) -> None:
    names = {result["name"] for result in results}
    assert len(names) >= 17
    assert len(results) == len(names) * (ROOT_RUNS + USER_RUNS)
    assert not [result for result in results if "error" in result]


def test_every_cause_is_right(results: Sequence[dict[str, Any]]) -> None:
    wrong = [result for result in results if result.get("cause") != result["expected"]]
    assert not wrong


def test_no_false_out_of_memory(results: Sequence[dict[str, Any]]) -> None:
    innocent = [result for result in results if "oom" not in result["expected"]]
    assert innocent
    assert not [result for result in innocent if "oom" in result.get("cause", "")]


def test_nothing_is_certain_without_the_log(results: Sequence[dict[str, Any]]) -> None:
    """Without the kernel log an OOM kill rests on counters: strong, never certain."""
    told = [r for r in results if r["user"] != 0 and r.get("cause") in OOM]
    assert told
    assert {result["confidence"] for result in told} <= {"high", "medium"}
