"""Answers a query about a model from disk, cache, Hub (if allowed) or name, in this order.

Each answer says which of them it came from.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.checkpoints.answer.directory import DirectoryReader
from jupyterlab_headroom.checkpoints.files.files import Budget, is_directory, status_of
from jupyterlab_headroom.checkpoints.find.hfcache import (
    find_cached,
    free_bytes,
    hub_cache,
    is_id,
    partial_bytes,
)
from jupyterlab_headroom.checkpoints.find.hub import HubLookup
from jupyterlab_headroom.checkpoints.find.names import groups_from_name
from jupyterlab_headroom.checkpoints.find.paths import PathContext, display_path, local_path
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown
from jupyterlab_headroom.nouns.checkpoints import DiskNeed, ModelFacts, ModelProblem, ModelQuery


class CheckpointReader:
    """Reads facts about models. One per server, because it holds the cache."""

    def __init__(self, hub: HubLookup | None = None) -> None:
        self._directories = DirectoryReader()
        #: `None` if the Hub must never be queried.
        self._hub = hub

    def read(self, query: ModelQuery, context: PathContext, budget: Budget) -> ModelFacts:
        """Return the facts about a model. Blocks on the file system: call it from a thread.

        Never raises for what it finds on disk, but reports it as the `problem` of the answer.
        """
        facts = self._find(query, context, budget)
        base = facts.config.get("base_model_name_or_path")
        if not isinstance(base, str) or not base or "base_model" in facts.components:
            return facts
        # An adapter itself is small; what matters is the base model that is loaded with it.
        found = self._find(_base_of(query, base), context, budget)
        return replace(facts, components={**facts.components, "base_model": found})

    def _find(self, query: ModelQuery, context: PathContext, budget: Budget) -> ModelFacts:
        facts = ModelFacts(query.reference)
        try:
            if context.is_remote:
                return self._remote(facts, query, context)
            path = local_path(query.reference, context)
            if path is not None and status_of(path) is not None:
                facts = replace(facts, found="local-path", path=display_path(path, context))
                return self._local(facts, path, query, budget)
            if is_id(query.reference):
                return self._named(facts, query, context, budget)
        except CheckpointError as error:
            return replace(facts, problem=error.problem)
        message = f"No file or directory {shown(query.reference)} is there."
        return replace(facts, problem=ModelProblem("missing", message))

    def _local(
        self, facts: ModelFacts, path: Path, query: ModelQuery, budget: Budget
    ) -> ModelFacts:
        try:
            if is_directory(path):
                return self._directories.describe(facts, path, query, budget)
            return self._directories.file(facts, path, budget)
        except CheckpointError as error:
            return replace(facts, problem=error.problem)

    def _named(
        self, facts: ModelFacts, query: ModelQuery, context: PathContext, budget: Budget
    ) -> ModelFacts:
        """Describe a model of the Hub from the cache, or else from the Hub or its name."""
        cached = find_cached(query.reference, query, context)
        if cached is not None and cached.snapshot is not None:
            path = display_path(cached.snapshot, context)
            facts = replace(facts, found="hf-cache", path=path)
            facts = self._local(facts, cached.snapshot, query, budget)
            if facts.problem is None:
                return facts
            if facts.problem.code not in _TO_DOWNLOAD:
                return facts
        facts = self._guess(facts, query, context)
        folder = hub_cache(context) if cached is None else cached.folder
        return _with_download(facts, folder)

    def _remote(self, facts: ModelFacts, query: ModelQuery, context: PathContext) -> ModelFacts:
        """Describe a model for a kernel whose disk is not accessible from here."""
        if is_id(query.reference):
            facts = self._guess(facts, query, context)
        if facts.tensors:
            return facts
        message = "The kernel runs on another machine: its files cannot be seen from here."
        return replace(facts, problem=ModelProblem("remote", message))

    def _guess(self, facts: ModelFacts, query: ModelQuery, context: PathContext) -> ModelFacts:
        """Add what the Hub (if it may be queried) or the name says, unless more is known."""
        if facts.tensors:
            return facts
        if self._hub is not None and (model := self._hub.find(query, context)):
            found = "hub" if facts.found == "missing" else facts.found
            lines = {**model.config, **facts.config}
            return replace(
                facts, found=found, source="hub-api", tensors=model.tensors, config=lines
            )
        groups = groups_from_name(query.reference)
        if not groups:
            return facts
        found = "name" if facts.found == "missing" else facts.found
        return replace(facts, found=found, source="name", tensors=groups)


#: A query without any selection of files: keywords that select the adapter's files do not apply to
#: its base model.
_NO_CHOICE = ModelQuery("")
#: Problems of a snapshot that the library solves by downloading the files.
_TO_DOWNLOAD = ("incomplete", "no-weights")


def _base_of(query: ModelQuery, reference: str) -> ModelQuery:
    return replace(
        _NO_CHOICE, reference=reference, cache_dir=query.cache_dir, offline=query.offline
    )


def _with_download(facts: ModelFacts, folder: Path) -> ModelFacts:
    """Add what a download still has to write.

    If the sizes are known, missing files are no longer a problem.
    """
    partial = partial_bytes(folder)
    needed = facts.disk.needed_bytes if facts.disk else None
    if needed is None and facts.tensors:
        needed = sum(group.bytes for group in facts.tensors)
    if needed is not None:
        needed = max(0, needed - partial)
    disk = DiskNeed(needed, partial, free_bytes(folder))
    if facts.tensors:
        return replace(facts, disk=disk, problem=None)
    message = f"{shown(facts.reference)} is no path here, and its weights are not in the cache."
    return replace(facts, disk=disk, problem=ModelProblem("missing", message))
