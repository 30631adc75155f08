"""The parts of the package agree with each other, and name no registry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
#: Build tools and test helpers that the browser tests do not use.
ONLY_IN_ROOT = {"@rspack/core", "@swc/core", "@jupyterlab/testutils"}


def read_json(name: str) -> Any:
    return json.loads((ROOT / name).read_text("utf-8"))


def test_browser_tests_pin_the_same_jupyterlab() -> None:
    root = read_json("package.json")["resolutions"]
    pinned = read_json("ui-tests/package.json")["resolutions"]
    assert pinned == {name: root[name] for name in root if name not in ONLY_IN_ROOT}


@pytest.mark.parametrize("name", ["yarn.lock", "ui-tests/yarn.lock", ".yarnrc.yml"])
def test_lockfiles_name_no_registry(name: str) -> None:
    assert not re.findall(r"https?://\S+", (ROOT / name).read_text("utf-8"))


def test_npm_and_python_names_agree() -> None:
    package = read_json("package.json")
    assert package["name"] == read_json("install.json")["packageName"].replace("_", "-")
    assert package["jupyterlab"]["discovery"]["server"]["base"]["name"] == package["name"]
    assert package["jupyterlab"]["outputDir"] == "jupyterlab_headroom/labextension"


def test_the_wheel_enables_the_server_extension() -> None:
    config = read_json("jupyter-config/server-config/jupyterlab_headroom.json")
    assert config == {"ServerApp": {"jpserver_extensions": {"jupyterlab_headroom": True}}}


def test_the_story_is_committed_without_outputs() -> None:
    story = read_json("demo/story.ipynb")
    code = [cell for cell in story["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert story["metadata"]["kernelspec"]["name"] == "headroom-demo"


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", text)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
