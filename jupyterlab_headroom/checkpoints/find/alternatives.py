"""Finds files of the same model to load instead: smaller quantisations, float16 copies."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from jupyterlab_headroom.checkpoints.config.parts import Part
from jupyterlab_headroom.checkpoints.files.files import MAX_DIRECTORY_ENTRIES
from jupyterlab_headroom.checkpoints.find import weights
from jupyterlab_headroom.checkpoints.formats.index import read_index
from jupyterlab_headroom.checkpoints.problems import CheckpointError
from jupyterlab_headroom.nouns.checkpoints import ModelFile, ModelQuery

MAX_ALTERNATIVES = 50
#: The only variant that is widely published.
HALF = "fp16"
_SPLIT = re.compile(r"-\d{5}-of-\d{5}\.gguf$")
#: A projector for images, which is used with any of the quantisations.
_PROJECTOR = re.compile(r"mmproj", re.IGNORECASE)


def other_gguf_files(chosen: Path) -> tuple[ModelFile, ...]:
    """Return the other GGUF files next to `chosen`, sorted by name, without split files."""
    try:
        with os.scandir(chosen.parent) as entries:
            found = [
                ModelFile(entry.name, entry.stat().st_size)
                for entry in islice(entries, MAX_DIRECTORY_ENTRIES)
                if _is_other(entry.name, chosen.name) and entry.is_file()
            ]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda file: file.name))[:MAX_ALTERNATIVES]


def _is_other(name: str, chosen: str) -> bool:
    return (
        name.endswith(".gguf")
        and name != chosen
        and not _SPLIT.search(name)
        and not _PROJECTOR.search(name)
    )


def half_variants(parts: Sequence[Part], query: ModelQuery) -> tuple[ModelFile, ...]:
    """Return the float16 files of a pipeline's parts, where there are any."""
    if query.variant:
        return ()
    found = (_half(part, query) for part in parts)
    return tuple(file for file in found if file is not None)


def _half(part: Part, query: ModelQuery) -> ModelFile | None:
    path = weights.choose(part.directory, replace(query, kind=part.kind, variant=HALF))
    if path is None:
        return None
    try:
        size = read_index(path).total_bytes if path.suffix == ".json" else path.stat().st_size
    except (OSError, CheckpointError):
        return None
    return None if size is None else ModelFile(f"{part.name}/{path.name}", size)
