"""The demo's checkpoints are what the libraries expect, not only something of the right size."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

SCRIPT = Path(__file__).parents[3] / "demo" / "make_checkpoint.py"


def make(folder: Path) -> str:
    command = [sys.executable, str(SCRIPT), str(folder), "tiny"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    make(tmp_path)
    return tmp_path / "tiny"


def test_safetensors_loads_every_tensor(tiny: Path) -> None:
    tensors = load_file(tiny / "model.safetensors")
    assert len(tensors) == 12
    assert tensors["lm_head.weight"].shape == (100, 64)
    assert tensors["model.layers.0.self_attn.k_proj.weight"].shape == (32, 64)
    assert {tensor.dtype for tensor in tensors.values()} == {np.dtype(np.float16)}


def test_weights_are_real_and_finite(tiny: Path) -> None:
    embedding = load_file(tiny / "model.safetensors")["model.embed_tokens.weight"]
    assert np.isfinite(embedding).all()
    assert 0.01 < embedding.astype(np.float32).std() < 0.04


def test_file_has_no_holes(tiny: Path) -> None:
    stat = (tiny / "model.safetensors").stat()
    assert stat.st_blocks * 512 >= stat.st_size


def test_config_agrees_with_the_tensors(tiny: Path) -> None:
    config = json.loads((tiny / "config.json").read_text("utf-8"))
    tensors = load_file(tiny / "model.safetensors")
    assert config["model_type"] == "llama"
    embedding = tensors["model.embed_tokens.weight"]
    assert embedding.shape == (config["vocab_size"], config["hidden_size"])
    gate = tensors["model.layers.0.mlp.gate_proj.weight"]
    assert gate.shape == (config["intermediate_size"], config["hidden_size"])


def test_made_once(tmp_path: Path) -> None:
    assert "made" in make(tmp_path)
    before = (tmp_path / "tiny" / "model.safetensors").stat().st_mtime_ns
    assert "is there" in make(tmp_path)
    assert (tmp_path / "tiny" / "model.safetensors").stat().st_mtime_ns == before
    assert not list(tmp_path.rglob("*.partial"))


def test_torn_file_is_made_again(tiny: Path) -> None:
    weights = tiny / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    assert "made" in make(tiny.parent)
    assert len(load_file(weights)) == 12
