"""A virtual environment with the peers' newest releases and a wheel of the current commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
SOURCE = CACHE / "source"
VENV = CACHE / "venv"
PEERS = ("jupyter-resource-usage", "jupyterlab-nvdashboard")
#: The environment variable that selects a commit other than HEAD.
COMMIT = "HEADROOM_BENCH_COMMIT"
_INSTALLED = VENV / ".commit"
_TOOLS = ("build", "hatchling", "hatch-jupyter-builder", "hatch-nodejs-version", "jupyter-builder")


def program(name: str) -> str:
    """Return the path of a program in the environment."""
    return str(VENV / "bin" / name)


def commit() -> str:
    """Return the commit to install; uncommitted changes are not measured."""
    return _INSTALLED.read_text() if _INSTALLED.exists() else ""


def wheel() -> Path:
    """Return the wheel that was built."""
    return next((SOURCE / "dist").glob("*.whl"))


def enter(module: str) -> None:
    """Create the environment, and replace this program by `module` running in it."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if not (VENV / "bin" / "jupyter-lab").exists():
        print(f"Making {VENV}", flush=True)
        venv.create(VENV, with_pip=True, clear=True)
        _pip("install", "jupyterlab", "psutil", *PEERS, *_TOOLS)
    wanted = _output("git", "rev-parse", "--short=12", os.environ.get(COMMIT, "HEAD"))
    if commit() != wanted:
        _build(wanted)
        _pip("uninstall", "--yes", "jupyterlab-headroom")
        _pip("install", str(wheel()))
        _INSTALLED.write_text(wanted)
    arguments = [program("python"), "-m", module, *sys.argv[1:]]
    os.chdir(ROOT)
    os.execv(arguments[0], arguments)


def _build(wanted: str) -> None:
    """Build a wheel of a commit, separate from the working tree."""
    print(f"Building {wanted}", flush=True)
    _export(wanted)
    environment = os.environ | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    for step in (
        ("node", "scripts/settings-types.mjs"),
        ("node_modules/.bin/tsc", "--sourceMap"),
        ("jupyter-builder", "build", "."),
        ("python", "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"),
    ):
        subprocess.run(step, cwd=SOURCE, env=environment, check=True, stdout=sys.stderr)


def version_of(package: str) -> str:
    """Return the version of an installed package."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return _output(program("python"), "-c", code)


def _export(wanted: str) -> None:
    if not (ROOT / "node_modules").is_dir():
        sys.exit("node_modules is missing: run `jlpm install` (or `npm test`) once.")
    shutil.rmtree(SOURCE, ignore_errors=True)
    archive = subprocess.run(
        ["git", "archive", wanted], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as files:
        files.extractall(SOURCE, filter="data")
    (SOURCE / "node_modules").symlink_to(ROOT / "node_modules")


def _pip(*arguments: str) -> None:
    subprocess.run([program("python"), "-m", "pip", "--quiet", *arguments], check=True)


def _output(*command: str) -> str:
    return subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
