"""Which parts a model made of several has: diffusers pipelines, sentence-transformers modules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from jupyterlab_headroom.checkpoints.files import is_file, opened, read_exactly
from jupyterlab_headroom.checkpoints.jsonfile import MAX_CONFIG_BYTES, read_object
from jupyterlab_headroom.checkpoints.problems import CheckpointError

PIPELINE_INDEX = "model_index.json"
MODULES_INDEX = "modules.json"
MAX_PARTS = 50
#: Classes without weights.
_WEIGHTLESS = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "Extractor")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its directory, and the library that would load it."""

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
        if not (isinstance(value, list) and len(value) == 2 and _is_inside(name)):
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
    for module in _read_list(index):
        path = module.get("path") if isinstance(module, dict) else None
        if isinstance(path, str) and (path == "" or _is_inside(path)):
            parts.append(Part(path or "0", directory / path, "transformers"))
    return parts[:MAX_PARTS]


def _read_list(path: Path) -> list[object]:
    with opened(path) as (file, identity):
        if identity.size > MAX_CONFIG_BYTES:
            raise CheckpointError("header-too-large", "modules.json is too large.")
        try:
            value = json.loads(read_exactly(file, identity.size).decode("utf-8"))
        except (ValueError, RecursionError):
            return []
    return value if isinstance(value, list) else []


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and "\0" not in name and not path.is_absolute() and ".." not in path.parts
