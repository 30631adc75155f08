"""Which random checkpoints there are: `recipes/written/*.json`, `recipes/held-out/*.json`.

The rules were written with the models of the first folder; those of the second were only
measured and judged afterwards. The files are read in the order of their names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HALVES = ("written", "held-out")
#: Built by pipelines.py; the cost of the imports was taken from them.
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
    """By name, as it stands in front of the format in a checkpoint's folder."""
    folder = Path(__file__).with_name("recipes")
    return {
        name: Recipe(half=half, **{**lines, "formats": tuple(lines["formats"])})
        for half in HALVES
        for file in sorted((folder / half).glob("*.json"))
        for name, lines in json.loads(file.read_text()).items()
    }


def half_of(checkpoint: str) -> str:
    """The half of a checkpoint: `olmoe.safetensors` -> `written`."""
    name = checkpoint.partition(".")[0]
    return HALVES[0] if name in OF_PARTS else recipes()[name].half
