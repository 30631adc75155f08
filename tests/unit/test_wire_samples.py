"""The golden message of `GET samples`, which the browser's tests read too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jupyterlab_headroom.history import point_of
from jupyterlab_headroom.types import (
    Context,
    GpuInfo,
    GpuReading,
    GroupReading,
    KernelInfo,
    KernelReading,
    LimitSource,
    MachineReading,
    Point,
    Problem,
    Sample,
)
from jupyterlab_headroom.wire.samples import batch, compact_json

GOLDEN = Path(__file__).parent.parent / "wire" / "samples.json"


def read_context(message: dict[str, Any], revision: int) -> Context:
    return Context(
        groups={k: LimitSource(**g["limit_source"]) for k, g in message["groups"].items()},
        kernels={k: KernelInfo(key=k, **info) for k, info in message["kernels"].items()},
        gpus={k: GpuInfo(key=k, **info) for k, info in message["gpus"].items()},
        server_group=message["server_group"],
        problems=tuple(Problem(**p) for p in message["problems"]),
        revision=revision,
    )


def read_point(message: dict[str, Any]) -> Point:
    return Point(
        seq=message["seq"],
        time=message["time"],
        monotonic=0.0,
        groups={k: (u, lim, room) for k, (u, lim, room) in message.get("groups", {}).items()},
        kernels=message.get("kernels", {}),
        gpus=message.get("gpus", {}),
        vram=message.get("vram", {}),
    )


def read_latest(message: dict[str, Any], context: Context, seq: int) -> Sample:
    return Sample(
        seq=seq,
        time=0.0,
        monotonic=0.0,
        groups={
            k: GroupReading(limit_source=context.groups[k], **group)
            for k, group in message["groups"].items()
        },
        machine=MachineReading(**message["machine"]),
        kernels={k: KernelReading(**kernel) for k, kernel in message["kernels"].items()},
        gpus={k: GpuReading(**gpu) for k, gpu in message["gpus"].items()},
        context=context,
    )


def golden_batch(golden: dict[str, Any], *, with_context: bool = True) -> dict[str, Any]:
    context = read_context(golden["context"], golden["revision"])
    return batch(
        epoch=golden["epoch"],
        seq=golden["seq"],
        interval=golden["interval"],
        points=[read_point(m) for m in golden["samples"]],
        latest=read_latest(golden["latest"], context, golden["seq"]),
        with_context=with_context,
    )


def test_golden_message_round_trips() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert golden_batch(golden) == golden


def test_a_known_context_is_left_out() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert golden_batch(golden, with_context=False) == golden | {"context": None}


def test_eight_kernels_and_two_gpus_take_less_than_a_kilobyte_a_second() -> None:
    """A page asks every 2 seconds and gets two samples and the newest details."""
    kernels = {str(k): KernelReading(10**10 + k, 2 * 10**10 + k, 12) for k in range(1, 9)}
    vram = {"0": 10**10}
    kernels["1"] = KernelReading(10**10, 10**10, 12, vram, "nvml")
    group = GroupReading(
        LimitSource("cgroup-v2", "/x", "/x"),
        limit_bytes=64 * 10**9,
        used_bytes=63123456789,
        headroom_bytes=876543211,
        working_set_bytes=63123456789,
        shmem_bytes=1234567,
        peak_bytes=63999999999,
        swap_used_bytes=0,
        swap_limit_bytes=0,
        pressure_percent=0.12,
        oom_group=True,
    )
    sample = Sample(
        seq=123456,
        time=1795237200.123456,
        monotonic=123456.7,
        groups={"0": group},
        machine=MachineReading(256 * 10**9, 200 * 10**9, 0, 0, 0.0),
        kernels=kernels,
        gpus={key: GpuReading(10**10, 8 * 10**10, 42.0) for key in ("0", "1")},
        context=Context(groups={}, kernels={}, gpus={}, server_group="0"),
    )
    message = batch(
        epoch="5f0c2a77e1b94d0e",
        seq=123456,
        interval=1.0,
        points=[point_of(sample)] * 2,
        latest=sample,
        with_context=False,
    )
    assert len(compact_json(message)) <= 2 * 1024


def test_before_the_first_sample() -> None:
    message = batch(epoch="e", seq=0, interval=1.0, points=[], latest=None)
    assert message["latest"] is None
    assert message["context"] is None
    assert message["samples"] == []
