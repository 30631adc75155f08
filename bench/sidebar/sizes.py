"""What a user downloads."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from bench.common.environment import VENV

_EXTENSIONS = VENV / "share" / "jupyter" / "labextensions"
HEADROOM = "jupyterlab-headroom"
PEERS = {
    "jupyter-resource-usage": "@jupyter-server/resource-usage",
    "jupyterlab-nvdashboard": "jupyterlab-nvdashboard",
}


def scripts_of(extension: str) -> list[Path]:
    """Return the JavaScript of an installed labextension."""
    return sorted((_EXTENSIONS / extension / "static").glob("*.js"))


def entry_of(extension: str) -> str:
    """Return the name of the file that JupyterLab loads first."""
    package = json.loads((_EXTENSIONS / extension / "package.json").read_text())
    return Path(package["jupyterlab"]["_build"]["load"]).name


def gzipped_kb(files: list[Path]) -> float:
    """Return the sum of the sizes, gzipped, in KB of 1000 bytes as browsers count."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000
