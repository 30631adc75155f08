"""Build the random checkpoints of the accuracy bench: `python models.py FOLDER [NAME...]`.

0.1 to 0.3 B parameters each, seed 0, in the formats that are found on hubs. The rules
were written with the models of the half "written"; those of the half "held-out" were
only measured afterwards.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WRITTEN, HELD_OUT = "written", "held-out"


@dataclass(frozen=True)
class Recipe:
    """One architecture: how to build it, and which dtype it is stored in."""

    half: str
    config: str
    model: str
    dtype: str
    arguments: dict[str, Any]
    formats: tuple[str, ...] = ("safetensors",)


ALL = ("safetensors", "shards", "bin", "legacy")
RECIPES: dict[str, Recipe] = {
    "llama-bf16": Recipe(
        WRITTEN,
        "LlamaConfig",
        "LlamaForCausalLM",
        "bfloat16",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 12,
            "num_attention_heads": 16,
            "num_key_value_heads": 4,
            "intermediate_size": 3584,
            "vocab_size": 32000,
            "tie_word_embeddings": False,
        },
        ALL,
    ),
    "llama-fp32": Recipe(
        WRITTEN,
        "LlamaConfig",
        "LlamaForCausalLM",
        "float32",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 8,
            "num_attention_heads": 16,
            "num_key_value_heads": 4,
            "intermediate_size": 3584,
            "vocab_size": 16000,
            "tie_word_embeddings": False,
        },
        ("safetensors", "legacy"),
    ),
    "qwen2-tied": Recipe(
        WRITTEN,
        "Qwen2Config",
        "Qwen2ForCausalLM",
        "bfloat16",
        {
            "hidden_size": 896,
            "num_hidden_layers": 12,
            "num_attention_heads": 14,
            "num_key_value_heads": 2,
            "intermediate_size": 4864,
            "vocab_size": 100000,
            "tie_word_embeddings": True,
        },
    ),
    "mixtral": Recipe(
        WRITTEN,
        "MixtralConfig",
        "MixtralForCausalLM",
        "bfloat16",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 3,
            "num_attention_heads": 16,
            "num_key_value_heads": 4,
            "intermediate_size": 3584,
            "num_local_experts": 8,
            "vocab_size": 16000,
        },
    ),
    "bert": Recipe(
        WRITTEN,
        "BertConfig",
        "BertModel",
        "float32",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 16,
            "num_attention_heads": 16,
            "intermediate_size": 4096,
        },
    ),
    "t5": Recipe(
        WRITTEN,
        "T5Config",
        "T5ForConditionalGeneration",
        "float32",
        {
            "d_model": 768,
            "d_ff": 3072,
            "num_layers": 10,
            "num_heads": 12,
            "d_kv": 64,
            "vocab_size": 32128,
        },
    ),
    "gpt2": Recipe(
        WRITTEN,
        "GPT2Config",
        "GPT2LMHeadModel",
        "float32",
        {"n_embd": 1024, "n_layer": 14, "n_head": 16},
        ("safetensors", "bin"),
    ),
    "gemma2": Recipe(
        WRITTEN,
        "Gemma2Config",
        "Gemma2ForCausalLM",
        "bfloat16",
        {
            "hidden_size": 1152,
            "num_hidden_layers": 8,
            "num_attention_heads": 8,
            "num_key_value_heads": 4,
            "head_dim": 128,
            "intermediate_size": 4608,
            "vocab_size": 128000,
        },
        ("safetensors", "shards"),
    ),
    "qwen3-moe": Recipe(
        WRITTEN,
        "Qwen3MoeConfig",
        "Qwen3MoeForCausalLM",
        "bfloat16",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 4,
            "num_attention_heads": 16,
            "num_key_value_heads": 4,
            "head_dim": 64,
            "moe_intermediate_size": 512,
            "num_experts": 32,
            "num_experts_per_tok": 4,
            "intermediate_size": 2048,
            "vocab_size": 32000,
        },
    ),
    "deepseek": Recipe(
        WRITTEN,
        "DeepseekV3Config",
        "DeepseekV3ForCausalLM",
        "bfloat16",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 4,
            "num_attention_heads": 8,
            "num_key_value_heads": 8,
            "q_lora_rank": 256,
            "kv_lora_rank": 128,
            "qk_rope_head_dim": 32,
            "qk_nope_head_dim": 64,
            "v_head_dim": 64,
            "moe_intermediate_size": 1024,
            "n_routed_experts": 16,
            "n_shared_experts": 1,
            "n_group": 2,
            "topk_group": 1,
            "num_experts_per_tok": 2,
            "first_k_dense_replace": 1,
            "intermediate_size": 3072,
            "vocab_size": 32000,
        },
    ),
    "clip": Recipe(
        WRITTEN,
        "CLIPConfig",
        "CLIPModel",
        "float32",
        {
            "text_config": {
                "hidden_size": 768,
                "num_hidden_layers": 10,
                "intermediate_size": 3072,
                "num_attention_heads": 12,
            },
            "vision_config": {
                "hidden_size": 768,
                "num_hidden_layers": 10,
                "intermediate_size": 3072,
                "num_attention_heads": 12,
            },
        },
    ),
    "whisper": Recipe(
        WRITTEN,
        "WhisperConfig",
        "WhisperForConditionalGeneration",
        "float16",
        {
            "d_model": 1024,
            "encoder_layers": 8,
            "decoder_layers": 8,
            "encoder_attention_heads": 16,
            "decoder_attention_heads": 16,
            "encoder_ffn_dim": 4096,
            "decoder_ffn_dim": 4096,
        },
        ("safetensors", "bin"),
    ),
    "olmoe": Recipe(
        HELD_OUT,
        "OlmoeConfig",
        "OlmoeForCausalLM",
        "bfloat16",
        {
            "hidden_size": 768,
            "num_hidden_layers": 5,
            "num_attention_heads": 12,
            "num_key_value_heads": 12,
            "intermediate_size": 768,
            "num_experts": 24,
            "num_experts_per_tok": 4,
            "vocab_size": 32000,
        },
    ),
    "phi3": Recipe(
        HELD_OUT,
        "Phi3Config",
        "Phi3ForCausalLM",
        "bfloat16",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 12,
            "num_attention_heads": 16,
            "num_key_value_heads": 16,
            "intermediate_size": 3072,
            "vocab_size": 32064,
            "pad_token_id": 0,
        },
        ("safetensors", "shards", "legacy"),
    ),
    "opt": Recipe(
        HELD_OUT,
        "OPTConfig",
        "OPTForCausalLM",
        "float16",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 14,
            "num_attention_heads": 16,
            "ffn_dim": 4096,
            "word_embed_proj_dim": 1024,
        },
        ("safetensors", "bin"),
    ),
    "vit": Recipe(
        HELD_OUT,
        "ViTConfig",
        "ViTModel",
        "float32",
        {
            "hidden_size": 1024,
            "num_hidden_layers": 14,
            "num_attention_heads": 16,
            "intermediate_size": 4096,
        },
    ),
    "bart": Recipe(
        HELD_OUT,
        "BartConfig",
        "BartForConditionalGeneration",
        "float32",
        {
            "d_model": 768,
            "encoder_layers": 8,
            "decoder_layers": 8,
            "encoder_ffn_dim": 3072,
            "decoder_ffn_dim": 3072,
            "encoder_attention_heads": 12,
            "decoder_attention_heads": 12,
        },
    ),
}


def save(model: Any, folder: Path, form: str) -> None:
    """Write one model in one format."""
    import torch

    if form in ("safetensors", "shards"):
        size = "50GB" if form == "safetensors" else "160MB"
        model.save_pretrained(folder, max_shard_size=size)
        return
    folder.mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(folder)
    torch.save(
        model.state_dict(),
        folder / "pytorch_model.bin",
        _use_new_zipfile_serialization=form == "bin",
    )


def build(root: Path, name: str, recipe: Recipe) -> None:
    """Build one recipe in all its formats; folders that exist are kept."""
    import torch
    import transformers

    missing = [
        form for form in recipe.formats if not (root / f"{name}.{form}" / "done.json").exists()
    ]
    if not missing:
        return
    torch.manual_seed(0)
    dtype = getattr(torch, recipe.dtype)
    torch.set_default_dtype(dtype)
    model = getattr(transformers, recipe.model)(
        getattr(transformers, recipe.config)(**recipe.arguments)
    )
    torch.set_default_dtype(torch.float32)
    model.to(dtype)
    model.config.dtype = dtype
    parameters = sum(p.numel() for p in model.parameters())
    for form in missing:
        folder = root / f"{name}.{form}"
        save(model, folder, form)
        done = {"half": recipe.half, "model": recipe.model, "parameters": parameters}
        (folder / "done.json").write_text(json.dumps(done))
    print(name, f"{parameters / 1e6:.0f} M", missing, flush=True)


if __name__ == "__main__":
    for wanted in sys.argv[2:] or RECIPES:
        build(Path(sys.argv[1]), wanted, RECIPES[wanted])
