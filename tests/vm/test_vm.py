"""The kill matrix on cgroup v2: as root, in a container, and as a user without the kernel log.

Every line of the guest's results is one real death, produced and explained inside a small virtual
machine (tests/vm/guest). Run with `npm run test:vm`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.vm.image import Unavailable, build
from tests.vm.machine import boot

pytestmark = pytest.mark.vm

CACHE = Path(__file__).parents[2] / ".cache" / "vm"
#: Together five of each cause, within the minutes that a test run has.
ROOT_RUNS, BOX_RUNS, USER_RUNS = 2, 2, 3
OOM = ("oom-kill-limit", "oom-kill-machine", "oom-kill-other-grew", "worker-oom-kill")


@pytest.fixture(scope="module")
def results() -> Sequence[dict[str, Any]]:
    CACHE.mkdir(parents=True, exist_ok=True)
    try:
        image = build(CACHE)
    except Unavailable as error:
        pytest.skip(str(error))
    options = f"headroom.rootruns={ROOT_RUNS} headroom.boxruns={BOX_RUNS} headroom.runs={USER_RUNS}"
    found = boot(image, CACHE / "console.log", options=options)
    return [result for result in found if "expected" in result]


def test_every_death_happened(results: Sequence[dict[str, Any]]) -> None:
    runs = Counter((r["place"], r["user"], r["name"]) for r in results)
    hosted = {name for place, _, name in runs if place == "host"}
    contained = {name for place, _, name in runs if place == "container"}
    assert len(hosted) >= 20
    assert len(contained) >= 8
    assert runs == {
        **{("host", 0, name): ROOT_RUNS for name in hosted},
        **{("host", 1000, name): USER_RUNS for name in hosted},
        **{("container", 0, name): BOX_RUNS for name in contained},
    }
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


def test_the_log_is_understood_inside_a_container(results: Sequence[dict[str, Any]]) -> None:
    """It names the host's pids and paths; group, name and size still tell whom it means."""
    told = [r for r in results if r["place"] == "container" and r["name"] == "limit_of_own_group"]
    assert {result["confidence"] for result in told} == {"certain"}
    assert all(result["details"]["kill"]["killed_rss_bytes"] for result in told)
