"""The loads to measure, each written as one cell in which `MODEL` stands for the folder."""

from __future__ import annotations

from dataclasses import dataclass, replace

LLM = (
    "from transformers import AutoModelForCausalLM\n"
    "M = AutoModelForCausalLM.from_pretrained(MODEL{})"
)
AUTO = "from transformers import AutoModel\nM = AutoModel.from_pretrained(MODEL{})"
TORCH = "import torch\n"
BOTH = ("4.57", "5")


@dataclass(frozen=True)
class Case:
    """A load of one checkpoint, and the library versions to measure it with."""

    checkpoint: str
    label: str
    cell: str
    versions: tuple[str, ...] = BOTH


def _loads(checkpoint: str, template: str, *variants: str) -> list[Case]:
    return [
        Case(
            checkpoint,
            variant or "default",
            TORCH + template.format(f", {variant}" if variant else ""),
        )
        for variant in variants
    ]


T5 = (
    "from transformers import T5ForConditionalGeneration\n"
    "M = T5ForConditionalGeneration.from_pretrained(MODEL{})"
)
SPEECH = (
    "from transformers import AutoModelForSpeechSeq2Seq\n"
    "M = AutoModelForSpeechSeq2Seq.from_pretrained(MODEL{})"
)
SEQ2SEQ = (
    "from transformers import AutoModelForSeq2SeqLM\n"
    "M = AutoModelForSeq2SeqLM.from_pretrained(MODEL{})"
)
TORCH_LOAD = TORCH + 'M = torch.load(MODEL + "/pytorch_model.bin")'
MASKED = (
    "from transformers import AutoModelForMaskedLM\n"
    "M = AutoModelForMaskedLM.from_pretrained(MODEL{})"
)
PICTURES = (
    "from transformers import AutoModelForImageTextToText\n"
    "M = AutoModelForImageTextToText.from_pretrained(MODEL{})"
)
FP32, FP16, BF16 = "dtype=torch.float32", "dtype=torch.float16", "dtype=torch.bfloat16"
AUTO_DTYPE = 'torch_dtype="auto"'

