"""The loads that are run under limits; each takes a few hundred MiB in a different way."""

from __future__ import annotations

from cases import AUTO_DTYPE, BF16, FP16, FP32

#: Each as (version, checkpoint, label).
LIMITED: frozenset[tuple[str, str, str]] = frozenset(
    {
        ("5", "exaone4.safetensors", FP16),
        ("5", "longformer.legacy", FP16),
        ("5", "gpt-neo.legacy", FP16),
        ("5", "cohere2.safetensors", FP32),
        ("5", "starcoder2.safetensors", FP16),
        ("5", "starcoder2.bin", FP32),
        ("5", "phi.bin", BF16),
        ("5", "mamba2.shards", FP16),
        ("5", "glm4.shards", "disable_mmap"),
        ("5", "electra.bin", BF16),
        ("5", "beit.safetensors", ".half()"),
        ("5", "m2m100.safetensors", FP16),
        ("5", "qwen2-vl.safetensors", FP32),
        ("5", "dots1.safetensors", "default"),
        ("5", "dots1.safetensors", FP16),
        ("5", "hunyuan-moe.safetensors", "default"),
        ("5", "flex-olmo.safetensors", "default"),
        ("5", "flex-olmo.safetensors", BF16),
        ("5", "jamba.safetensors", AUTO_DTYPE),
        ("5", "jamba.safetensors", FP32),
        ("4.57", "gpt-neo.legacy", FP16),
        ("4.57", "longformer.legacy", FP16),
        ("4.57", "cohere2.legacy", "default"),
        ("4.57", "mpt.shards", "default"),
        ("4.57", "nemotron.safetensors", "default"),
        ("4.57", "blenderbot.bin", "default"),
        ("4.57", "albert.safetensors", FP16),
        ("4.57", "convnext.bin", FP16),
        ("4.57", "dots1.safetensors", FP16),
        ("4.57", "xglm.safetensors", FP16),
    }
)
