"""Sums up tensors by dtype and role, and collects what their names and shapes reveal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from jupyterlab_headroom.nouns.checkpoints import Layout, Role, TensorGroup

#: Bits of one element, by dtype name of the safetensors format.
DTYPE_BITS = {
    **dict.fromkeys(("F64", "I64", "U64", "C64"), 64),
    **dict.fromkeys(("F32", "I32", "U32"), 32),
    **dict.fromkeys(("F16", "BF16", "I16", "U16"), 16),
    **dict.fromkeys(("F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E5M2FNUZ", "F8_E4M3FNUZ"), 8),
    **dict.fromkeys(("I8", "U8", "BOOL"), 8),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}

#: One tensor per expert: Mixtral `experts.0.w1`, Switch `experts.expert_0.wi`.
_EXPERT = re.compile(r"\bexperts\.(?:expert_)?\d+\.")
_EMBEDDING = (
    "embed_tokens.weight",
    "word_embeddings.weight",
    "wte.weight",
    "tok_embeddings.weight",
    "embed_in.weight",
    "shared.weight",
    "token_embd.weight",
)
_HEAD = ("lm_head.weight", "embed_out.weight", "output.weight")
_NAMED = (*_EMBEDDING, *_HEAD)
#: Dtypes that libraries treat as floating-point (`torch.dtype.is_floating_point`).
_FLOATS = frozenset(("F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"))
_SUMMED = tuple(
    f.name for f in fields(Layout) if f.name not in ("largest_expert_bytes", "first_float_dtype")
)


class Tensor(NamedTuple):
    """One tensor as a header declares it."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    parameters: int
    bytes: int
    #: Another name for a tensor seen before; it takes no bytes of its own.
    is_tied: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The sums over the tensors of one file, or of several."""

    groups: tuple[TensorGroup, ...] = ()
    largest_tensor_bytes: int = 0
    layout: Layout = field(default_factory=Layout)

    @property
    def bytes(self) -> int:
        """Bytes of all tensors."""
        return sum(group.bytes for group in self.groups)


def role_of(name: str) -> Role:
    """Return whether a tensor belongs to a single expert."""
    return "expert" if "experts." in name and _EXPERT.search(name) else "dense"


def summarise(tensors: Iterable[Tensor]) -> Summary:
    """Sum up the tensors of one file."""
    sums: dict[tuple[str, Role], list[int]] = {}
    builder = _LayoutBuilder()
    for tensor in tensors:
        if tensor.is_tied:
            builder.tied += tensor.parameters
            continue
        role = role_of(tensor.name)
        entry = sums.setdefault((tensor.dtype, role), [0, 0])
        entry[0] += tensor.parameters
        entry[1] += tensor.bytes
        builder.add(tensor, role)
    groups = [TensorGroup(dtype, n, size, role) for (dtype, role), (n, size) in sums.items()]
    return Summary(_sorted(groups), builder.largest, builder.layout())


def merge(summaries: Iterable[Summary]) -> Summary:
    """Add up the summaries of several files, such as the shards of a model."""
    sums: dict[tuple[str, Role], TensorGroup] = {}
    layout, largest = Layout(), 0
    for summary in summaries:
        largest = max(largest, summary.largest_tensor_bytes)
        layout = _add(layout, summary.layout)
        for group in summary.groups:
            key = (group.dtype, group.role)
            old = sums.get(key, TensorGroup(group.dtype, 0, 0, group.role))
            sums[key] = TensorGroup(
                group.dtype,
                old.parameters + group.parameters,
                old.bytes + group.bytes,
                group.role,
            )
    return Summary(_sorted(sums.values()), largest, layout)


class _LayoutBuilder:
    """Builds a `Layout` tensor by tensor, in plain attributes, as there can be 45 000 tensors."""

    def __init__(self) -> None:
        self.largest = self.tied = 0
        self._first_float: str | None = None
        self._count = self._linear = self._fused = self._wo = self._expert = 0
        self._embedding = self._head = 0

    def add(self, tensor: Tensor, role: Role) -> None:
        name = tensor.name
        self._count += 1
        if self._first_float is None and tensor.dtype in _FLOATS:
            self._first_float = tensor.dtype
        self.largest = max(self.largest, tensor.bytes)
        if role == "expert":
            self._expert = max(self._expert, tensor.bytes)
        if name.endswith(_NAMED):
            self._add_named(tensor)
        elif len(tensor.shape) == 2:
            self._linear += tensor.parameters
        elif len(tensor.shape) == 3 and ("experts" in name or "_exps." in name):
            self._fused += tensor.parameters
        if ".wo." in name:
            self._wo += tensor.parameters

    def _add_named(self, tensor: Tensor) -> None:
        if tensor.name.endswith(_EMBEDDING):
            self._embedding += tensor.parameters
        elif tensor.name.endswith("output.weight") and tensor.name != "output.weight":
            self._linear += tensor.parameters  # `attention.output.weight` is not a head
        else:
            self._head += tensor.parameters

    def layout(self) -> Layout:
        return Layout(
            tensors=self._count,
            embedding_parameters=self._embedding,
            head_parameters=self._head,
            linear_parameters=self._linear,
            fused_expert_parameters=self._fused,
            wo_parameters=self._wo,
            largest_expert_bytes=self._expert,
            tied_parameters=self.tied,
            first_float_dtype=self._first_float,
        )


def _add(a: Layout, b: Layout) -> Layout:
    sums = {name: getattr(a, name) + getattr(b, name) for name in _SUMMED}
    return Layout(
        **sums,
        largest_expert_bytes=max(a.largest_expert_bytes, b.largest_expert_bytes),
        first_float_dtype=a.first_float_dtype or b.first_float_dtype,
    )


def _sorted(groups: Iterable[TensorGroup]) -> tuple[TensorGroup, ...]:
    """Sort groups, largest first, so that equal models give equal answers."""
    return tuple(sorted(groups, key=lambda g: (-g.bytes, g.dtype, g.role)))
