"""How many bits a weight takes in a file that was saved quantised, from its `quantization_config`.

The figures include scales and zero points. Embeddings and the output layer are not quantised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Weights per group. Each group has one 16-bit scale and one zero point as wide as a weight.
DEFAULT_GROUP = 128
_GROUP_SIZE = ("group_size", "q_group_size")


@dataclass(frozen=True, slots=True)
class Packed:
    """How quantised weights are stored."""

    dtype: str
    bits: float
    #: Only the experts of a mixture are quantised.
    experts_only: bool = False


def packing_of(config: Mapping[str, object]) -> Packed | None:
    """Return how the weights are stored; `None` if unquantised, in the dtype of the config."""
    lines = config.get("quantization_config")
    if not isinstance(lines, Mapping):
        return None
    method = lines.get("quant_method")
    if method in ("gptq", "awq"):
        bits = _number(lines, ("bits", "w_bit"), 4)
        return Packed("I32", bits + (16 + bits) / _number(lines, _GROUP_SIZE, DEFAULT_GROUP))
    if method == "mxfp4":  # blocks of 32 with an 8-bit scale
        return Packed("U8", 4.25, experts_only=True)
    if method in ("fp8", "fbgemm_fp8", "finegrained_fp8"):
        return Packed("F8_E4M3", 8)
    if lines.get("load_in_8bit") is True:
        return Packed("I8", 8)
    if lines.get("load_in_4bit") is True:
        # bitsandbytes: a float32 scale per 64 weights, or an 8-bit one with double quantisation.
        return Packed("U8", 4.127 if lines.get("bnb_4bit_use_double_quant") is True else 4.5)
    return None


def _number(lines: Mapping[str, object], names: tuple[str, ...], default: int) -> int:
    for name in names:
        value = lines.get(name)
        if type(value) is int and 0 < value <= 4096:
            return value
    return default
