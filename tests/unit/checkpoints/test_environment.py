"""A kernel's Python, found from the outside: made-up /proc trees, and one real process."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

from jupyterlab_headroom.checkpoints.answer.environment import read_environment
from jupyterlab_headroom.checkpoints.find.paths import own_home
from jupyterlab_headroom.nouns.checkpoints import EnvironmentFacts
from jupyterlab_headroom.sources.proc.distributions import installed_versions
from jupyterlab_headroom.sources.proc.process_context import ProcessContext, read_process_context
from jupyterlab_headroom.sources.proc.python_process import find_python, package_directories
from jupyterlab_headroom.wire.environment import environment_message

GOLDEN = Path(__file__).parents[2] / "wire" / "environment.json"


def add_process(
    proc: Path, pid: int, exe: str, argv: list[str], maps: str = "", children: str = ""
) -> None:
    directory = proc / str(pid)
    (directory / "task" / str(pid)).mkdir(parents=True)
    (directory / "exe").symlink_to(exe)
    (directory / "cmdline").write_bytes(b"\0".join(word.encode() for word in argv) + b"\0")
    (directory / "maps").write_text(maps)
    (directory / "task" / str(pid) / "children").write_text(children)


def add_packages(directory: Path, *names: str) -> Path:
    for name in names:
        (directory / name).mkdir(parents=True)
    return directory


def versions(tmp_path: Path, pid: int = 7) -> dict[str, str | None]:
    context = ProcessContext(environment={"HOME": str(tmp_path / "home")})
    return dict(read_environment(pid, context, tmp_path / "proc").versions)


def test_a_virtual_environment_hides_the_system(tmp_path: Path) -> None:
    venv, base = tmp_path / "venv", tmp_path / "base"
    add_packages(venv / "lib/python3.12/site-packages", "transformers-4.57.6.dist-info")
    add_packages(base / "lib/python3.12/site-packages", "torch-2.13.0.dist-info")
    (venv / "pyvenv.cfg").write_text(f"home = {base}/bin\ninclude-system-site-packages = false\n")
    add_process(tmp_path / "proc", 7, f"{base}/bin/python3.12", [f"{venv}/bin/python", "-m", "x"])
    found = versions(tmp_path)
    assert (found["transformers"], found["torch"]) == ("4.57.6", None)


def test_a_user_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenShift gives a container a user id that no file knows."""

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    add_packages(tmp_path / "venv/lib/python3.12/site-packages", "torch-2.13.0.dist-info")
    add_process(tmp_path / "proc", 7, f"{tmp_path}/venv/bin/python3.12", ["python", "-m", "x"])
    found = read_environment(7, ProcessContext(), tmp_path / "proc")
    assert found.versions["torch"] == "2.13.0"
    assert own_home() == Path("/")


def test_a_virtual_environment_that_shows_the_system(tmp_path: Path) -> None:
    venv, base = tmp_path / "venv", tmp_path / "base"
    add_packages(venv / "lib/python3.12/site-packages", "transformers-4.57.6.dist-info")
    add_packages(
        base / "lib/python3.12/site-packages",
        "torch-2.13.0.dist-info",
        "transformers-5.0.0.dist-info",
    )
    (venv / "pyvenv.cfg").write_text(f"home = {base}/bin\ninclude-system-site-packages = true\n")
    add_process(tmp_path / "proc", 7, f"{base}/bin/python3.12", [f"{venv}/bin/python"])
    found = versions(tmp_path)
    assert (found["transformers"], found["torch"]) == ("4.57.6", "2.13.0")


def test_packages_of_the_user(tmp_path: Path) -> None:
    add_packages(tmp_path / "home/.local/lib/python3.12/site-packages", "peft-0.17.0.dist-info")
    add_packages(tmp_path / "usr/lib/python3/dist-packages", "numpy-1.26.4.egg-info")
    add_process(tmp_path / "proc", 7, f"{tmp_path}/usr/bin/python3", ["python3"])
    found = versions(tmp_path)
    assert (found["peft"], found["numpy"]) == ("0.17.0", "1.26.4")


