"""The golden message of `GET samples`, which the browser's tests read too."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from jupyterlab_headroom.nouns.memory import (
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
from jupyterlab_headroom.wire.samples import batch

GOLDEN = Path(__file__).parents[2] / "wire" / "samples.json"


def read_context(message: dict[str, Any], revision: int) -> Context:
    return Context(
        groups={k: LimitSource(**g["limit_source"]) for k, g in message["groups"].items()},
        kernels={k: KernelInfo(key=k, **info) for k, info in message["kernels"].items()},
        gpus={k: GpuInfo(key=k, **info) for k, info in message["gpus"].items()},
        server_group=message["server_group"],
        problems=tuple(Problem(**p) for p in message["problems"]),
        visible_gpus={k: tuple(gpus) for k, gpus in message["visible_gpus"].items()},
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
    details = {k: dict(kernel) for k, kernel in message["kernels"].items()}
    states = {k: kernel.pop("execution_state") for k, kernel in details.items()}
    kernels = {
        k: replace(info, execution_state=states.get(k)) for k, info in context.kernels.items()
    }
    return Sample(
        seq=seq,
        time=0.0,
        monotonic=0.0,
        groups={
            k: GroupReading(limit_source=context.groups[k], **group)
            for k, group in message["groups"].items()
        },
        machine=MachineReading(**message["machine"]),
        kernels={k: KernelReading(**kernel) for k, kernel in details.items()},
        gpus={k: GpuReading(**gpu) for k, gpu in message["gpus"].items()},
        context=replace(context, kernels=kernels),
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


def test_before_the_first_sample() -> None:
    message = batch(epoch="e", seq=0, interval=1.0, points=[], latest=None)
    assert message["latest"] is None
    assert message["context"] is None
    assert message["samples"] == []
