"""The newest sample as Prometheus gauges. Unknown values are left out, never reported as 0.

A custom collector reads the sample at scrape time, so a kernel that is gone leaves no stale
series behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from jupyterlab_headroom.nouns.memory import LimitSource, Sample

_Row = tuple[Sequence[str], float | None]

_GROUP = ("group", "limit_kind", "is_server")
_KERNEL = ("kernel_id", "kernel_name")
_GPU = ("gpu", "gpu_name")

#: Name -> (help, labels). Only bytes and ratios, which are Prometheus base units.
GAUGES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "headroom_memory_limit_bytes": ("Smallest memory limit that applies to the group.", _GROUP),
    "headroom_memory_used_bytes": ("Memory in use, without file cache.", _GROUP),
    "headroom_memory_headroom_bytes": ("Memory that can still be taken.", _GROUP),
    "headroom_memory_pressure_ratio": ("Share of time that something waited.", _GROUP),
    "headroom_kernel_memory_bytes": ("Memory of a kernel's process tree.", _KERNEL),
    "headroom_kernel_memory_peak_bytes": ("Highest sample of the kernel's process.", _KERNEL),
    "headroom_kernel_processes": ("Processes of the kernel's tree.", _KERNEL),
    "headroom_kernel_gpu_memory_bytes": (
        "VRAM that a kernel holds, where that can be known.",
        (*_KERNEL, *_GPU, "basis"),
    ),
    "headroom_gpu_memory_used_bytes": ("VRAM in use.", _GPU),
    "headroom_gpu_memory_total_bytes": ("VRAM of the GPU.", _GPU),
    "headroom_gpu_utilization_ratio": ("Share of time in which the GPU computed.", _GPU),
}


class SampleCollector(Collector):
    """Exposes the newest sample to a Prometheus registry."""

    def __init__(self, latest: Callable[[], Sample | None]) -> None:
        self._latest = latest

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Yield the metric names, so that the registry detects a clash when we register."""
        for name, (text, labels) in GAUGES.items():
            yield GaugeMetricFamily(name, text, labels=labels)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the metrics of the newest sample."""
        sample = self._latest()
        if sample is None:
            return
        rows = {**_group_rows(sample), **_kernel_rows(sample), **_gpu_rows(sample)}
        for family in self.describe():
            for labels, value in rows[family.name]:
                if value is not None:
                    family.add_metric(labels, value)
            yield family


def _group_rows(sample: Sample) -> dict[str, list[_Row]]:
    groups = [
        (
            (_name(group.limit_source), group.limit_source.kind, _flag(sample, key)),
            group,
        )
        for key, group in sample.groups.items()
    ]
    return {
        "headroom_memory_limit_bytes": [(la, g.limit_bytes) for la, g in groups],
        "headroom_memory_used_bytes": [(la, g.used_bytes) for la, g in groups],
        "headroom_memory_headroom_bytes": [(la, g.headroom_bytes) for la, g in groups],
        "headroom_memory_pressure_ratio": [
            (la, None if g.pressure_percent is None else g.pressure_percent / 100)
            for la, g in groups
        ],
    }


def _kernel_rows(sample: Sample) -> dict[str, list[_Row]]:
    infos = sample.context.kernels
    kernels = [((infos[k].id, infos[k].name), r) for k, r in sample.kernels.items() if k in infos]
    return {
        "headroom_kernel_memory_bytes": [(la, r.rss_bytes) for la, r in kernels],
        "headroom_kernel_memory_peak_bytes": [(la, r.peak_bytes) for la, r in kernels],
        "headroom_kernel_processes": [(la, r.processes) for la, r in kernels],
        "headroom_kernel_gpu_memory_bytes": [
            ((*la, *_gpu_labels(sample, gpu), r.vram_basis or "unknown"), size)
            for la, r in kernels
            for gpu, size in r.vram_bytes.items()
        ],
    }


def _gpu_rows(sample: Sample) -> dict[str, list[_Row]]:
    # While a driver hangs, its last value is shown to people, but would distort averages here.
    gpus = [(_gpu_labels(sample, key), r) for key, r in sample.gpus.items() if not r.stale]
    return {
        "headroom_gpu_memory_used_bytes": [(la, r.used_bytes) for la, r in gpus],
        "headroom_gpu_memory_total_bytes": [(la, r.total_bytes) for la, r in gpus],
        "headroom_gpu_utilization_ratio": [
            (la, None if r.utilization_percent is None else r.utilization_percent / 100)
            for la, r in gpus
        ],
    }


def _gpu_labels(sample: Sample, key: str) -> tuple[str, str]:
    info = sample.context.gpus.get(key)
    return (info.uuid or key, info.name) if info else (key, "")


def _name(source: LimitSource) -> str:
    return source.path or ("machine" if source.kind == "machine" else "hidden")


def _flag(sample: Sample, key: str) -> str:
    return "true" if key == sample.context.server_group else "false"
