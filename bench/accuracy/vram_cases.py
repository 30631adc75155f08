"""The loads onto a GPU to measure: one cell loads and one uses the model; `MODEL` is its folder."""

from __future__ import annotations

from dataclasses import dataclass

LLM = "AutoModelForCausalLM"
FORWARD = "M(torch.arange(16, device='cuda').unsqueeze(0))"
#: Fills the key-value cache: 4096 tokens of context, and 64 new ones.
GENERATE = (
    "M.generate(torch.ones((1, 4096), dtype=torch.long, device='cuda'),"
    " max_new_tokens=64, min_new_tokens=64, do_sample=False)"
)
FOUR_BIT = "quantization_config=BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type='nf4')"
EIGHT_BIT = "quantization_config=BitsAndBytesConfig(load_in_8bit=True)"


@dataclass(frozen=True)
class VramCase:
    """A load of one checkpoint, and what is then done with it."""

    checkpoint: str
    label: str
    load: str
    use: str = ""
    #: Distributions it needs; without them the case is skipped.
    needs: tuple[str, ...] = ()


def _case(
    checkpoint: str,
    keywords: str,
    chain: str = "",
    use: str = "",
    model: str = LLM,
    needs: tuple[str, ...] = (),
) -> VramCase:
    more = f", {keywords}" if keywords else ""
    cell = (
        f"import torch\nfrom transformers import {model}, BitsAndBytesConfig\n"
        f"M = {model}.from_pretrained(MODEL{more}){chain}"
    )
    return VramCase(checkpoint, f"{keywords} {chain}".strip(), cell, use, needs)


CUDA, AUTO = 'device_map="cuda"', 'device_map="auto"'
FP16, FP32, BF16 = "dtype=torch.float16", "dtype=torch.float32", "dtype=torch.bfloat16"

CASES: tuple[VramCase, ...] = (
    *(
        _case("llama-1b.safetensors", keywords, use=FORWARD)
        for keywords in (CUDA, AUTO, f"{CUDA}, {FP16}", f"{CUDA}, {FP32}", f"{AUTO}, {FP32}")
    ),
    *(
        _case("llama-1b.safetensors", "", chain, FORWARD)
        for chain in ('.to("cuda")', ".cuda().half()", '.half().to("cuda")', ".float().cuda()")
    ),
    _case("llama-1b.safetensors", CUDA, use=GENERATE),
    _case("llama-1b.shards", CUDA, use=FORWARD),
    _case("llama-1b.safetensors", f"{CUDA}, {FOUR_BIT}", use=FORWARD, needs=("bitsandbytes",)),
    _case("llama-1b.safetensors", f"{CUDA}, {EIGHT_BIT}", use=FORWARD, needs=("bitsandbytes",)),
    _case("llama-8b.safetensors", CUDA, use=GENERATE),
    _case("llama-8b.safetensors", AUTO, use=FORWARD),
    _case("llama-8b.safetensors", "", '.to("cuda")', FORWARD),
    _case("llama-8b.safetensors", f"{CUDA}, {FOUR_BIT}", use=FORWARD, needs=("bitsandbytes",)),
    _case("llama-1b-fp32.safetensors", CUDA, use=FORWARD),
    _case("llama-1b-fp32.safetensors", f"{CUDA}, {BF16}", use=FORWARD),
    _case("llama-1b-fp32.bin", f"{CUDA}, {BF16}", use=FORWARD),
    _case("mixtral-3b.safetensors", CUDA, use=FORWARD),
    _case("mixtral-3b.safetensors", f"{CUDA}, {FP16}", use=FORWARD),
    _case("mixtral-3b.safetensors", f"{CUDA}, {FOUR_BIT}", use=FORWARD, needs=("bitsandbytes",)),
    _case("bert-large.safetensors", CUDA, use=FORWARD, model="AutoModel"),
    _case("bert-large.safetensors", f"{CUDA}, {FP16}", use=FORWARD, model="AutoModel"),
)
