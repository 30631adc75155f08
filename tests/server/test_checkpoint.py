"""`GET checkpoint` through a real server, with a real kernel that stands somewhere else."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from tests.unit.checkpoints.build import write_safetensors

SHAPES = {"w": ("F32", (256, 4))}


@pytest.fixture
def jp_server_config() -> dict[str, Any]:
    return {"ServerApp": {"jpserver_extensions": {"jupyterlab_headroom": True}}}


async def ask(jp_fetch: Any, **params: str) -> dict[str, Any]:
    response = await jp_fetch("jupyterlab-headroom", "checkpoint", params=params)
    answer: dict[str, Any] = json.loads(response.body)
    return answer


async def test_a_relative_path_starts_at_the_servers_root(jp_fetch: Any, jp_root_dir: Path) -> None:
    write_safetensors(jp_root_dir / "w.safetensors", SHAPES)
    answer = await ask(jp_fetch, ref="w.safetensors", kind="safetensors")
    assert answer["found"] == "local-path"
    assert answer["path"] == "w.safetensors"
    assert answer["tensors"] == [
        {"dtype": "F32", "parameters": 1024, "bytes": 4096, "role": "dense"}
    ]


async def test_a_relative_path_starts_where_the_kernel_stands(
    jp_fetch: Any, jp_root_dir: Path, jp_serverapp: Any
) -> None:
    elsewhere = jp_root_dir / "notebooks"
    elsewhere.mkdir()
    write_safetensors(elsewhere / "w.safetensors", SHAPES)
    kernels = jp_serverapp.kernel_manager
    kernel_id = await kernels.start_kernel(path="notebooks")
    try:
        answer = await ask(jp_fetch, ref="w.safetensors", kernel_id=kernel_id)
        assert (answer["found"], answer["path"]) == ("local-path", "w.safetensors")
    finally:
        await kernels.shutdown_kernel(kernel_id, now=True)


async def test_what_is_not_there_is_an_answer(jp_fetch: Any) -> None:
    answer = await ask(jp_fetch, ref="no/such-model")
    assert (answer["found"], answer["problem"]["code"]) == ("missing", "missing")


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"ref": "x" * 5000},
        {"ref": "m", "cwd": "relative"},
        {"ref": "m", "use_safetensors": "1"},
        {"ref": "m", "offline": "no"},
    ],
)
async def test_a_wrong_question_is_refused(jp_fetch: Any, params: dict[str, str]) -> None:
    with pytest.raises(HTTPClientError) as failure:
        await ask(jp_fetch, **params)
    assert failure.value.code == 400
    assert failure.value.response is not None
    assert json.loads(failure.value.response.body)["message"]


async def test_it_asks_for_a_login(jp_base_url: str, http_server_client: Any) -> None:
    with pytest.raises(HTTPClientError) as failure:
        await http_server_client.fetch(f"{jp_base_url}jupyterlab-headroom/checkpoint?ref=m")
    assert failure.value.code == 403


async def test_the_libraries_of_a_kernel_are_read_without_asking_it(
    jp_fetch: Any, jp_serverapp: Any, jp_root_dir: Path
) -> None:
    kernels = jp_serverapp.kernel_manager
    kernel_id = await kernels.start_kernel(path="")
    try:
        response = await jp_fetch(
            "jupyterlab-headroom", "environment", params={"kernel_id": kernel_id}
        )
    finally:
        await kernels.shutdown_kernel(kernel_id, now=True)
    answer = json.loads(response.body)
    assert answer["versions"]["numpy"] == importlib.metadata.version("numpy")
    assert answer["cwd"] == str(jp_root_dir)


@pytest.mark.parametrize(("params", "code"), [({}, 400), ({"kernel_id": "none"}, 404)])
async def test_an_unknown_kernel_has_no_environment(
    jp_fetch: Any, params: dict[str, str], code: int
) -> None:
    with pytest.raises(HTTPClientError) as failure:
        await jp_fetch("jupyterlab-headroom", "environment", params=params)
    assert failure.value.code == code
