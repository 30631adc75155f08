"""Our gauges, and the page that lists them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest

from jupyterlab_headroom.metrics import GAUGES, SampleCollector
from jupyterlab_headroom.nouns.memory import (
    Context,
    GpuInfo,
    GpuReading,
    KernelInfo,
    KernelReading,
    Sample,
)
from tests.unit.samples import sample

PAGE = Path(__file__).parent.parent.parent / "docs" / "metrics.md"
GPU = GpuInfo("0", "H200", "nvidia", 0, "GPU-1")
KERNEL = KernelInfo("1", "kernel-id", "python3", path="secret/notebook.ipynb", pid=4242)
NVML = KernelReading(10, 20, 3, {"0": 5}, "nvml")


def with_gpu(kernel: KernelReading, gpu: GpuReading) -> Sample:
    context = Context(groups={}, kernels={"1": KERNEL}, gpus={"0": GPU, "1": GPU}, server_group="0")
    return replace(sample(1), kernels={"1": kernel}, gpus={"0": gpu}, context=context)


def lines(newest: Sample | None) -> dict[str, str]:
    """Return series -> value."""
    registry = CollectorRegistry()
    registry.register(SampleCollector(lambda: newest))
    text = generate_latest(registry).decode()
    return dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))


def test_gpus_in_base_units() -> None:
    seen = lines(with_gpu(NVML, GpuReading(7, 80, 42.0)))
    gpu = 'gpu="GPU-1",gpu_name="H200"'
    assert seen[f"headroom_gpu_memory_used_bytes{{{gpu}}}"] == "7.0"
    assert seen[f"headroom_gpu_memory_total_bytes{{{gpu}}}"] == "80.0"
    assert seen[f"headroom_gpu_utilization_ratio{{{gpu}}}"] == "0.42"
    [held] = [series for series in seen if "kernel_gpu" in series]
    assert 'basis="nvml"' in held
    assert 'kernel_id="kernel-id"' in held


def test_unknown_is_left_out() -> None:
    assert not [s for s in lines(with_gpu(KernelReading(), GpuReading())) if "gpu" in s]
    assert lines(None) == {}


def test_a_silent_driver_has_no_series_and_a_kernel_that_is_gone_has_none() -> None:
    newest = with_gpu(NVML, GpuReading(7, 80, 42.0, stale=True))
    assert not [series for series in lines(newest) if series.startswith("headroom_gpu")]
    gone = replace(newest, kernels={}, gpus={})
    assert not [series for series in lines(gone) if "kernel" in series or "gpu" in series]


def test_labels_are_bounded() -> None:
    text = str(lines(with_gpu(NVML, GpuReading(7, 80, 42.0))))
    assert "secret" not in text
    assert "4242" not in text


def test_the_page_lists_what_there_is() -> None:
    rows = re.findall(
        r"^\| `(headroom_\w+)` +\| (.+?) +\| (.+?) +\|$", PAGE.read_text("utf-8"), re.M
    )
    listed = {name: (words, tuple(re.findall(r"`(\w+)`", labels))) for name, labels, words in rows}
    assert listed == dict(GAUGES)
