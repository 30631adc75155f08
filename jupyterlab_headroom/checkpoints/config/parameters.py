"""Counts the parameters of a model from its config.json alone.

Used for models of which only the config is present. Covers the usual transformer blocks: attention
(grouped, or with latent keys and values), a gated or plain feed-forward part, and experts. Biases
and per-head norms are left out, so the result is slightly low: within 0.5 % for the models in the
tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from jupyterlab_headroom.checkpoints.config.quantization import Packed, packing_of
from jupyterlab_headroom.nouns.checkpoints import Role, TensorGroup

#: Dtype name in config.json -> name in the safetensors format.
DTYPES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "bfloat16": "BF16",
    "float8_e4m3fn": "F8_E4M3",
}
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1}
#: Model types whose feed-forward part has two matrices instead of three.
_PLAIN_LINES = """
    bert roberta xlm-roberta camembert distilbert electra mpnet deberta deberta-v2 gpt2 gpt_neo
    gpt_neox gptj opt falcon phi bloom starcoder2 mpt codegen bart mbart pegasus whisper vit clip
    clip_text_model clip_vision_model siglip_vision_model gpt_bigcode
"""
_PLAIN = frozenset(_PLAIN_LINES.split())
#: Model types with a table of learned position embeddings.
_LEARNED_POSITIONS_LINES = """
    bert roberta xlm-roberta camembert distilbert electra mpnet gpt2 gpt_neo opt bart mbart
    gpt_bigcode
