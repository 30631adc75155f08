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
    HistorySpan,
    KernelInfo,
    KernelReading,
    LimitSource,
    MachineReading,
    Point,
    Problem,
    Sample,
)
from jupyterlab_headroom.wire.codec import decode, encode
from jupyterlab_headroom.wire.samples import batch, latest_message, point_message

GOLDEN = Path(__file__).parents[2] / "wire" / "samples.json"


def read_context(message: dict[str, Any], revision: int) -> Context:
    return Context(
        groups={k: decode(LimitSource, g["limit_source"]) for k, g in message["groups"].items()},
        kernels={
            k: decode(KernelInfo, {"key": k, **info}) for k, info in message["kernels"].items()
        },
        gpus={k: decode(GpuInfo, {"key": k, **info}) for k, info in message["gpus"].items()},
        server_group=message["server_group"],
        problems=tuple(decode(Problem, p) for p in message["problems"]),
        visible_gpus={k: tuple(gpus) for k, gpus in message["visible_gpus"].items()},
        revision=revision,
    )


def read_point(message: dict[str, Any]) -> Point:
    left_out: dict[str, Any] = {"groups": {}, "kernels": {}, "gpus": {}, "vram": {}}
    return decode(Point, {**left_out, "monotonic": 0.0, **message})


def read_latest(message: dict[str, Any], context: Context, seq: int) -> Sample:
    states = {k: kernel["execution_state"] for k, kernel in message["kernels"].items()}
    kernels = {
        k: replace(info, execution_state=states.get(k)) for k, info in context.kernels.items()
    }
    return Sample(
        seq=seq,
        time=0.0,
        monotonic=0.0,
        groups={
            k: decode(GroupReading, {"limit_source": encode(context.groups[k]), **group})
            for k, group in message["groups"].items()
        },
        machine=decode(MachineReading, message["machine"]),
        kernels={k: decode(KernelReading, kernel) for k, kernel in message["kernels"].items()},
        gpus={k: decode(GpuReading, gpu) for k, gpu in message["gpus"].items()},
        context=replace(context, kernels=kernels),
    )


def golden_batch(golden: dict[str, Any], *, with_context: bool = True) -> dict[str, Any]:
    context = read_context(golden["context"], golden["revision"])
    return batch(
        epoch=golden["epoch"],
        seq=golden["seq"],
        interval=golden["interval"],
        span=HistorySpan(**golden["history"]),
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
    message = batch(
        epoch="e", seq=0, interval=1.0, span=HistorySpan(60.0, 0.0), points=[], latest=None
    )
    assert message["latest"] is None
    assert message["context"] is None
    assert message["samples"] == []


def test_the_quick_form_of_readings_is_what_the_codec_gives() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    context = read_context(golden["context"], golden["revision"])
    latest = read_latest(golden["latest"], context, golden["seq"])
    message = latest_message(latest)
    assert message["machine"] == encode(latest.machine)
    assert message["gpus"] == {key: encode(gpu) for key, gpu in latest.gpus.items()}
    for key, group in latest.groups.items():
        source = encode(context.groups[key])
        assert message["groups"][key] | {"limit_source": source} == encode(group)


def test_the_quick_form_of_points_is_what_the_codec_gives() -> None:
    golden = json.loads(GOLDEN.read_text("utf-8"))
    for point in map(read_point, golden["samples"]):
        full = {name: value for name, value in encode(point).items() if value != {}}
        assert point_message(point) == {k: v for k, v in full.items() if k != "monotonic"}
