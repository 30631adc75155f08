"""Build the random checkpoints of the accuracy bench: `python models.py FOLDER [NAME...]`.

They have 0.05 to 0.3 B parameters each, use seed 0, and come in the formats found on model hubs.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from recipes import Recipe, recipes


def with_stored_names(model: Any) -> dict[str, Any]:
    """The tensors under their names in files; transformers 5 renames some of them in memory."""
    try:
        from transformers.core_model_loading import revert_weight_conversion
    except ImportError:
        return dict(model.state_dict())
    return dict(revert_weight_conversion(model, model.state_dict()))


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
        with_stored_names(model),
        folder / "pytorch_model.bin",
        _use_new_zipfile_serialization=form == "bin",
    )


def build(root: Path, name: str, recipe: Recipe) -> None:
    """Build one recipe in all its formats, skipping folders that already exist."""
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
        done = {"model": recipe.model, "parameters": parameters}
        (folder / "done.json").write_text(json.dumps(done))
    print(name, f"{parameters / 1e6:.0f} M", missing, flush=True)


if __name__ == "__main__":
    known = recipes()
    for wanted in sys.argv[2:] or known:
        build(Path(sys.argv[1]), wanted, known[wanted])