"""
_LEARNED_POSITIONS = frozenset(_LEARNED_POSITIONS_LINES.split())


class _Counted(NamedTuple):
    """Parameters of the blocks, of the embedding tables, and of the routed experts."""

    blocks: int
    tables: int
    experts: int


class _Reader:
    """Reads positive integers from a config, each under any of several names."""

    def __init__(self, config: Mapping[str, object]) -> None:
        self.config = config

    def __call__(self, *names: str) -> int | None:
        for name in names:
            value = self.config.get(name)
            if type(value) is int and 0 < value < 10**9:
                return value
        return None


def groups_from_config(config: Mapping[str, object]) -> tuple[TensorGroup, ...]:
    """Return dense and expert parameters in the dtype of the config.

    Empty when the config does not say enough.
    """
    counted = _count(config)
    if counted is None:
        return ()
    dtype, packed = _dtype(config), packing_of(config)
    plain = Packed(dtype, _BYTES[dtype] * 8)
    blocks = plain if packed is None or packed.experts_only else packed
    groups = [_group(counted.tables + counted.blocks, plain)]
    if blocks is not plain:
        groups = [_group(counted.blocks, blocks), _group(counted.tables, plain)]
    groups.append(_group(counted.experts, packed or plain, "expert"))
    return tuple(group for group in groups if group.parameters)


def _group(parameters: int, packed: Packed, role: Role = "dense") -> TensorGroup:
    return TensorGroup(packed.dtype, parameters, int(parameters * packed.bits / 8), role)


def group_of_size(config: Mapping[str, object], total_bytes: int) -> TensorGroup:
    """Return one group of a known size in the dtype of the config."""
    dtype = _dtype(config)
    return TensorGroup(dtype, total_bytes // _BYTES[dtype], total_bytes)


def _dtype(config: Mapping[str, object]) -> str:
    """Return the dtype given in the config; without one, transformers saved float32."""
    nested = config.get("text_config")
    for source in (config, nested if isinstance(nested, Mapping) else {}):
        name = source.get("dtype") or source.get("torch_dtype")
        if isinstance(name, str) and name.removeprefix("torch.") in DTYPES:
            return DTYPES[name.removeprefix("torch.")]
    return "F32"


def _count(config: Mapping[str, object]) -> _Counted | None:
    """Return the parameters of the model and all its parts (text, vision) added up."""
    parts = [value for value in config.values() if isinstance(value, Mapping)]
    counted = [found for part in parts if (found := _count(part)) is not None]
    own = _count_own(config)
    if own is not None:
        counted.append(own)
    if not counted:
        return None
    return _Counted(*(sum(column) for column in zip(*counted, strict=True)))


def _count_own(config: Mapping[str, object]) -> _Counted | None:
    get = _Reader(config)
    width = get("hidden_size", "n_embd", "d_model", "dim")
    layers = get("num_hidden_layers", "n_layer", "n_layers", "num_layers", "encoder_layers")
    heads = get("num_attention_heads", "n_head", "n_heads", "num_heads")
    if width is None or layers is None or heads is None:
        return None
    attention = _attention(get, width, heads)
    dense_layers, expert_layers = _layers(config, get, layers)
    inner = get("intermediate_size", "n_inner", "d_ff", "ffn_dim", "encoder_ffn_dim") or 4 * width
    matrices = 2 if _is_plain(config) else 3
    dense = layers * (attention + 2 * width) + dense_layers * matrices * width * inner
    experts = 0
    if expert_layers:
        shared, routed, router = _mixture(get, width, inner)
        dense += expert_layers * (shared + router)
        experts = expert_layers * routed
    if config.get("is_encoder_decoder"):
        decoders = get("num_decoder_layers", "decoder_layers") or layers
        dense += decoders * (2 * attention + matrices * width * inner + 3 * width)
    return _Counted(dense, _embeddings(config, get, width), experts)


def _attention(get: _Reader, width: int, heads: int) -> int:
    size = get("head_dim", "d_kv") or width // heads
    latent = get("kv_lora_rank")
    if latent is None:
        shared = 1 if get.config.get("multi_query") is True else heads
        keys = get("num_key_value_heads", "num_kv_heads") or shared
        return 2 * width * heads * size + 2 * width * keys * size
    rope, plain = get("qk_rope_head_dim") or 0, get("qk_nope_head_dim") or size
    values, rank = get("v_head_dim") or size, get("q_lora_rank")
    query = heads * (rope + plain)
    return (
        (width * rank + rank * query if rank else width * query)
        + width * (latent + rope)
        + latent * heads * (plain + values)
        + heads * values * width
    )


def _layers(config: Mapping[str, object], get: _Reader, layers: int) -> tuple[int, int]:
    """Return how many layers are dense, and how many have experts."""
    if get("num_experts", "num_local_experts", "n_routed_experts") is None:
        return layers, 0
    listed = config.get("mlp_only_layers")
    dense = get("first_k_dense_replace") or (len(listed) if isinstance(listed, list) else 0)
    step = get("decoder_sparse_step", "moe_layer_freq") or 1
    sparse = max(0, layers - dense) // step
    return layers - sparse, sparse


def _mixture(get: _Reader, width: int, inner: int) -> tuple[int, int, int]:
    """Return the parameters of the shared experts, routed experts and router of one layer."""
    count = get("num_experts", "num_local_experts", "n_routed_experts") or 0
    own = get("moe_intermediate_size") or inner
    shared = get("shared_expert_intermediate_size") or (get("n_shared_experts") or 0) * own
    return 3 * width * shared, count * 3 * width * own, width * count


def _embeddings(config: Mapping[str, object], get: _Reader, width: int) -> int:
    vocabulary = get("vocab_size") or 0
    # If missing from the file, transformers' default applies: tied.
    tables = 1 if config.get("tie_word_embeddings", True) else 2
    positions = 0
    if config.get("model_type") in _LEARNED_POSITIONS:
        positions = get("max_position_embeddings", "n_positions") or 0
    return (tables * vocabulary + positions) * width


def _is_plain(config: Mapping[str, object]) -> bool:
    projection = config.get("feed_forward_proj")
    if isinstance(projection, str):  # T5 and its relatives
        return not projection.startswith("gated")
    return config.get("model_type") in _PLAIN
