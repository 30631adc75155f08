"""Which GPUs a process sees, and in which order it numbers them. Pure.

`cuda:0` in a cell is the first of these, not the first GPU of the machine. The rules are those of
the "CUDA Environment Variables" appendix of the CUDA programming guide, of the MIG user guide, and
of the HIP documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jupyterlab_headroom.sources.gpu.gpus import GpuReport

#: Environment variables that select GPUs and are taken into account here.
VARIABLES = (
    "CUDA_VISIBLE_DEVICES",
    "CUDA_DEVICE_ORDER",
    "HIP_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES",
    "ZE_AFFINITY_MASK",
    "ONEAPI_DEVICE_SELECTOR",
)

#: Keys of GPUs; `None` stands for a GPU that could not be identified.
Ordinals = tuple[str | None, ...]
_NUMBER = re.compile(r"\s*([+-]?\d+)", re.ASCII)


def visible_gpus(environment: Mapping[str, str], reports: Sequence[GpuReport]) -> Ordinals:
    """Return the GPUs that a process sees, in its own order.

    If there are GPUs of several vendors, only those of the first are returned, NVIDIA before AMD
    before Intel.
    """
    for vendor, choose in (("nvidia", _cuda), ("amd", _hip), ("intel", _oneapi)):
        own = [report for report in reports if report.info.vendor == vendor]
        if own:
            return choose(environment, own)
    return ()


def _cuda(environment: Mapping[str, str], reports: Sequence[GpuReport]) -> Ordinals:
    gpus = [report for report in reports if report.info.parent is None]
    names = {report.info.name for report in gpus}
    by_bus = environment.get("CUDA_DEVICE_ORDER", "").strip() == "PCI_BUS_ID"
    # By default CUDA numbers the fastest GPU first, which we cannot determine. Identical GPUs stay
    # in bus order.
    order: list[str | None] = [
        report.info.key if by_bus or len(names) == 1 else None for report in gpus
    ]
    value = environment.get("CUDA_VISIBLE_DEVICES")
    return _within_slices(order if value is None else choose(value, order, reports), reports)


def _hip(environment: Mapping[str, str], reports: Sequence[GpuReport]) -> Ordinals:
    order: list[str | None] = [report.info.key for report in reports]
    first = environment.get("ROCR_VISIBLE_DEVICES")
    if first is not None:
        order = choose(first, order, reports)
    # HIP also honours CUDA's variable, but its own takes precedence.
    value = environment.get("HIP_VISIBLE_DEVICES", environment.get("CUDA_VISIBLE_DEVICES"))
    return tuple(order if value is None else choose(value, order, reports))


def _oneapi(environment: Mapping[str, str], reports: Sequence[GpuReport]) -> Ordinals:
    chosen = any(name in environment for name in ("ZE_AFFINITY_MASK", "ONEAPI_DEVICE_SELECTOR"))
    return tuple(None if chosen else report.info.key for report in reports)


def choose(
    value: str, order: Sequence[str | None], reports: Sequence[GpuReport]
) -> list[str | None]:
    """Return the GPUs selected by `value`, a list of numbers or names.

    The first invalid entry and everything after it are ignored. A duplicate entry hides all GPUs.
    """
    chosen: list[str | None] = []
    named: set[int | str] = set()
    for word in value.split(","):
        entry = _entry(word, order, reports)
        if entry is None:
            break
        identity, key = entry
        if identity in named:
            return []
        named.add(identity)
        chosen.append(key)
    return chosen


def _entry(
    word: str, order: Sequence[str | None], reports: Sequence[GpuReport]
) -> tuple[int | str, str | None] | None:
    """Return an entry's identity, to detect duplicates, and its GPU's key; `None` if invalid."""
    name, number = word.strip(), _NUMBER.match(word)
    if number is not None:
        position = int(number[1])
        return (position, order[position]) if 0 <= position < len(order) else None
    if not name.startswith(("GPU-", "MIG-")):
        return None
    # A prefix of a UUID is enough if it is unique.
    keys = [report.info.key for report in reports if any(n.startswith(name) for n in report.names)]
    return (keys[0], keys[0]) if len(keys) == 1 else None


def _within_slices(order: Sequence[str | None], reports: Sequence[GpuReport]) -> Ordinals:
    """Replace a GPU by its MIG slice: a process sees only one slice, and then no other GPU."""
    slices: dict[str, list[str]] = {}
    for report in reports:
        if report.info.parent is not None:
            slices.setdefault(report.info.parent, []).append(report.info.key)
    all_slices = {key for keys in slices.values() for key in keys}
    for key in order:
        if key in all_slices:
            return (key,)
        if key in slices:
            own = slices[key]
            return (own[0] if len(own) == 1 else None,)
    return tuple(order)
