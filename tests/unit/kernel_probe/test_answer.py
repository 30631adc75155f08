"""The probe's answer: its other parts, and that it leaves no trace."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from tests.unit.kernel_probe.probing import PROBE, after, ask, private_room

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def test_the_syntax_is_that_of_the_oldest_kernels() -> None:
    ast.parse(PROBE.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_nothing_is_printed_and_nothing_changes(capsys: pytest.CaptureFixture[str]) -> None:
    namespace = after("name = 'x'; cfg = {'a': 'b'}; _ = 'last'")
    before = {name: id(value) for name, value in namespace.items()}
    ask(namespace, names=["name", 'cfg["a"]', "gone"], targets=["gone"], with_versions=True)
    assert {name: id(value) for name, value in namespace.items()} == before
    assert capsys.readouterr() == ("", "")


def test_versions_are_told_on_request() -> None:
    versions = ask({}, with_versions=True)["versions"]
    assert isinstance(versions["numpy"], str)
    assert versions["vllm"] is None
    assert ask({})["versions"] == {}


def test_damaged_metadata_hides_only_its_own_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "torch-1.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_bytes(b"Name: torch\nVersion: \xff\n")
    monkeypatch.syspath_prepend(tmp_path)
    versions = ask({}, with_versions=True)["versions"]
    assert versions["torch"] is None
    assert isinstance(versions["numpy"], str)


def test_environment_without_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    variables = {
        "HF_HOME": "/cache",
        "HF_TOKEN": "hf_secret",
        "HUGGINGFACE_TOKEN_PATH": "hf_secret",
        "PYTORCH_CUDA_ALLOC_CONF": "expandable_segments:True",
        "CUDA_VISIBLE_DEVICES": "1",
        "AWS_SECRET": "other",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    told = ask({})["environment"]
    assert told["HF_HOME"] == "/cache"
    assert told["CUDA_VISIBLE_DEVICES"] == "1"
    assert "PYTORCH_CUDA_ALLOC_CONF" in told
    assert "AWS_SECRET" not in told
    assert not any("TOKEN" in name for name in told)


def test_a_directory_that_is_gone_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask({})["cwd"] == os.getcwd()
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    answer = ask({"name": "x"}, names=["name"])
    assert answer["cwd"] is None
    assert answer["names"] == {"name": "x"}


def test_modules_that_are_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers.masking_utils", types.ModuleType("m"))
    monkeypatch.delitem(sys.modules, "diffusers", raising=False)
    wanted = ["transformers.masking_utils", "diffusers"]
    assert ask({}, modules=wanted)["modules"] == ["transformers.masking_utils"]


class TestTorch:
    @staticmethod
    def cuda(*, is_initialized: bool, fails: bool = False) -> types.ModuleType:
        def stats(index: int) -> dict[str, object]:
            if fails:
                raise RuntimeError
            held = {"reserved_bytes": 900, "active_bytes": 500, "inactive_split_bytes": 150}
            return {
                name: {"all": {"current": size if index else 0}, "large_pool": {"current": 7}}
                for name, size in held.items()
            }

        module = types.ModuleType("torch.cuda")
        vars(module).update(
            is_initialized=lambda: is_initialized,
            device_count=lambda: 2,
            memory_stats_as_nested_dict=stats,
        )
        return module

    def test_tells_what_is_neither_in_use_nor_beside_something_in_use(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "torch.cuda", self.cuda(is_initialized=True))
        assert ask({})["torch_unused"] == {"0": 0, "1": 250}

    def test_is_not_told_where_it_used_no_gpu(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "torch.cuda", self.cuda(is_initialized=False))
        assert ask({})["torch_unused"] == {}

    def test_is_not_imported(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delitem(sys.modules, "torch.cuda", raising=False)
        assert ask({})["torch_unused"] == {}
        assert "torch.cuda" not in sys.modules

    def test_spoils_nothing_when_it_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cuda = self.cuda(is_initialized=True, fails=True)
        monkeypatch.setitem(sys.modules, "torch.cuda", cuda)
        answer = ask({})
        assert answer["torch_unused"] is None
        assert answer["cwd"] == os.getcwd()


@on_linux
class TestLimits:
    @staticmethod
    def under(limits: str) -> dict[str, int]:
        code = "from tests.unit.kernel_probe.probing import ask; print(ask({})['refusals'])"
        found = subprocess.run(
            ["bash", "-c", f'{limits} exec "$0" -c "$1"', sys.executable, code],
            capture_output=True,
            check=True,
            text=True,
        )
        left = ast.literal_eval(found.stdout)
        assert isinstance(left, dict)
        return left

    def test_are_told_with_what_they_leave(self) -> None:
        kib = 1024
        left = self.under("ulimit -S -v 3000000; ulimit -S -d 2000000;")
        assert 2000000 * kib < left["address-space"] < 3000000 * kib
        assert 1500000 * kib < left["data"] < 2000000 * kib

    def test_are_none_where_none_were_set(self) -> None:
        assert self.under("").keys() <= {"overcommit"}

    def test_count_what_the_machine_may_commit(self) -> None:
        files = {
            "/proc/sys/vm/overcommit_memory": "2\n",
            "/proc/meminfo": "CommitLimit:  9 kB\nCommitted_AS:  4 kB\nHugePages_Total:  0\n",
        }

        class Files:
            def __init__(self, path: str) -> None:
                self._path = path

            def read_text(self) -> str:
                return files[self._path]

        room = private_room()
        room["pathlib"] = types.SimpleNamespace(Path=Files)
        assert room["bytes_left"]()["overcommit"] == 5 * 1024
