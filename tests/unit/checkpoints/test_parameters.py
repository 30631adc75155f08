"""Counts from config.json against the counts that the models' safetensors headers publish."""

from __future__ import annotations

import pytest

from jupyterlab_headroom.checkpoints.config.parameters import groups_from_config

LLAMA_3_8B = {
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_attention_heads": 32,
    "num_hidden_layers": 32,
    "num_key_value_heads": 8,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
    "vocab_size": 128256,
}
MIXTRAL = {
    "model_type": "mixtral",
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_attention_heads": 32,
    "num_hidden_layers": 32,
    "num_key_value_heads": 8,
    "num_local_experts": 8,
    "head_dim": None,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
    "vocab_size": 32000,
}
QWEN3_MOE = {
    "model_type": "qwen3_moe",
    "hidden_size": 2048,
    "intermediate_size": 6144,
    "moe_intermediate_size": 768,
    "num_attention_heads": 32,
    "head_dim": 128,
    "num_hidden_layers": 48,
    "num_key_value_heads": 4,
    "num_experts": 128,
    "decoder_sparse_step": 1,
    "mlp_only_layers": [],
    "tie_word_embeddings": False,
    "vocab_size": 151936,
}
DEEPSEEK_V3 = {
    "model_type": "deepseek_v3",
    "hidden_size": 7168,
    "intermediate_size": 18432,
    "moe_intermediate_size": 2048,
    "num_attention_heads": 128,
    "num_key_value_heads": 128,
    "num_hidden_layers": 61,
    "n_routed_experts": 256,
    "n_shared_experts": 1,
    "first_k_dense_replace": 3,
    "moe_layer_freq": 1,
    "q_lora_rank": 1536,
    "kv_lora_rank": 512,
    "qk_rope_head_dim": 64,
    "qk_nope_head_dim": 128,
    "v_head_dim": 128,
    "tie_word_embeddings": False,
    "vocab_size": 129280,
}
QWEN2_TIED = {
    "model_type": "qwen2",
    "hidden_size": 896,
    "intermediate_size": 4864,
    "num_attention_heads": 14,
    "num_hidden_layers": 24,
    "num_key_value_heads": 2,
    "tie_word_embeddings": True,
    "vocab_size": 151936,
}
GPT2 = {
    "model_type": "gpt2",
    "n_embd": 768,
    "n_head": 12,
    "n_layer": 12,
    "n_positions": 1024,
    "vocab_size": 50257,
}
BERT_BASE = {
    "model_type": "bert",
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "max_position_embeddings": 512,
    "vocab_size": 30522,
}
T5_SMALL = {
    "model_type": "t5",
    "d_model": 512,
    "d_ff": 2048,
    "d_kv": 64,
    "num_heads": 8,
    "num_layers": 6,
    "num_decoder_layers": 6,
    "is_encoder_decoder": True,
    "feed_forward_proj": "relu",
    "vocab_size": 32128,
}


@pytest.mark.parametrize(
    ("config", "published"),
    [
        (LLAMA_3_8B, 8_030_261_248),
        (MIXTRAL, 46_702_792_704),
        (QWEN3_MOE, 30_532_122_624),
        (DEEPSEEK_V3, 671_026_419_200),
        (QWEN2_TIED, 494_032_768),
        (GPT2, 124_439_808),
        (BERT_BASE, 109_482_240),
        (T5_SMALL, 60_506_624),
    ],
    ids=lambda value: value["model_type"] if isinstance(value, dict) else "",
)
def test_counts_of_published_models(config: dict[str, object], published: int) -> None:
    counted = sum(group.parameters for group in groups_from_config(config))
    assert counted == pytest.approx(published, rel=0.007)


def test_experts_are_kept_apart_and_the_dtype_is_the_configs() -> None:
    groups = {group.role: group for group in groups_from_config(MIXTRAL)}
    assert groups["expert"].parameters == 32 * 8 * 3 * 4096 * 14336
    assert {group.dtype for group in groups.values()} == {"BF16"}


def test_nested_models_are_added_up() -> None:
    vision = {**BERT_BASE, "vocab_size": 1}
    both = {"text_config": LLAMA_3_8B, "vision_config": vision}
    text, image = groups_from_config(LLAMA_3_8B), groups_from_config(vision)
    (group,) = groups_from_config(both)
    assert group.parameters == text[0].parameters + image[0].parameters
    assert group.dtype == "BF16"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"hidden_size": 8},
        {"hidden_size": -8, "num_hidden_layers": 2, "num_attention_heads": 2},
        {"hidden_size": True, "num_hidden_layers": 2, "num_attention_heads": 2},
        {"hidden_size": 10**12, "num_hidden_layers": 2, "num_attention_heads": 2},
        {"hidden_size": "8", "num_hidden_layers": [], "num_attention_heads": {}},
    ],
)
def test_too_little_gives_nothing(config: dict[str, object]) -> None:
    assert groups_from_config(config) == ()


@pytest.mark.parametrize(
    ("lines", "dtype", "bits"),
    [
        ({"quant_method": "gptq", "bits": 4, "group_size": 128}, "I32", 4.15625),
        ({"quant_method": "awq", "w_bit": 4, "q_group_size": 64}, "I32", 4.3125),
        ({"quant_method": "gptq", "bits": 8, "group_size": -1}, "I32", 8.1875),
        ({"quant_method": "fp8"}, "F8_E4M3", 8),
        ({"quant_method": "bitsandbytes", "load_in_8bit": True}, "I8", 8),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True}, "U8", 4.5),
        ({"load_in_4bit": True, "bnb_4bit_use_double_quant": True}, "U8", 4.127),
    ],
)
def test_quantised_blocks_between_tables_that_are_not(
    lines: dict[str, object], dtype: str, bits: float
) -> None:
    blocks, tables = groups_from_config({**LLAMA_3_8B, "quantization_config": lines})
    assert blocks.dtype == dtype
    assert blocks.bytes * 8 / blocks.parameters == pytest.approx(bits, rel=1e-3)
    assert (tables.dtype, tables.parameters) == ("BF16", 2 * 128256 * 4096)


def test_mxfp4_packs_the_experts_only() -> None:
    config = {**MIXTRAL, "quantization_config": {"quant_method": "mxfp4"}}
    groups = {group.role: group for group in groups_from_config(config)}
    assert (groups["dense"].dtype, groups["expert"].dtype) == ("BF16", "U8")
    assert groups["expert"].bytes * 8 == int(groups["expert"].parameters * 4.25)


@pytest.mark.parametrize("lines", [{}, {"quant_method": "unheard-of"}, [], None, "gptq"])
def test_an_unknown_quantisation_is_taken_as_none(lines: object) -> None:
    config = {**LLAMA_3_8B, "quantization_config": lines}
    assert groups_from_config(config) == groups_from_config(LLAMA_3_8B)
