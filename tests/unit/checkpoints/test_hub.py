"""The Hub's API, as a small server on this machine."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.find.hub import HubLookup, is_offline, parse_model
from jupyterlab_headroom.nouns.checkpoints import ModelFacts, ModelQuery, TensorGroup
from tests.unit.checkpoints.build import context_of, write_safetensors

ANSWER = {
    "safetensors": {"parameters": {"BF16": 1000, "F32": 10, "??": 5}, "total": 1015},
    "config": {"model_type": "llama", "tokenizer_config": {"chat_template": "x"}},
}


class Hub(HTTPServer):
    """Answers every request with one status and body, and remembers what was asked."""

    status, body = 200, json.dumps(ANSWER).encode()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the tests' output clean."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def ask(hub: Hub, cwd: Path, reader: CheckpointReader, reference: str, **env: str) -> ModelFacts:
    context = context_of(cwd, HF_ENDPOINT=hub.address, **env)
    return reader.read(ModelQuery(reference), context, Budget.seconds(60))


def test_the_api_knows_the_size(hub: Hub, tmp_path: Path) -> None:
    reader = CheckpointReader(HubLookup())
    facts = ask(hub, tmp_path, reader, "org/model-7b")
    assert (facts.found, facts.source, facts.problem) == ("hub", "hub-api", None)
    assert facts.tensors == (TensorGroup("BF16", 1000, 2000), TensorGroup("F32", 10, 40))
    assert facts.config == {"model_type": "llama"}
    assert facts.disk is not None
    assert facts.disk.needed_bytes == 2040
    ask(hub, tmp_path, reader, "org/model-7b")
    assert len(hub.asked) == 1
    assert hub.asked[0].startswith("/api/models/org/model-7b/revision/main?")
    assert "Authorization" not in hub.headers[0]


def test_it_is_off_unless_it_was_allowed(hub: Hub, tmp_path: Path) -> None:
    assert ask(hub, tmp_path, CheckpointReader(), "org/model-7b").source == "name"
    assert hub.asked == []


def test_an_offline_question_gets_only_what_was_answered_before(hub: Hub, tmp_path: Path) -> None:
    context = context_of(tmp_path, HF_ENDPOINT=hub.address)
    reader = CheckpointReader(HubLookup())
    typed, run = ModelQuery("org/model", offline=True), ModelQuery("org/model")
    assert reader.read(typed, context, Budget.seconds(5)).found == "missing"
    assert hub.asked == []
    assert reader.read(run, context, Budget.seconds(5)).found == "hub"
    assert reader.read(typed, context, Budget.seconds(5)).found == "hub"
    assert len(hub.asked) == 1


def test_the_base_of_an_adapter_is_no_way_around(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "adapter").mkdir()
    write_safetensors(tmp_path / "adapter" / "adapter_model.safetensors", {"w": ("F32", (8, 8))})
    config = {"base_model_name_or_path": "org/base"}
    (tmp_path / "adapter" / "adapter_config.json").write_text(json.dumps(config))
    context = context_of(tmp_path, HF_ENDPOINT=hub.address)
    reader = CheckpointReader(HubLookup())
    query = ModelQuery("./adapter", kind="peft", offline=True)
    assert "base_model" in reader.read(query, context, Budget.seconds(5)).components
    assert hub.asked == []
    reader.read(ModelQuery("./adapter", kind="peft"), context, Budget.seconds(5))
    assert len(hub.asked) == 1


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_a_kernel_that_is_offline_stays_so(hub: Hub, tmp_path: Path, name: str) -> None:
    assert ask(hub, tmp_path, CheckpointReader(HubLookup()), "org/m-7b", **{name: "1"}).found == (
        "name"
    )
    assert hub.asked == []


@pytest.mark.parametrize("reference", ["./org/m", "/org/m", "~/m", "a/b/c", "../m", "here"])
def test_paths_are_never_told_to_the_hub(hub: Hub, tmp_path: Path, reference: str) -> None:
    (tmp_path / "here").mkdir()
    write_safetensors(tmp_path / "here" / "model.safetensors", {"w": ("F32", (1,))})
    ask(hub, tmp_path, CheckpointReader(HubLookup()), reference)
    assert hub.asked == []


@pytest.mark.parametrize(("status", "requests"), [(401, 1), (404, 1), (500, 2), (503, 2)])
def test_a_model_it_does_not_tell_about(
    hub: Hub, tmp_path: Path, status: int, requests: int
) -> None:
    hub.status = status
    reader = CheckpointReader(HubLookup())
    for _ in range(2):  # "not there" is remembered, a failing server is not
        assert ask(hub, tmp_path, reader, "org/private-7b").found == "name"
    assert len(hub.asked) == requests


def test_nobody_answers(tmp_path: Path) -> None:
    context = context_of(tmp_path, HF_ENDPOINT="http://127.0.0.1:9")
    facts = CheckpointReader(HubLookup()).read(ModelQuery("org/m"), context, Budget.seconds(60))
    assert facts.found == "missing"


@pytest.mark.parametrize("status_line", [b"220 mail.example.org ESMTP\r\n", b"\0\0\0\0\r\n"])
def test_something_else_answers(tmp_path: Path, status_line: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = threading.Thread(target=_answer_once, args=(server, status_line))
        answer.start()
        context = context_of(tmp_path, HF_ENDPOINT=f"http://127.0.0.1:{server.getsockname()[1]}")
        facts = CheckpointReader(HubLookup()).read(
            ModelQuery("org/m-7b"), context, Budget.seconds(60)
        )
        answer.join(5)
    assert facts.found == "name"


def _answer_once(server: socket.socket, text: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(text)


def test_an_address_that_is_none(tmp_path: Path) -> None:
    context = context_of(tmp_path, HF_ENDPOINT="http://127.0.0.1:port")
    assert HubLookup().find(ModelQuery("org/m"), context) is None


def test_only_web_addresses_are_asked(tmp_path: Path) -> None:
    context = context_of(tmp_path, HF_ENDPOINT="file:///etc")
    assert HubLookup().find(ModelQuery("org/m"), context) is None


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"\xff", b'{"safetensors": 3}', b'{"safetensors": {"parameters": [1]}}']
)
def test_answers_that_make_no_sense(text: bytes) -> None:
    assert parse_model(text).tensors == ()


@pytest.mark.parametrize(
    ("value", "offline"), [("1", True), ("TRUE", True), ("0", False), ("", False)]
)
def test_what_counts_as_offline(value: str, offline: bool) -> None:
    assert is_offline({"HF_HUB_OFFLINE": value}) is offline
