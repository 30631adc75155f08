"""The name of a notebook, that outlives its kernel."""

from __future__ import annotations

from typing import Any

from jupyterlab_headroom.kernels.sessions import NotebookName
from tests.unit.kernel_fakes import FakeKernel, Setup, session


def row(kernel_id: str, path: str) -> dict[str, Any]:
    return {**session(kernel_id, path), "id": "s"}


def test_without_a_session_it_is_the_kernels() -> None:
    setup = Setup(a=FakeKernel())
    setup.refresh()
    assert setup.directory.notebook("a") == NotebookName("kernel:a")


def test_another_kernel_is_the_same_notebook() -> None:
    setup = Setup(row("a", "story.ipynb"), a=FakeKernel())
    setup.refresh()
    first = setup.directory.notebook("a")
    setup.manager.kernels = {"b": FakeKernel(101)}
    setup.sessions.sessions = [row("b", "story.ipynb")]
    setup.refresh()
    assert setup.directory.notebook("b") == first == NotebookName("path:story.ipynb")


def test_a_rename_is_followed() -> None:
    setup = Setup(row("a", "one.ipynb"), a=FakeKernel())
    for path in ("one.ipynb", "two.ipynb", "two.ipynb", "three.ipynb"):
        setup.sessions.sessions = [row("a", path)]
        setup.now += 6
        setup.refresh()
    former = ("path:one.ipynb", "path:two.ipynb")
    assert setup.directory.notebook("a") == NotebookName("path:three.ipynb", former)


def test_sessions_without_an_id_have_no_past() -> None:
    setup = Setup(session("a", "one.ipynb"), a=FakeKernel())
    setup.refresh()
    setup.sessions.sessions = [session("a", "two.ipynb")]
    setup.now += 6
    setup.refresh()
    assert setup.directory.notebook("a") == NotebookName("path:two.ipynb")