def test_mapped_extension_modules_tell_of_other_directories(tmp_path: Path) -> None:
    other = add_packages(tmp_path / "opt/site-packages", "vllm-0.21.0.dist-info")
    maps = f"7f00-7f01 r-xp 00000000 08:01 42  {other}/zmq/_zmq.so\n7f02-7f03 rw-p 0 0:0 0\n"
    add_process(tmp_path / "proc", 7, "/nowhere/bin/python3", ["python3"], maps)
    assert versions(tmp_path)["vllm"] == "0.21.0"


def test_a_kernel_behind_a_wrapper(tmp_path: Path) -> None:
    add_packages(tmp_path / "c/lib/python3.11/site-packages", "jax-0.8.0.dist-info")
    add_process(tmp_path / "proc", 7, "/bin/bash", ["bash", "run.sh"], children="8 9 ")
    add_process(tmp_path / "proc", 9, f"{tmp_path}/c/bin/python3.11", ["python"])
    assert versions(tmp_path)["jax"] == "0.8.0"


@pytest.mark.parametrize("exe", ["/usr/bin/R", "/bin/bash", "/usr/bin/python-config"])
def test_what_is_no_python_is_not_known(tmp_path: Path, exe: str) -> None:
    add_process(tmp_path / "proc", 7, exe, [exe])
    assert versions(tmp_path) == {}
    assert versions(tmp_path, pid=8) == {}


@pytest.mark.parametrize(
    ("entry", "version"),
    [
        ("sentence_transformers-6.0.1.dist-info", "6.0.1"),
        ("Sentence.Transformers-6.0.1.dist-info", "6.0.1"),
        ("sentence_transformers-6.0.1-py3.12.egg-info", "6.0.1"),
        ("sentence_transformers-6.1.0+cu128.dist-info", "6.1.0+cu128"),
        ("sentence_transformers_extra-1.0.dist-info", None),
        ("sentence_transformers", None),
        ("sentence_transformers-.dist-info", None),
    ],
)
def test_names_of_metadata(tmp_path: Path, entry: str, version: str | None) -> None:
    add_packages(tmp_path, entry)
    wanted = "sentence-transformers"
    assert installed_versions([tmp_path / "gone", tmp_path], [wanted]) == {wanted: version}


def test_a_real_process(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)"],
        cwd=tmp_path,
        env={**os.environ, "HF_HOME": "/data/hf", "HF_TOKEN": "secret"},
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        process.stdout.read(1)
        found = read_environment(process.pid, read_process_context(process.pid))
    finally:
        process.kill()
        process.communicate()
    assert found.versions["numpy"] == numpy.__version__
    assert found.cwd == str(tmp_path)
    assert found.environment["HF_HOME"] == "/data/hf"
    assert "HF_TOKEN" not in found.environment
    assert "HOME" not in found.environment


def test_a_process_that_is_gone() -> None:
    assert read_process_context(2**22 + 1) == ProcessContext()
    assert find_python(2**22 + 1) is None


def test_the_environment_of_the_tests_itself() -> None:
    python = find_python(os.getpid())
    assert python is not None
    directories = [path.resolve() for path in package_directories(python, Path.home())]
    assert Path(numpy.__file__).resolve().parents[1] in directories


def test_the_golden_message() -> None:
    environment = EnvironmentFacts(
        versions={"transformers": "4.57.6", "torch": "2.13.0+cpu", "vllm": None},
        cwd="/home/ada/notebooks",
        environment={"HF_HOME": "/data/hf", "CUDA_VISIBLE_DEVICES": "0"},
        refusals={"address-space": 8 * 2**30, "overcommit": 3 * 2**30},
    )
    assert environment_message(environment) == json.loads(GOLDEN.read_text("utf-8"))
    assert environment_message(EnvironmentFacts())["versions"] is None
