"""Answers queries about models off the event loop, within a time limit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jupyterlab_headroom.checkpoints.answer.environment import read_environment
from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.files.worker import Busy, Worker
from jupyterlab_headroom.checkpoints.find.paths import PathContext
from jupyterlab_headroom.nouns.checkpoints import (
    EnvironmentFacts,
    ModelFacts,
    ModelProblem,
    ModelQuery,
)
from jupyterlab_headroom.sources.proc.process_context import ProcessContext, read_process_context

#: A reader checks its budget between files; if the file system hangs, it is abandoned after an
#: additional grace period.
BUDGET_SECONDS = 2.0
GRACE_SECONDS = 0.5


class CheckpointService:
    """Holds the cache of headers and the threads that read them. One per server."""

    def __init__(
        self,
        reader: CheckpointReader | None = None,
        read_context: Callable[[int], ProcessContext] = read_process_context,
        budget_s: float = BUDGET_SECONDS,
    ) -> None:
        self._reader = reader or CheckpointReader()
        self._read_context = read_context
        self._budget_s = budget_s
        self._worker = Worker("headroom-checkpoint")

    async def describe(
        self, query: ModelQuery, pid: int | None, fallback: PathContext, cwd: Path | None = None
    ) -> ModelFacts:
        """Return the facts about a model as the process `pid` would find it.

        `cwd` overrides its working directory; `fallback` is used for what /proc does not reveal.
        Never raises for problems with the disk, but reports them as the `problem` of the answer.
        """

        def read() -> ModelFacts:
            context = self._context(pid, fallback, cwd)
            return self._reader.read(query, context, Budget.seconds(self._budget_s))

        try:
            return await self._worker.run(read, self._budget_s + GRACE_SECONDS)
        except TimeoutError:
            problem = ModelProblem("timeout", "The file system did not answer in time.")
        except Busy:
            problem = ModelProblem("busy", "Earlier reads of models have not ended yet.")
        return ModelFacts(query.reference, problem=problem)

    async def environment(self, pid: int) -> EnvironmentFacts | None:
        """Return what is known about a kernel's Python; `None` if it could not be read in time."""
        try:
            return await self._worker.run(
                lambda: read_environment(pid, self._read_context(pid)), self._budget_s
            )
        except (TimeoutError, Busy):
            return None

    def _context(self, pid: int | None, fallback: PathContext, cwd: Path | None) -> PathContext:
        if fallback.is_remote:
            return fallback
        process = ProcessContext() if pid is None else self._read_context(pid)
        environment = {**process.environment, **fallback.environment}
        home = environment.get("HOME")
        return PathContext(
            cwd=cwd or process.cwd or fallback.cwd,
            home=Path(home) if home else fallback.home,
            environment=environment,
        )
