"""The recipes of the random checkpoints: `recipes/written/*.json`, `recipes/held-out/*.json`.

The rules were written with the models in the first folder; those in the second were measured and
judged only afterwards. The files are read in the order of their names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HALVES = ("written", "held-out")
#: Built by pipelines.py; they supplied the cost of the imports.
OF_PARTS = ("ddpm", "stable-diffusion", "sentences")


@dataclass(frozen=True)
class Recipe:
    """One architecture: how to build it, which dtype it is stored in, and in which formats."""

    half: str
    config: str
    model: str
    dtype: str
    arguments: dict[str, Any]
    formats: tuple[str, ...]


def recipes() -> dict[str, Recipe]:
    """Recipes by name: the part before the format in the folder name of a checkpoint."""
    folder = Path(__file__).with_name("recipes")
    return {
        name: Recipe(half=half, **{**lines, "formats": tuple(lines["formats"])})
        for half in HALVES
        for file in sorted((folder / half).glob("*.json"))
        for name, lines in json.loads(file.read_text()).items()
    }


def half_of(checkpoint: str) -> str:
    """The half that a checkpoint belongs to: `olmoe.safetensors` -> `written`."""
    name = checkpoint.partition(".")[0]
    return HALVES[0] if name in OF_PARTS else recipes()[name].half
