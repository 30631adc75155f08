"""Build small random models that consist of parts: `python pipelines.py FOLDER`.

Builds two diffusers pipelines and one sentence-transformers model, and needs both libraries. Their
rules were written from the libraries' sources; their import costs were taken from these loads.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def ddpm(folder: Path) -> int:
    """One part: an unconditional UNet in float32."""
    import diffusers

    unet = diffusers.UNet2DModel(
        sample_size=64,
        block_out_channels=(192, 384, 576, 576),
        down_block_types=("DownBlock2D",) * 3 + ("AttnDownBlock2D",),
        up_block_types=("AttnUpBlock2D",) + ("UpBlock2D",) * 3,
    )
    diffusers.DDPMPipeline(unet, diffusers.DDPMScheduler()).save_pretrained(folder)
    return count(unet)


def stable_diffusion(folder: Path) -> int:
    """A pipeline of three parts in float16, one of them from transformers."""
    import diffusers
    import torch
    import transformers

    unet = diffusers.UNet2DConditionModel(
        sample_size=32,
        block_out_channels=(160, 320, 640),
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=512,
    )
    vae = diffusers.AutoencoderKL(
        block_out_channels=(64, 128, 256),
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        latent_channels=4,
    )
    text = transformers.CLIPTextModel(
        transformers.CLIPTextConfig(
            hidden_size=512, intermediate_size=2048, num_hidden_layers=8, num_attention_heads=8
        )
    )
    parts = [part.to(torch.float16) for part in (unet, vae, text)]
    diffusers.StableDiffusionPipeline(
        vae=parts[1],
        text_encoder=parts[2],
        tokenizer=None,
        unet=parts[0],
        scheduler=diffusers.DDIMScheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder)
    return sum(count(part) for part in parts)


def sentences(folder: Path) -> int:
    """A BERT in float32, wrapped by sentence-transformers."""
    import sentence_transformers
    import transformers

    inner = folder.with_suffix(".inner")
    inner.mkdir(parents=True, exist_ok=True)
    words = [*SPECIAL, *(f"w{i}" for i in range(30517))]
    (inner / "vocab.txt").write_text("\n".join(words))
    transformers.BertTokenizerFast(vocab_file=str(inner / "vocab.txt")).save_pretrained(inner)
    bert = transformers.BertModel(transformers.BertConfig())
    bert.save_pretrained(inner)
    # Without modules.json, the library adds mean pooling after the model.
    model = sentence_transformers.SentenceTransformer(str(inner), device="cpu")
    model.save(str(folder))
    return count(bert)


def count(model: Any) -> int:
    """The number of parameters of a model."""
    return sum(parameter.numel() for parameter in model.parameters())


BUILDERS: dict[str, Callable[[Path], int]] = {
    "ddpm.pipeline": ddpm,
    "stable-diffusion.pipeline": stable_diffusion,
    "sentences.modules": sentences,
}


def main(root: Path) -> None:
    """Build what is missing."""
    for name, build in BUILDERS.items():
        folder = root / name
        if (folder / "done.json").exists():
            continue
        parameters = build(folder)
        (folder / "done.json").write_text(json.dumps({"model": name, "parameters": parameters}))
        print(name, f"{parameters / 1e6:.0f} M", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
