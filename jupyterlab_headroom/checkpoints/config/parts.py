"""Lists the parts of composite models: diffusers pipelines and sentence-transformers modules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jupyterlab_headroom.checkpoints.files.files import is_file, is_inside
from jupyterlab_headroom.checkpoints.files.jsonfile import read_list, read_object

PIPELINE_INDEX = "model_index.json"
MODULES_INDEX = "modules.json"
MAX_PARTS = 50
#: Endings of class names that have no weights.
_WEIGHTLESS = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "Extractor")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its directory, and the library that loads it."""

    name: str
    directory: Path
    kind: str


def pipeline_parts(directory: Path) -> list[Part]:
    """Return the parts of a diffusers pipeline: `"unet": ["diffusers", "UNet2DConditionModel"]`."""
    index = directory / PIPELINE_INDEX
    if not is_file(index):
        return []
    parts = []
    for name, value in read_object(index).items():
        if not (isinstance(value, list) and len(value) == 2 and is_inside(name)):
            continue
        library, cls = value
        if isinstance(library, str) and isinstance(cls, str) and not cls.endswith(_WEIGHTLESS):
            kind = "transformers" if library == "transformers" else "diffusers"
            parts.append(Part(name, directory / name, kind))
    return parts[:MAX_PARTS]


def module_parts(directory: Path) -> list[Part]:
    """Return the modules of a sentence-transformers model; the first may be the root itself."""
    index = directory / MODULES_INDEX
    if not is_file(index):
        return []
    parts = []
    for module in read_list(index):
        path = module.get("path") if isinstance(module, dict) else None
        if isinstance(path, str) and (path == "" or is_inside(path)):
            parts.append(Part(path or "0", directory / path, "transformers"))
    return parts[:MAX_PARTS]
