"""What an open page costs on the network: all bytes of the answers, headers included."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from jupyterlab_headroom.nouns.memory import (
    GpuInfo,
    GpuReading,
    GroupReading,
    KernelInfo,
    LimitSource,
    MachineReading,
    ProcessReading,
)
from jupyterlab_headroom.nouns.memory_reading import MemoryReading
from jupyterlab_headroom.routes.services import SETTINGS_KEY
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.sources.gpu.gpus import GpuSnapshot, KernelVram

Fetch = Callable[..., Any]
KEYS = [str(number) for number in range(1, 9)]
GROUP = GroupReading(LimitSource("cgroup-v2", "/user.slice/a", "/sys/fs/cgroup/memory.max"))
POLL_SECONDS = 2
BUDGET_BYTES_PER_SECOND = 1024


class Busy:
    """Eight kernels and two GPUs of which every figure changes with every sample."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        self._ticks = 0

    def _size(self) -> int:
        return self._random.randrange(10**10, 6 * 10**10)

    def read(self, pids: Mapping[str, int], idle: Collection[str]) -> MemoryReading:
        group = replace(
            GROUP,
            limit_bytes=64 * 10**9,
            used_bytes=self._size(),
            headroom_bytes=self._size(),
            working_set_bytes=self._size(),
            shmem_bytes=self._size(),
            peak_bytes=self._size(),
            swap_used_bytes=self._size(),
            pressure_percent=0.12,
            oom_group=True,
        )
        return MemoryReading(
            machine=MachineReading(256 * 10**9, self._size(), 0, 0, 0.5),
            groups={"0": group},
            server_group="0",
            kernels={key: ProcessReading(1, self._size(), 12) for key in pids},
            group_of=dict.fromkeys(pids, "0"),
            trees={key: frozenset((pid,)) for key, pid in pids.items()},
            problems=(),
        )

    def latest(self, trees: Mapping[str, object], pids: Mapping[str, int]) -> GpuSnapshot:
        gpus = ("0", "1")
        return GpuSnapshot(
            infos={gpu: GpuInfo(gpu, "NVIDIA H200", "nvidia", int(gpu)) for gpu in gpus},
            readings={gpu: GpuReading(self._size(), 15 * 10**10, 42.0) for gpu in gpus},
            vram={key: KernelVram({"0": self._size()}, "nvml") for key in trees},
            visible=dict.fromkeys(trees, gpus),
        )

    def kernels(self) -> dict[str, KernelInfo]:
        """Each kernel is busy in one sample and idle in the next."""
        self._ticks += 1
        state = "busy" if self._ticks % 2 else "idle"
        return {
            key: KernelInfo(
                key,
                f"0b7b40a5-1d6b-4f3b-9a55-27d4c3a0f00{key}",
                "python3",
                "Python 3 (ipykernel)",
                "python",
                f"work/notebook-{key}.ipynb",
                "notebook",
                pid=1000 + int(key),
                locality="local",
                execution_state=state,
            )
            for key in KEYS
        }


@pytest.fixture
def sampler(jp_serverapp: Any) -> Iterator[Sampler]:
    """Put a busy server in the place of this one."""
    busy, history = Busy(), History()
    sampler = Sampler(busy, busy.kernels, gpus=busy)
    sampler.add_quick_listener(history.append)
    settings = jp_serverapp.web_app.settings
    own = settings[SETTINGS_KEY]
    settings[SETTINGS_KEY] = replace(own, sampler=sampler, history=history)
    yield sampler
    settings[SETTINGS_KEY] = own


async def answer(fetch: Fetch, last: Mapping[str, Any] | None) -> tuple[int, dict[str, Any]]:
    """Ask as a page does; return the bytes on the wire, and the message."""
    params = {k: str(last[k]) for k in ("epoch", "revision")} if last else {}
    params["since"] = str(last["seq"]) if last else ""
    lines: list[str] = []
    response = await fetch(
        "jupyterlab-headroom",
        "samples",
        params=params,
        headers={"Accept-Encoding": "gzip, deflate, br"},
        header_callback=lines.append,
    )
    head = sum(len(line) for line in lines)
    length = int(response.headers["Content-Length"])
    return head + length, json.loads(response.body)


async def test_eight_busy_kernels_and_two_gpus(jp_fetch: Fetch, sampler: Sampler) -> None:
    sampler.sample_now()
    _, last = await answer(jp_fetch, None)
    assert len(last["context"]["kernels"]) == 8
    total, polls = 0, 10
    for poll in range(polls):
        states = {k["execution_state"] for k in last["latest"]["kernels"].values()}
        sampler.sample_now()
        if poll % 2:  # two samples a poll on average; each turns every state
            sampler.sample_now()
            sampler.sample_now()
        size, last = await answer(jp_fetch, last)
        total += size
        assert last["context"] is None, "a cell that runs does not send everything again"
        now = {k["execution_state"] for k in last["latest"]["kernels"].values()}
        assert now != states, "and yet its state is told"
    assert total / polls / POLL_SECONDS <= BUDGET_BYTES_PER_SECOND
