"""Answer a question about a model: find its files, read their headers, sum up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jupyterlab_headroom.checkpoints import config, weights
from jupyterlab_headroom.checkpoints.files import Budget, is_directory, is_file, status_of
from jupyterlab_headroom.checkpoints.index import read_index
from jupyterlab_headroom.checkpoints.jsonfile import read_object
from jupyterlab_headroom.checkpoints.places import Place, display_path, local_path
from jupyterlab_headroom.checkpoints.problems import CheckpointError, shown
from jupyterlab_headroom.checkpoints.tensors import merge
from jupyterlab_headroom.checkpoints.types import ModelFacts, ModelFile, ModelProblem, ModelQuery
from jupyterlab_headroom.checkpoints.weightfile import WeightCache, WeightFile, read_weight_file


class CheckpointReader:
    """Reads facts about models from the disk. One per server: it holds the cache."""

    def __init__(self) -> None:
        self._cache = WeightCache()

    def read(self, query: ModelQuery, place: Place, budget: Budget) -> ModelFacts:
        """Return the facts about a model. Blocks on the file system: call it from a thread.

        Never raises for what it finds on disk: that is the `problem` of the answer.
        """
        facts = ModelFacts(query.reference)
        try:
            path = local_path(query.reference, place)
            if path is not None and status_of(path) is not None:
                facts = replace(facts, found="local-path", path=display_path(path, place))
                return self._local(facts, path, query, budget)
        except CheckpointError as error:
            return replace(facts, problem=error.problem)
        message = f"No file or directory {shown(query.reference)} is there."
        return replace(facts, problem=ModelProblem("missing", message))

    def _local(
        self, facts: ModelFacts, path: Path, query: ModelQuery, budget: Budget
    ) -> ModelFacts:
        if not is_directory(path):
            return self._weights(facts, [path], path.parent, budget)
        directory = path / query.subfolder if query.subfolder else path
        return self._directory(facts, directory, query, budget)

    def _directory(
        self, facts: ModelFacts, directory: Path, query: ModelQuery, budget: Budget
    ) -> ModelFacts:
        facts = replace(facts, config=_config(directory))
        chosen = weights.choose(directory, query)
        if chosen is None:
            message = f"The directory {shown(directory.name)} holds no weights."
            return replace(facts, problem=ModelProblem("missing", message))
        if chosen.name.endswith(".json"):
            shards = [directory / name for name in read_index(chosen).names]
            return self._weights(facts, shards, directory, budget)
        return self._weights(facts, [chosen], directory, budget)

    def _weights(
        self, facts: ModelFacts, paths: Sequence[Path], directory: Path, budget: Budget
    ) -> ModelFacts:
        read: list[WeightFile] = []
        for path in paths:
            budget.check()
            read.append(read_weight_file(path, self._cache, budget))
        files = tuple(
            ModelFile(path.relative_to(directory).as_posix(), file.bytes)
            for path, file in zip(paths, read, strict=True)
        )
        facts = replace(facts, files=files, source=read[0].source, format=read[0].format)
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


def _config(directory: Path) -> dict[str, object]:
    """Return the lines of config.json that count; a torn one is as good as none."""
    path = directory / "config.json"
    try:
        return config.pick(read_object(path)) if is_file(path) else {}
    except CheckpointError:
        return {}
