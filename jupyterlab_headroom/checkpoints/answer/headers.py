"""Reads the headers of all files of one model, and sums them up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.checkpoints.config.parameters import group_of_size
from jupyterlab_headroom.checkpoints.files.files import Budget, is_file
from jupyterlab_headroom.checkpoints.formats.index import ShardIndex, read_index
from jupyterlab_headroom.checkpoints.formats.tensors import merge
from jupyterlab_headroom.checkpoints.formats.weightfile import (
    WeightCache,
    WeightFile,
    read_weight_file,
)
from jupyterlab_headroom.checkpoints.problems import CheckpointError
from jupyterlab_headroom.nouns.checkpoints import DiskNeed, ModelFacts, ModelFile, ModelProblem

#: llama.cpp opens the first part and finds the others by this pattern.
_GGUF_PART = re.compile(r"(.*)-00001-of-(\d{5})\.gguf")
MAX_GGUF_PARTS = 1_000


class HeaderReader:
    """Completes the facts about a model from file headers. Holds the cache of headers."""

    def __init__(self) -> None:
        self._cache = WeightCache()

    def add(self, facts: ModelFacts, chosen: Path, budget: Budget) -> ModelFacts:
        """Return `facts` completed from a weight file or an index of shards."""
        if chosen.name.endswith(".json"):
            return self._shards(facts, chosen.parent, read_index(chosen), budget)
        return self._files(facts, _parts(chosen), chosen.parent, budget)

    def _shards(
        self, facts: ModelFacts, directory: Path, index: ShardIndex, budget: Budget
    ) -> ModelFacts:
        present = [path for name in index.names if is_file(path := directory / name)]
        if present:
            facts = self._files(facts, present, directory, budget)
        if len(present) == len(index.names):
            return facts
        missing = len(index.names) - len(present)
        message = f"{missing} of {len(index.names)} files of the model are not there."
        facts = _scaled_to_whole(facts, index.total_bytes)
        return replace(facts, problem=ModelProblem("incomplete", message))

    def _files(
        self, facts: ModelFacts, paths: Sequence[Path], directory: Path, budget: Budget
    ) -> ModelFacts:
        read: list[WeightFile] = []
        for path in paths:
            budget.check()
            read.append(read_weight_file(path, self._cache, budget))
        names = [path.relative_to(directory).as_posix() for path in paths]
        files = tuple(ModelFile(n, f.bytes) for n, f in zip(names, read, strict=True))
        facts = replace(facts, files=files, source=read[0].source, format=read[0].format)
        if read[0].metadata:
            facts = replace(facts, config={**facts.config, **read[0].metadata})
        summaries = [file.summary for file in read if file.summary is not None]
        if len(summaries) < len(read):
            return facts
        total = merge(summaries)
        return replace(
            facts,
            tensors=total.groups,
            largest_tensor_bytes=total.largest_tensor_bytes,
            layout=total.layout,
        )


def _scaled_to_whole(facts: ModelFacts, total_bytes: int | None) -> ModelFacts:
    """Return `facts` scaled up to the size of the whole model as given by its index.

    The shares of dtypes and roles are those of the files present. The layout is dropped, as that of
    the missing files is unknown; the largest tensor is the largest one seen.
    """
    facts = replace(facts, layout=None)
    present = sum(group.bytes for group in facts.tensors)
    if total_bytes is None or total_bytes < present:
        return replace(facts, tensors=())
    disk = DiskNeed(total_bytes - present, 0, None)
    if present == 0:
        group = group_of_size(facts.config, total_bytes)
        return replace(facts, source="config", disk=disk, tensors=(group,))
    tensors = tuple(
        replace(
            group,
            bytes=group.bytes * total_bytes // present,
            parameters=group.parameters * total_bytes // present,
        )
        for group in facts.tensors
    )
    return replace(facts, disk=disk, tensors=tensors)


def _parts(path: Path) -> list[Path]:
    """Return all parts of a split GGUF model, or just the file."""
    match = _GGUF_PART.fullmatch(path.name)
    if match is None:
        return [path]
    stem, count = match[1], int(match[2])
    if count > MAX_GGUF_PARTS:
        raise CheckpointError("too-many-files", f"The model says it has {count:,} parts.")
    return [path.with_name(f"{stem}-{part:05d}-of-{match[2]}.gguf") for part in range(1, count + 1)]
