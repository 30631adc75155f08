"""Picks the entries of a model's config.json that the memory rules use, verbatim.

This is an allow list, so that an answer can never leak anything else from a file that happens to
be called config.json.
"""

from __future__ import annotations

from collections.abc import Mapping

_KEYS_LINES = """
    architectures model_type torch_dtype dtype tie_word_embeddings is_encoder_decoder
    hidden_size n_embd d_model dim num_hidden_layers n_layer n_layers num_layers num_decoder_layers
    encoder_layers decoder_layers num_attention_heads n_head n_heads num_heads
    num_key_value_heads num_kv_heads multi_query new_decoder_architecture head_dim d_kv
    intermediate_size n_inner d_ff ffn_dim encoder_ffn_dim decoder_ffn_dim hidden_act
    hidden_activation activation_function feed_forward_proj is_gated_act vocab_size
    num_experts num_local_experts n_routed_experts num_experts_per_tok moe_intermediate_size
    n_shared_experts shared_expert_intermediate_size first_k_dense_replace decoder_sparse_step
    mlp_only_layers moe_layer_freq
    q_lora_rank kv_lora_rank qk_rope_head_dim qk_nope_head_dim v_head_dim
    sliding_window use_sliding_window max_window_layers layer_types sliding_window_pattern
    attention_chunk_size full_attention_interval linear_num_value_heads linear_num_key_heads
    linear_key_head_dim linear_value_head_dim linear_conv_kernel_dim
    state_size conv_kernel expand mamba_d_state mamba_d_conv mamba_expand mamba_n_groups
    max_position_embeddings n_positions max_sequence_length image_size patch_size num_channels
    _class_name _diffusers_version block_out_channels cross_attention_dim sample_size
    peft_type base_model_name_or_path r lora_alpha target_modules modules_to_save task_type
"""
_KEYS = frozenset(_KEYS_LINES.split())
#: Parts that are models in their own right.
_NESTED_LINES = """
    text_config vision_config audio_config thinker_config talker_config llm_config language_config
    encoder decoder text_encoder
"""
_NESTED = frozenset(_NESTED_LINES.split())
_QUANTIZATION_LINES = """
    quant_method bits group_size desc_act sym w_bit q_group_size version zero_point load_in_4bit
    load_in_8bit bnb_4bit_quant_type bnb_4bit_use_double_quant bnb_4bit_compute_dtype
    bnb_4bit_quant_storage llm_int8_skip_modules modules_to_not_convert ignore fmt
    weight_block_size activation_scheme quant_type format dequantize
"""
_QUANTIZATION = frozenset(_QUANTIZATION_LINES.split())
MAX_TEXT = 200
MAX_ITEMS = 1_000
MAX_DEPTH = 3


def pick(config: Mapping[str, object], depth: int = 0) -> dict[str, object]:
    """Return the entries that the rules use; nested models are filtered in the same way."""
    picked: dict[str, object] = {}
    for key, value in config.items():
        if key in _KEYS and _is_plain(value):
            picked[key] = value
        elif key in _NESTED and isinstance(value, dict) and depth < MAX_DEPTH:
            picked[key] = pick(value, depth + 1)
        elif key == "quantization_config" and isinstance(value, dict):
            picked[key] = {k: v for k, v in value.items() if k in _QUANTIZATION and _is_plain(v)}
    return picked


def _is_plain(value: object) -> bool:
    """Return whether a value is a scalar or a list of scalars, of a size found in real configs."""
    if isinstance(value, list):
        return len(value) <= MAX_ITEMS and all(_is_scalar(item) for item in value)
    return _is_scalar(value)


def _is_scalar(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_TEXT
    if isinstance(value, int | float):
        # NaN and Infinity are not JSON, and no model has integers beyond 2**63.
        return -(2**63) < value < 2**63
    return value is None
