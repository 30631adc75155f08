from __future__ import annotations

import contextlib
import io
import pickle
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.formats.pickled import look
from jupyterlab_headroom.checkpoints.problems import CheckpointError
from jupyterlab_headroom.nouns.checkpoints import TensorGroup
from tests.unit.checkpoints.build import read

FIXTURES = Path(__file__).parents[2] / "fixtures" / "checkpoints"
TIED = (
    TensorGroup("BF16", 128, 256, "dense"),  # embedding and head share one storage
    TensorGroup("BF16", 64, 128, "expert"),
    TensorGroup("F32", 8, 32, "dense"),
    TensorGroup("I64", 1, 8, "dense"),
)


@pytest.mark.parametrize(
    ("name", "form", "tensors"),
    [
        ("tied.zip.bin", "torch-zip", TIED),
        ("tied.legacy.bin", "torch-legacy", TIED),
        ("training.pt", "torch-zip", (TensorGroup("F32", 30, 120), TensorGroup("F16", 6, 12))),
        ("module.pt", "torch-zip", (TensorGroup("F32", 10, 40),)),
        ("float8.pt", "torch-zip", (TensorGroup("F8_E4M3", 10, 10),)),
        ("view.pt", "torch-zip", (TensorGroup("F32", 100, 400),)),  # the whole storage is loaded
    ],
)
def test_files_written_by_torch(name: str, form: str, tensors: tuple[TensorGroup, ...]) -> None:
    facts = read(FIXTURES, name)
    assert facts.problem is None
    assert (facts.format, facts.source) == (form, form)
    assert facts.tensors == tensors


def test_names_come_from_the_pickle() -> None:
    layout = read(FIXTURES, "tied.zip.bin").layout
    assert layout is not None
    assert (layout.tensors, layout.embedding_parameters, layout.linear_parameters) == (5, 128, 64)


@pytest.mark.parametrize("name", ["tied.zip.bin", "tied.legacy.bin", "training.pt"])
def test_a_cut_file_is_torn_at_any_byte(tmp_path: Path, name: str) -> None:
    whole = (FIXTURES / name).read_bytes()
    for cut in range(0, len(whole) - 1, 37):
        (tmp_path / "cut.bin").write_bytes(whole[:cut])
        facts = read(tmp_path, "cut.bin")
        assert facts.problem is not None or facts.format == "other", cut


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit('executed')",))


def test_nothing_is_executed(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"weight": Bomb()}, protocol=2))
    assert read(tmp_path, "evil.bin").tensors == ()


def test_a_compressed_pickle_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.bin", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", b"\0" * 50_000_000)
    assert (tmp_path / "bomb.bin").stat().st_size < 100_000
    problem = read(tmp_path, "bomb.bin").problem
    assert problem is not None
    assert problem.code == "header-too-large"


def test_a_zip_directory_that_claims_gigabytes_is_refused(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 3_000_000_000, 0, 0)
    (tmp_path / "w.bin").write_bytes(b"PK\x03\x04" + b"\0" * 100 + end)
    problem = read(tmp_path, "w.bin").problem
    assert problem is not None
    assert problem.code == "header-too-large"


def test_a_zip_of_something_else_is_no_model(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "docs.bin", "w") as archive:
        archive.writestr("readme.txt", "hello")
    problem = read(tmp_path, "docs.bin").problem
    assert problem is not None
    assert problem.code == "not-a-model"


def test_values_that_contain_themselves_end(tmp_path: Path) -> None:
    loop: list[object] = []
    loop.append(loop)
    for _ in range(64):  # doubles with each level if shared parts were visited again
        loop = [loop, loop]
    with zipfile.ZipFile(tmp_path / "loop.bin", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(loop, protocol=4))
    assert read(tmp_path, "loop.bin").problem is None


@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_our_error(data: bytes) -> None:
    with contextlib.suppress(CheckpointError):
        look(io.BytesIO(data), Budget.seconds(5))


@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=8))
def test_a_changed_torch_file_gives_facts_or_a_problem(position: int, patch: bytes) -> None:
    content = bytearray((FIXTURES / "tied.zip.bin").read_bytes())
    content[position : position + len(patch)] = patch
    with tempfile.TemporaryDirectory() as directory:
        (Path(directory) / "w.bin").write_bytes(content)
        facts = read(Path(directory), "w.bin")
    assert facts.problem is not None or facts.files
