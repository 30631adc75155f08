"""What others may import: frozen here, promised in docs/api.md."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import jupyterlab_headroom

ROOT = Path(__file__).parent.parent
API = (ROOT / "docs" / "api.md").read_text("utf-8")

#: Removing or renaming one needs a new major version.
PUBLIC = [
    "KERNEL_DEATH",
    "Context",
    "DeathReport",
    "Evidence",
    "ExitStatus",
    "GpuInfo",
    "GpuReading",
    "GroupReading",
    "HeadroomApp",
    "KernelInfo",
    "KernelReading",
    "LimitSource",
    "MachineReading",
    "Sample",
    "Verdict",
    "__version__",
]


def test_public_names_are_frozen() -> None:
    assert sorted(jupyterlab_headroom.__all__) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_name_can_be_imported(name: str) -> None:
    assert getattr(jupyterlab_headroom, name) is not None
    assert name in dir(jupyterlab_headroom)


def test_other_names_are_missing_as_in_any_module() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Sampler'"):
        jupyterlab_headroom.Sampler  # noqa: B018 - asking for it is the test


def test_importing_the_package_loads_nothing_else() -> None:
    script = (
        "import sys; before = set(sys.modules); import jupyterlab_headroom; "
        "print(*sorted(set(sys.modules) - before))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    theirs = {name for name in loaded if name.split(".")[0] not in sys.stdlib_module_names}
    assert theirs <= {"jupyterlab_headroom", "jupyterlab_headroom._version"}


def test_the_document_lists_the_python_names() -> None:
    table = re.findall(r"^\| (`.+?) +\|", API.split("\n## Python\n")[1], flags=re.MULTILINE)
    named = [name for cell in table for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(PUBLIC)


def test_the_document_lists_the_tokens() -> None:
    sources = (ROOT / "src" / "public").glob("*.ts")
    declared = re.findall(
        r"^export const (\w+)", "\n".join(p.read_text("utf-8") for p in sources), re.MULTILINE
    )
    browser = API.split("\n## In the browser\n")[1].split("\n## Python\n")[0]
    assert declared
    assert sorted(re.findall(r"^\| `(\w+)`", browser, re.MULTILINE)) == sorted(declared)


def test_the_document_shows_the_metadata_that_is_tested() -> None:
    shown = json.loads(API.split("```json\n")[1].split("```")[0])
    used = json.loads((ROOT / "ui-tests" / "extension" / "package.json").read_text("utf-8"))
    assert shown["jupyterlab"]["sharedPackages"] == used["jupyterlab"]["sharedPackages"]
    assert shown["dependencies"].items() <= used["dependencies"].items()


def test_imports_in_examples_are_public() -> None:
    lines = re.findall(r"^from jupyterlab_headroom import (.+)$", API, re.MULTILINE)
    imported = {name for line in lines for name in line.split(", ")}
    assert imported
    assert imported <= set(PUBLIC)
