"""Reading beside the event loop: slow and hung file systems, many questions, kernels that go."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.answer.service import CheckpointService
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.files.worker import Busy, Worker
from jupyterlab_headroom.checkpoints.find.paths import PathContext
from jupyterlab_headroom.nouns.checkpoints import ModelFacts, ModelQuery
from jupyterlab_headroom.sources.proc.process_context import ProcessContext
from tests.unit.checkpoints.build import write_safetensors

SHAPES = {"w": ("F32", (3,))}


class Hanging(CheckpointReader):
    """A reader on a file system that does not answer until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def read(self, query: ModelQuery, context: PathContext, budget: Budget) -> ModelFacts:
        self.go.wait(10)
        return super().read(query, context, budget)


def describe(service: CheckpointService, context: PathContext, **more: object) -> ModelFacts:
    query = ModelQuery("w.safetensors")
    return asyncio.run(service.describe(query, 7, context, **more))  # type: ignore[arg-type]


def test_a_hung_file_system_gets_an_answer_and_then_says_busy(tmp_path: Path) -> None:
    reader = Hanging()
    service = CheckpointService(reader, lambda pid: ProcessContext(), budget_s=-0.45)

    async def codes() -> list[str]:
        facts = [
            await service.describe(ModelQuery("m"), None, PathContext(tmp_path, tmp_path))
            for _ in range(5)
        ]
        return [f.problem.code for f in facts if f.problem]

    start = time.monotonic()
    try:
        assert asyncio.run(codes()) == ["timeout"] * 4 + ["busy"]
        assert time.monotonic() - start < 5
    finally:
        reader.go.set()


def test_the_event_loop_runs_on_while_a_file_is_read(tmp_path: Path) -> None:
    reader = Hanging()
    service = CheckpointService(reader, lambda pid: ProcessContext())

    async def both() -> ModelFacts:
        query, context = ModelQuery("w.safetensors"), PathContext(tmp_path, tmp_path)
        task = asyncio.create_task(service.describe(query, None, context))
        await asyncio.sleep(0)  # the reader hangs in its thread now
        reader.go.set()
        return await task

    write_safetensors(tmp_path / "w.safetensors", SHAPES)
    assert asyncio.run(both()).problem is None


@pytest.mark.parametrize(
    ("process", "fallback", "cwd", "expected"),
    [
        ("kernel", "root", None, "kernel"),
        (None, "root", None, "root"),
        ("kernel", "root", "asked", "asked"),
        (None, None, None, None),
    ],
)
def test_where_a_relative_path_starts(
    tmp_path: Path,
    process: str | None,
    fallback: str | None,
    cwd: str | None,
    expected: str | None,
) -> None:
    for rows, name in enumerate(("kernel", "root", "asked"), start=1):
        (tmp_path / name).mkdir()
        write_safetensors(tmp_path / name / "w.safetensors", {name: ("F32", (rows,))})
    service = CheckpointService(
        read_context=lambda pid: ProcessContext(cwd=tmp_path / process if process else None)
    )
    context = PathContext(tmp_path / fallback if fallback else None, tmp_path)
    facts = describe(service, context, cwd=tmp_path / cwd if cwd else None)
    parameters = sum(group.parameters for group in facts.tensors)
    assert parameters == (
        0 if expected is None else ("kernel", "root", "asked").index(expected) + 1
    )


def test_variables_of_the_request_win_over_those_of_the_process(tmp_path: Path) -> None:
    service = CheckpointService(
        read_context=lambda pid: ProcessContext(
            environment={"HF_HUB_CACHE": str(tmp_path / "old"), "HOME": str(tmp_path)}
        )
    )
    commit = "a" * 40
    for name in ("old", "new"):
        folder = tmp_path / name / "models--tiny"
        (folder / "snapshots" / commit).mkdir(parents=True)
        (folder / "refs").mkdir()
        (folder / "refs" / "main").write_text(commit)
    write_safetensors(
        tmp_path / "new" / "models--tiny" / "snapshots" / commit / "model.safetensors", SHAPES
    )
    context = PathContext(tmp_path, Path("/nowhere"), {"HF_HUB_CACHE": str(tmp_path / "new")})
    facts = asyncio.run(service.describe(ModelQuery("tiny"), 7, context))
    assert (facts.found, facts.problem) == ("hf-cache", None)
    assert facts.path == f"new/models--tiny/snapshots/{commit}"


def test_a_worker_hands_over_results_and_errors() -> None:
    worker = Worker("test", limit=1)

    async def use() -> None:
        assert await worker.run(lambda: 3, 5) == 3
        with pytest.raises(ZeroDivisionError):
            await worker.run(lambda: 1 // 0, 5)
        release = threading.Event()
        waiting = asyncio.create_task(worker.run(lambda: release.wait(5), 5))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await worker.run(lambda: 4, 5)
        release.set()
        assert await waiting is True

    asyncio.run(use())


def test_a_loop_that_has_ended_does_not_hurt_the_thread() -> None:
    worker, release = Worker("test"), threading.Event()

    async def leave() -> None:
        with pytest.raises(TimeoutError):
            await worker.run(lambda: release.wait(5), 0.01)

    asyncio.run(leave())
    release.set()  # a failing thread would be an error of the test run
    for thread in threading.enumerate():
        if thread.name == "test":
            thread.join(5)


@pytest.mark.parametrize(
    ("reference", "found", "code"),
    [
        ("w.safetensors", "missing", "remote"),
        ("org/m-7b", "name", None),
        ("~/m", "missing", "remote"),
    ],
)
def test_a_kernel_elsewhere_is_not_answered_from_this_disk(
    tmp_path: Path, reference: str, found: str, code: str | None
) -> None:
    write_safetensors(tmp_path / "w.safetensors", SHAPES)
    context = PathContext(None, tmp_path, is_remote=True)
    service = CheckpointService(read_context=lambda pid: ProcessContext(cwd=tmp_path))
    query = ModelQuery(reference)
    facts = asyncio.run(service.describe(query, 7, context, cwd=tmp_path))
    assert (facts.found, facts.problem and facts.problem.code) == (found, code)
    assert facts.disk is None
