"""Describes a directory that holds a model, in any of the layouts that the libraries save."""

from __future__ import annotations

import fnmatch
import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.checkpoints.answer.headers import HeaderReader
from jupyterlab_headroom.checkpoints.config import config
from jupyterlab_headroom.checkpoints.config.parameters import groups_from_config
from jupyterlab_headroom.checkpoints.config.parts import Part, module_parts, pipeline_parts
from jupyterlab_headroom.checkpoints.files.files import (
    MAX_DIRECTORY_ENTRIES,
    Budget,
    is_file,
    is_inside,
)
from jupyterlab_headroom.checkpoints.files.jsonfile import read_object
from jupyterlab_headroom.checkpoints.find import weights
from jupyterlab_headroom.checkpoints.find.alternatives import half_variants, other_gguf_files
from jupyterlab_headroom.checkpoints.formats.tensors import Summary, merge
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown
from jupyterlab_headroom.nouns.checkpoints import ModelFacts, ModelFile, ModelProblem, ModelQuery


class DirectoryReader:
    """Reads facts about a model from its directory."""

    def __init__(self) -> None:
        self._headers = HeaderReader()

    def file(self, facts: ModelFacts, path: Path, budget: Budget) -> ModelFacts:
        """Return `facts` completed from a single file (or index)."""
        return _with_other_quantisations(self._headers.add(facts, path, budget), path)

    def describe(
        self, facts: ModelFacts, directory: Path, query: ModelQuery, budget: Budget
    ) -> ModelFacts:
        """Return `facts` completed from `directory`; raises `CheckpointError`."""
        if query.subfolder:
            directory = directory / query.subfolder
        if query.file:
            path = _one_file(directory, query.file)
            return _with_other_quantisations(self._headers.add(facts, path, budget), path)
        facts = replace(facts, config=_config(directory))
        if parts := pipeline_parts(directory):
            return self._parts(facts, parts, query, budget)
        modules = [part for part in module_parts(directory) if _weights(part, query) is not None]
        if len(modules) > 1:
            return self._parts(facts, modules, query, budget)
        return self._plain(facts, modules[0].directory if modules else directory, query, budget)

    def _plain(
        self, facts: ModelFacts, directory: Path, query: ModelQuery, budget: Budget
    ) -> ModelFacts:
        if not facts.config:
            facts = replace(facts, config=_config(directory))
        chosen = weights.choose(directory, query)
        if chosen is not None:
            return self._headers.add(facts, chosen, budget)
        groups = groups_from_config(facts.config)
        if groups:
            facts = replace(facts, source="config", tensors=groups)
        message = f"The directory {shown(directory.name)} holds no weights that would be loaded."
        return replace(facts, problem=ModelProblem("no-weights", message))

    def _parts(
        self, facts: ModelFacts, parts: Sequence[Part], query: ModelQuery, budget: Budget
    ) -> ModelFacts:
        """Describe each part, and the whole model as their sum."""
        components: dict[str, ModelFacts] = {}
        for part in parts:
            components[part.name] = self._part(part, query, budget)
        first = next((c for c in components.values() if c.source), None)
        total = merge(Summary(c.tensors, c.largest_tensor_bytes or 0) for c in components.values())
        return replace(
            facts,
            source=first.source if first else None,
            format=first.format if first else None,
            files=_all_files(components),
            tensors=total.groups,
            largest_tensor_bytes=total.largest_tensor_bytes or None,
            components=components,
            alternatives=half_variants(parts, query),
            problem=next((c.problem for c in components.values() if c.problem), None),
        )

    def _part(self, part: Part, query: ModelQuery, budget: Budget) -> ModelFacts:
        facts = ModelFacts(part.name, found="local-path", config=_config(part.directory))
        chosen = _weights(part, query)
        try:
            if chosen is not None:
                return self._headers.add(facts, chosen, budget)
        except CheckpointError as error:
            return replace(facts, problem=error.problem)
        message = f"The part {shown(part.name)} has no weights."
        return replace(facts, problem=ModelProblem("incomplete", message))


def _with_other_quantisations(facts: ModelFacts, path: Path) -> ModelFacts:
    """Return `facts` with the other quantisations in the same directory."""
    if facts.format != "gguf":
        return facts
    return replace(facts, alternatives=other_gguf_files(path))


def _weights(part: Part, query: ModelQuery) -> Path | None:
    """Return the weights of a part; a part that lacks the variant is loaded without it."""
    own = replace(query, kind=part.kind)
    chosen = weights.choose(part.directory, own)
    return chosen or weights.choose(part.directory, replace(own, variant=None))


def _all_files(components: Mapping[str, ModelFacts]) -> tuple[ModelFile, ...]:
    return tuple(
        replace(file, name=f"{name}/{file.name}")
        for name, part in components.items()
        for file in part.files
    )


def _config(directory: Path) -> dict[str, object]:
    """Return the relevant entries of config.json; an unreadable file counts as missing."""
    for name in ("config.json", "adapter_config.json", "model_index.json"):
        path = directory / name
        try:
            if is_file(path):
                return config.pick(read_object(path))
        except CheckpointError:
            continue
    return {}


def _one_file(directory: Path, pattern: str) -> Path:
    """Return the file that a name or glob refers to; of several, the first by name."""
    if not is_inside(pattern):
        raise CheckpointError("refused", f"{shown(pattern)} is no file of the model.")
    path = directory / pattern
    if is_file(path):
        return path
    try:
        with os.scandir(path.parent) as entries:
            names = sorted(entry.name for entry in itertools.islice(entries, MAX_DIRECTORY_ENTRIES))
    except (OSError, ValueError):
        names = []
    for name in fnmatch.filter(names, path.name):
        return path.with_name(name)
    raise CheckpointError("missing", f"The model has no file {shown(pattern)}.")