WRITTEN: list[Case] = [
    *_loads(
        "llama-bf16.safetensors",
        LLM,
        "",
        AUTO_DTYPE,
        FP32,
        FP16,
        'device_map="cpu"',
        "low_cpu_mem_usage=True",
    ),
    *_loads("llama-bf16.shards", LLM, "", FP32),
    *_loads("llama-bf16.bin", LLM, "", FP16),
    *_loads("llama-bf16.legacy", LLM, "", FP32),
    *_loads("llama-fp32.safetensors", LLM, "", BF16),
    *_loads("llama-fp32.legacy", LLM, "", BF16),
    *_loads("qwen2-tied.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("mixtral.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("bert.safetensors", AUTO, "", FP16),
    *_loads("t5.safetensors", T5, "", FP16, BF16),
    *_loads("gpt2.safetensors", LLM, "", FP16),
    *_loads("gpt2.bin", LLM, "", BF16),
    *_loads("gemma2.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("gemma2.shards", LLM, "", FP16),
    *_loads("qwen3-moe.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("deepseek.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("clip.safetensors", AUTO, "", BF16),
    *_loads("whisper.safetensors", SPEECH, "", AUTO_DTYPE, FP32),
    *_loads("whisper.bin", SPEECH, ""),
    *_loads("olmoe.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("phi3.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("phi3.shards", LLM, FP32),
    *_loads("phi3.legacy", LLM, "", FP32),
    *_loads("opt.safetensors", LLM, "", AUTO_DTYPE, BF16),
    *_loads("opt.bin", LLM, "", FP32),
    *_loads("vit.safetensors", AUTO, "", FP16, BF16),
    *_loads("bart.safetensors", SEQ2SEQ, "", FP16),
    Case("vit.safetensors", ".half()", TORCH + AUTO.format("") + ".half()"),
    Case("phi3.safetensors", ".float()", TORCH + LLM.format("") + ".float()"),
    Case(
        "llama-bf16.safetensors", "disable_mmap", TORCH + LLM.format(", disable_mmap=True"), ("5",)
    ),
    Case("llama-bf16.shards", "disable_mmap", TORCH + LLM.format(", disable_mmap=True"), ("5",)),
    Case("llama-bf16.safetensors", ".float()", TORCH + LLM.format("") + ".float()"),
    Case("llama-fp32.safetensors", ".half()", TORCH + LLM.format("") + ".half()"),
    Case("gpt2.safetensors", ".to(bf16)", TORCH + LLM.format("") + ".to(torch.bfloat16)"),
    Case("clip.safetensors", ".half()", TORCH + AUTO.format("") + ".half()"),
    Case(
        "llama-bf16.safetensors",
        "safetensors.torch.load_file",
        'from safetensors.torch import load_file\nM = load_file(MODEL + "/model.safetensors")',
        ("5",),
    ),
    Case(
        "gpt2.safetensors",
        "safetensors.numpy.load_file",
        'from safetensors.numpy import load_file\nM = load_file(MODEL + "/model.safetensors")',
        ("5",),
    ),
    *[
        Case(
            checkpoint,
            f"torch.load {label}",
            f'{TORCH}M = torch.load(MODEL + "/pytorch_model.bin"{keywords})',
            ("5",),
        )
        for checkpoint in ("llama-bf16.bin", "gpt2.bin", "llama-bf16.legacy")
        for label, keywords in (("", ""), ("mmap", ", mmap=True"))
        if (checkpoint, label) != ("llama-bf16.legacy", "mmap")
    ],
]

#: The third held-out set.
WRITTEN += [
    *_loads("qwen3.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("qwen3.legacy", LLM, "", FP32),
    *_loads("falcon.safetensors", LLM, "", FP32),
    *_loads("falcon.bin", LLM, FP16),
    *_loads("stablelm.safetensors", LLM, "", BF16, 'device_map="cpu"'),
    *_loads("stablelm.shards", LLM, "", FP32),
    *_loads("gpt-neox.safetensors", LLM, "", FP16),
    *_loads("gpt-neox.legacy", LLM, "", BF16),
    *_loads("modernbert.safetensors", MASKED, "", FP16),
    *_loads("distilbert.safetensors", AUTO, BF16),
    *_loads("distilbert.bin", AUTO, "", FP16),
    *_loads("siglip.safetensors", AUTO, "", FP16),
    *_loads("marian.safetensors", SEQ2SEQ, "", FP16),
    *_loads("phimoe.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("granite-moe.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("qwen2-moe.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    Case("qwen3.safetensors", ".float()", TORCH + LLM.format("") + ".float()"),
    Case("distilbert.safetensors", ".half()", TORCH + AUTO.format("") + ".half()"),
    Case("falcon.safetensors", "disable_mmap", TORCH + LLM.format(", disable_mmap=True"), ("5",)),
    Case("falcon.bin", "torch.load ", TORCH_LOAD, ("5",)),
    Case(
        "modernbert.safetensors",
        "safetensors.numpy.load_file",
        'from safetensors.numpy import load_file\nM = load_file(MODEL + "/model.safetensors")',
        ("5",),
    ),
]

#: The fourth held-out set.
WRITTEN += [
    *_loads("mistral.safetensors", LLM, "", FP32, FP16),
    *_loads("mistral.bin", LLM, "", FP16),
    *_loads("gemma.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("gemma.legacy", LLM, "", FP32),
    *_loads("cohere.shards", LLM, "", FP32, BF16),
    *_loads("olmo2.shards", LLM, "", BF16, 'device_map="cpu"'),
    *_loads("bloom.bin", LLM, "", BF16),
    *_loads("starcoder.legacy", LLM, "", FP16),
    *_loads("roberta.safetensors", MASKED, "", FP16),
    *_loads("roberta.bin", MASKED, "", BF16),
    *_loads("deberta.safetensors", AUTO, "", FP16),
    *_loads("mbart.bin", SEQ2SEQ, "", FP16),
    *_loads("pegasus.safetensors", SEQ2SEQ, "", FP16),
    *_loads("mt5.safetensors", SEQ2SEQ, "", FP16),
    *_loads("dinov2.safetensors", AUTO, "", FP16),
    *_loads("swin.safetensors", AUTO, "", BF16),
    *_loads("wav2vec2.safetensors", AUTO, "", FP16),
    *_loads("mamba.safetensors", LLM, "", FP32),
    *_loads("llava.safetensors", PICTURES, "", FP16),
    *_loads("glm4-moe.safetensors", LLM, "", FP32, FP16),
    *_loads("ernie-moe.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("deepseek2.safetensors", LLM, "", FP32, BF16),
    *_loads("minimax.safetensors", LLM, "", FP32, FP16),
    Case("mistral.safetensors", ".float()", TORCH + LLM.format("") + ".float()"),
    Case("swin.safetensors", ".half()", TORCH + AUTO.format("") + ".half()"),
    Case("cohere.shards", "disable_mmap", TORCH + LLM.format(", disable_mmap=True"), ("5",)),
    Case("bloom.bin", "torch.load ", TORCH_LOAD, ("5",)),
    Case("starcoder.legacy", "torch.load ", TORCH_LOAD, ("5",)),
]

HELD_OUT: list[Case] = [
    *_loads("gptj.bin", LLM, "", FP32),
    *_loads("gpt-neo.legacy", LLM, "", FP16),
    *_loads("mpt.shards", LLM, "", FP32),
    *_loads("starcoder2.safetensors", LLM, "", FP32, FP16),
    *_loads("starcoder2.bin", LLM, "", FP32),
    *_loads("granite.shards", LLM, "", FP32, FP16),
    *_loads("nemotron.safetensors", LLM, "", AUTO_DTYPE, BF16),
    *_loads("cohere2.safetensors", LLM, "", FP32),
    *_loads("cohere2.legacy", LLM, "", FP32),
    *_loads("phi.bin", LLM, "", BF16),
    *_loads("smollm3.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("exaone4.safetensors", LLM, "", FP16, 'device_map="cpu"'),
    *_loads("glm4.shards", LLM, "", FP32),
    *_loads("xglm.safetensors", LLM, "", FP16),
    *_loads("electra.safetensors", MASKED, "", FP16),
    *_loads("electra.bin", MASKED, "", BF16),
    *_loads("albert.safetensors", AUTO, "", FP16),
    *_loads("longformer.legacy", MASKED, "", FP16),
    *_loads("m2m100.safetensors", SEQ2SEQ, "", FP16),
    *_loads("blenderbot.bin", SEQ2SEQ, "", FP32),
    *_loads("longt5.safetensors", SEQ2SEQ, "", BF16),
    *_loads("beit.safetensors", AUTO, "", FP16),
    *_loads("convnext.safetensors", AUTO, "", BF16),
    *_loads("convnext.bin", AUTO, FP16),
    *_loads("ast.safetensors", AUTO, "", FP16),
    *_loads("blip.safetensors", PICTURES, "", FP16),
    *_loads("qwen2-vl.safetensors", PICTURES, "", FP32),
    *_loads("mamba2.shards", LLM, "", FP16),
    *_loads("dots1.safetensors", LLM, "", AUTO_DTYPE, FP32, FP16),
    *_loads("hunyuan-moe.safetensors", LLM, "", FP32, FP16),
    *_loads("flex-olmo.safetensors", LLM, "", BF16),
    *_loads("jamba.safetensors", LLM, "", AUTO_DTYPE, FP32),
    *_loads("gpt-oss.safetensors", LLM, "", FP32),
    Case("starcoder2.safetensors", ".float()", TORCH + LLM.format("") + ".float()"),
    Case("beit.safetensors", ".half()", TORCH + AUTO.format("") + ".half()"),
    Case("glm4.shards", "disable_mmap", TORCH + LLM.format(", disable_mmap=True"), ("5",)),
    Case("phi.bin", "torch.load ", TORCH_LOAD, ("5",)),
    Case("gpt-neo.legacy", "torch.load ", TORCH_LOAD, ("5",)),
]

SMALL_DIFFUSION = "from diffusers import DDPMPipeline\nM = DDPMPipeline.from_pretrained(MODEL{})"
DIFFUSION = (
    "from diffusers import StableDiffusionPipeline\n"
    "M = StableDiffusionPipeline.from_pretrained(\n"
    "    MODEL, tokenizer=None, safety_checker=None, feature_extractor=None, image_encoder=None{}\n"
    ")"
)
UNET = (
    "from diffusers import UNet2DConditionModel\n"
    'M = UNet2DConditionModel.from_pretrained(MODEL, subfolder="unet"{})'
)
SENTENCES = (
    "from sentence_transformers import SentenceTransformer\n"
    'M = SentenceTransformer(MODEL, device="cpu"{})'
)
HALF, FULL = "torch_dtype=torch.float16", "torch_dtype=torch.float32"

#: Only where diffusers and sentence-transformers are installed.
OF_PARTS: list[Case] = [
    replace(case, versions=("5",))
    for case in (
        *_loads("ddpm.pipeline", SMALL_DIFFUSION, "", HALF),
        *_loads("stable-diffusion.pipeline", DIFFUSION, "", HALF, FULL),
        Case("stable-diffusion.pipeline", "unet", TORCH + UNET.format("")),
        Case("stable-diffusion.pipeline", "unet float16", TORCH + UNET.format(f", {HALF}")),
        *_loads(
            "sentences.modules",
            SENTENCES,
            "",
            'model_kwargs={"torch_dtype": torch.float16}',
        ),
        Case("sentences.modules", ".half()", TORCH + SENTENCES.format("") + ".half()"),
    )
]

CASES: list[Case] = [*OF_PARTS, *WRITTEN, *HELD_OUT]
