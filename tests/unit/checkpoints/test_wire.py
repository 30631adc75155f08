from __future__ import annotations

import json
from pathlib import Path

from jupyterlab_headroom.wire.checkpoint import checkpoint_message
from tests.unit.checkpoints.build import read, write_json, write_safetensors

GOLDEN = Path(__file__).parents[2] / "wire" / "checkpoint.json"
SQUARE = ("BF16", (8192, 8192))


def test_the_golden_message_is_what_its_model_gives(tmp_path: Path) -> None:
    directory = tmp_path / "checkpoints" / "too-large"
    directory.mkdir(parents=True)
    shapes = {
        "embed_tokens.weight": SQUARE,
        **{f"layers.{i}.weight": SQUARE for i in range(10)},
        "lm_head.weight": SQUARE,
    }
    write_safetensors(directory / "model.safetensors", shapes, header_bytes=1152)
    write_json(
        directory / "config.json",
        {
            "architectures": ["LlamaForCausalLM"],
            "torch_dtype": "bfloat16",
            "hidden_size": 2048,
            "a_secret": "stays here",
        },
    )
    message = checkpoint_message(read(tmp_path, "checkpoints/too-large"))
    assert json.loads(json.dumps(message)) == json.loads(GOLDEN.read_text("utf-8"))
