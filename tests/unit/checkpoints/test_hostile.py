"""Files and names that nobody would write by accident."""

from __future__ import annotations

import gc
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.checkpoints.formats.safetensors import MAX_HEADER_BYTES
from jupyterlab_headroom.checkpoints.problems import shown
from jupyterlab_headroom.nouns.checkpoints import ModelFacts
from jupyterlab_headroom.wire.checkpoint import checkpoint_message
from tests.unit.checkpoints.build import header_of, read, write_json, write_raw, write_safetensors

SMALL = {"a": ("F32", (2, 3))}
FILE = "model.safetensors"


def code_of(facts: ModelFacts) -> str:
    assert facts.problem is not None
    assert facts.problem.message.endswith(".")
    assert facts.problem.message.isprintable()
    return facts.problem.code


def entry(**changes: object) -> bytes:
    good = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
    return json.dumps({"t": {**good, **changes}}).encode()


@pytest.mark.parametrize(
    ("header", "data_bytes", "code"),
    [
        (b"not json", 0, "not-a-model"),
        (b"\xff\xfe{}", 0, "not-a-model"),
        (b"[]", 0, "not-a-model"),
        (b'"text"', 0, "not-a-model"),
        (b"[" * 100_000, 0, "not-a-model"),
        (b'{"a":' * 100_000, 0, "not-a-model"),
        (b'{"t": 1}', 0, "not-a-model"),
        (b'{"t": ' + b"9" * 5_000 + b"}", 0, "not-a-model"),
        (entry(dtype=None), 8, "not-a-model"),
        (entry(dtype="x" * 50), 8, "not-a-model"),
        (entry(shape=[-2]), 8, "not-a-model"),
        (entry(shape=[True, 2]), 8, "not-a-model"),
        (entry(shape=[2.0]), 8, "not-a-model"),
        (entry(shape=[2**62, 2**62]), 8, "not-a-model"),
        (entry(shape=[2**62] * 10_000), 8, "not-a-model"),
        (entry(shape="2"), 8, "not-a-model"),
        (entry(data_offsets=[8, 0]), 8, "not-a-model"),
        (entry(data_offsets=[0]), 8, "not-a-model"),
        (entry(data_offsets=[0, 1e300]), 8, "not-a-model"),
        (entry(data_offsets=[0, 9]), 9, "not-a-model"),
        (entry(data_offsets=[8, 16]), 16, "not-a-model"),
        (entry(), 9, "not-a-model"),
        (entry(), 7, "torn"),
        (entry(), 0, "torn"),
        (entry(shape=[10**11], data_offsets=[0, 4 * 10**11]), 8, "torn"),
    ],
)
def test_headers_that_make_no_sense(
    tmp_path: Path, header: bytes, data_bytes: int, code: str
) -> None:
    write_raw(tmp_path / FILE, header, data_bytes)
    assert code_of(read(tmp_path, ".")) == code


@pytest.mark.parametrize(
    ("length", "code"),
    [
        (100_000_000_000, "header-too-large"),
        (2**64 - 1, "header-too-large"),
        (MAX_HEADER_BYTES + 1, "header-too-large"),
        (MAX_HEADER_BYTES, "torn"),
        (3, "torn"),
    ],
)
def test_a_header_that_claims_more_than_there_is(tmp_path: Path, length: int, code: str) -> None:
    write_raw(tmp_path / FILE, b"{}", 0, length=length)
    assert code_of(read(tmp_path, FILE)) == code


@pytest.mark.parametrize("content", [b"", b"\x02", b"\x02\0\0\0\0\0\0"])
def test_files_shorter_than_the_length_field(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert code_of(read(tmp_path, ".")) == "torn"


def test_overlapping_tensors(tmp_path: Path) -> None:
    header = header_of({"a": ("F32", (4,)), "b": ("F32", (4,))})
    header["b"] = header["a"]
    write_raw(tmp_path / FILE, json.dumps(header).encode(), 16)
    assert code_of(read(tmp_path, FILE)) == "not-a-model"


def test_a_fifo_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FILE)
    assert code_of(read(tmp_path, FILE)) == "refused"
    assert code_of(read(tmp_path, ".")) == "no-weights"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/random"])
def test_devices_are_never_opened(tmp_path: Path, device: str) -> None:
    (tmp_path / FILE).symlink_to(device)
    assert code_of(read(tmp_path, device)) == "refused"
    assert code_of(read(tmp_path, FILE)) == "refused"


