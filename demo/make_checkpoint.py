"""Makes checkpoints of a Llama with random weights, so that the demo downloads nothing.

The files are complete: ``safetensors`` and ``transformers`` load them. They are written tensor by
tensor, so making one takes little memory, and with real bytes, because a sparse file would cost
neither disk nor page cache when it is read.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

BYTES_PER_WEIGHT = 2  # float16
CHUNK = 2**22


@dataclass(frozen=True)
class Shape:
    """What decides the size of a Llama."""

    hidden: int
    intermediate: int
    layers: int
    heads: int
    kv_heads: int
    vocabulary: int

    def config(self) -> dict[str, object]:
        """Return the content of ``config.json``."""
        return {
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "hidden_size": self.hidden,
            "intermediate_size": self.intermediate,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "num_key_value_heads": self.kv_heads,
            "vocab_size": self.vocabulary,
            "max_position_embeddings": 2048,
            "hidden_act": "silu",
            "rms_norm_eps": 1e-05,
            "tie_word_embeddings": False,
            "torch_dtype": "float16",
        }

    def tensors(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield name and shape of each tensor, as transformers names them."""
        keys = self.hidden // self.heads * self.kv_heads
        yield "model.embed_tokens.weight", (self.vocabulary, self.hidden)
        for index in range(self.layers):
            layer = f"model.layers.{index}"
            yield f"{layer}.input_layernorm.weight", (self.hidden,)
            yield f"{layer}.mlp.down_proj.weight", (self.hidden, self.intermediate)
            yield f"{layer}.mlp.gate_proj.weight", (self.intermediate, self.hidden)
            yield f"{layer}.mlp.up_proj.weight", (self.intermediate, self.hidden)
            yield f"{layer}.post_attention_layernorm.weight", (self.hidden,)
            yield f"{layer}.self_attn.k_proj.weight", (keys, self.hidden)
            yield f"{layer}.self_attn.o_proj.weight", (self.hidden, self.hidden)
            yield f"{layer}.self_attn.q_proj.weight", (self.hidden, self.hidden)
            yield f"{layer}.self_attn.v_proj.weight", (keys, self.hidden)
        yield "model.norm.weight", (self.hidden,)
        yield "lm_head.weight", (self.vocabulary, self.hidden)


#: Sizes on disk: 0.1 MiB, 0.1 GiB, 0.5 GiB and 1.6 GiB.
SHAPES = {
    "tiny": Shape(64, 128, 1, 4, 2, 100),
    "small": Shape(1024, 2816, 2, 16, 4, 16000),
    "medium": Shape(2048, 5632, 4, 32, 4, 24000),
    "large": Shape(2048, 5632, 16, 32, 4, 32000),
}


def header(shape: Shape) -> tuple[bytes, int]:
    """Return the header of the safetensors file, and the number of bytes that follow it."""
    entries: dict[str, object] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, dimensions in shape.tensors():
        start, end = end, end + int(np.prod(dimensions)) * BYTES_PER_WEIGHT
        entries[name] = {"dtype": "F16", "shape": dimensions, "data_offsets": [start, end]}
    text = json.dumps(entries).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text, end


def write_weights(file: BinaryIO, size_bytes: int) -> None:
    """Write small random numbers, the same ones again and again."""
    random = np.random.default_rng(0)
    block = (random.standard_normal(CHUNK, dtype=np.float32) * 0.02).astype(np.float16).tobytes()
    for start in range(0, size_bytes, len(block)):
        file.write(block[: size_bytes - start])


def make(folder: Path, shape: Shape) -> str:
    """Make a checkpoint unless it is there; return what was done in words."""
    weights = folder / "model.safetensors"
    head, size_bytes = header(shape)
    total = len(head) + size_bytes
    if weights.exists() and weights.stat().st_size == total:
        return f"{folder} is there ({total / 2**30:.2f} GiB)"
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < total:
        raise SystemExit(
            f"{folder} needs {total / 2**30:.2f} GiB of disk, {free / 2**30:.2f} GiB are free."
        )
    partial = weights.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(head)
        write_weights(file, size_bytes)
    partial.replace(weights)
    (folder / "config.json").write_text(json.dumps(shape.config(), indent=2), encoding="utf-8")
    return f"{folder} made ({total / 2**30:.2f} GiB)"


def main() -> None:
    """Make the checkpoints that are named, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=["small", "large"])
    options = parser.parse_args()
    for name in options.names:
        print(make(options.folder / name, SHAPES[name]))


if __name__ == "__main__":
    main()