def test_a_directory_called_like_a_file(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert code_of(read(tmp_path, FILE)) == "no-weights"
    assert code_of(read(tmp_path, ".")) == "no-weights"


def test_a_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert code_of(read(tmp_path, "a")) == "refused"


@pytest.mark.parametrize(
    ("reference", "codes"),
    [
        ("a\0b", {"refused"}),
        ("x" * 5_000, {"refused"}),
        ("x" * 300, {"refused", "missing"}),  # longer than a name may be on most file systems
        ("\udcff", {"refused"}),
        ("line\nbreak", {"missing"}),
        ("../../../../../../nowhere", {"missing"}),
        ("\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", {"missing"}),
        ("~nobody/model", {"missing"}),
        ("-rf", {"missing"}),
    ],
)
def test_names_that_are_none(tmp_path: Path, reference: str, codes: set[str]) -> None:
    assert code_of(read(tmp_path, reference)) in codes


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["../outside.safetensors"], "refused"),
        (["/etc/passwd"], "refused"),
        (["a\0.safetensors"], "refused"),
        ([""], "refused"),
        ([f"{i}.safetensors" for i in range(5_000)], "too-many-files"),
        ([], "not-a-model"),
    ],
)
def test_indexes_that_lead_astray(tmp_path: Path, names: list[str], code: str) -> None:
    weight_map = {str(i): name for i, name in enumerate(names)}
    write_json(tmp_path / f"{FILE}.index.json", {"weight_map": weight_map})
    assert code_of(read(tmp_path, ".")) == code


def test_a_config_of_strange_values_gives_lines_that_json_can_carry(tmp_path: Path) -> None:
    write_safetensors(tmp_path / FILE, SMALL)
    (tmp_path / "config.json").write_text(
        '{"hidden_size": NaN, "vocab_size": 1e999, "head_dim": -Infinity, "num_experts": '
        + "9" * 400
        + ', "architectures": ["ok"], "model_type": {"a": 1}, "torch_dtype": "'
        + "x" * 9_000
        + '", "text_config": {"hidden_size": 8, "secret": "no"}, "password": "no"}'
    )
    message = checkpoint_message(read(tmp_path, "."))
    assert message["config"] == {"architectures": ["ok"], "text_config": {"hidden_size": 8}}
    json.dumps(message, allow_nan=False)


@pytest.mark.parametrize("config", ["", "[1]", "{", "\udcff", "null"])
def test_a_torn_config_is_as_good_as_none(tmp_path: Path, config: str) -> None:
    write_safetensors(tmp_path / FILE, SMALL)
    (tmp_path / "config.json").write_bytes(config.encode("utf-8", "surrogateescape"))
    facts = read(tmp_path, ".")
    assert (facts.config, facts.problem) == ({}, None)


def test_45_000_tensors_take_less_than_300_ms(tmp_path: Path) -> None:
    shapes = {
        f"model.layers.{i // 768}.mlp.experts.{i % 256}.proj_{i % 3}.weight": ("F8_E4M3", (64, 128))
        for i in range(45_000)
    }
    write_safetensors(tmp_path / FILE, shapes)

    header = (tmp_path / FILE).read_bytes()[8:].partition(b"}}")[0] + b"}}"
    gc.freeze()  # the heap of the test runner is not part of the work
    try:
        parsing = least_seconds(lambda: json.loads(header))
        reading = least_seconds(lambda: read(tmp_path, FILE))
    finally:
        gc.unfreeze()
    assert read(tmp_path, FILE).problem is None
    # Parsing alone takes 60 to 70 ms where 300 were promised; a slower machine is slow at both.
    assert reading < max(0.3, 5 * parsing)


def least_seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of five runs: others may be using the machine."""

    def once() -> float:
        start = time.thread_time()
        work()
        return time.thread_time() - start

    return min(once() for _ in range(5))


def test_shown_names_stay_on_one_line() -> None:
    assert shown("a\nb\x1b[31m") == "'a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}[31m'"
    assert len(shown("x" * 1_000)) < 130


@given(
    header=st.binary(max_size=200), data=st.integers(0, 64), length=st.none() | st.integers(0, 300)
)
def test_any_bytes_give_facts_or_a_problem(header: bytes, data: int, length: int | None) -> None:
    with tempfile.TemporaryDirectory() as directory:
        write_raw(Path(directory) / FILE, header, data, length)
        facts = read(Path(directory), FILE)
    assert (facts.problem is None) == bool(facts.files)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
_entry = st.fixed_dictionaries(
    {},
    optional={
        "dtype": st.sampled_from(["F32", "BF16", "F4"]) | _json,
        "shape": st.lists(st.integers(0, 9), max_size=3) | _json,
        "data_offsets": st.lists(st.integers(0, 99), max_size=3) | _json,
    },
)


@given(st.dictionaries(st.text(max_size=9), _entry | _json, max_size=4))
def test_any_json_gives_facts_or_a_problem(header: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        write_raw(Path(directory) / FILE, json.dumps(header).encode(), 64)
        facts = read(Path(directory), FILE)
    json.dumps(checkpoint_message(facts), allow_nan=False)
