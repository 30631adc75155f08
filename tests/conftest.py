"""Fixtures for all tests: a real Jupyter server with this extension."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.oom.groups import why_not

pytest_plugins = ["pytest_jupyter.jupyter_server"]

# How long one example takes says more about the machine than about the code.
settings.register_profile("headroom", deadline=None)
settings.load_profile("headroom")


@pytest.fixture
def jp_server_config(jp_server_config: dict[str, Any]) -> dict[str, Any]:
    """Load the extension, sample quickly, and fail where a real server would only log."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyterlab_headroom": True},
            "reraise_server_extension_failures": True,
        },
        "HeadroomApp": {"sample_interval": 0.1},
    }


@pytest.fixture
def jp_serverapp(jp_serverapp: Any, jp_asyncio_loop: asyncio.AbstractEventLoop) -> Iterator[Any]:
    """Start and stop the extensions too: pytest-jupyter runs no server loop that would."""
    extensions = jp_serverapp.extension_manager
    jp_asyncio_loop.run_until_complete(extensions.start_all_extensions())
    yield jp_serverapp
    jp_asyncio_loop.run_until_complete(extensions.stop_all_extensions())


@pytest.fixture(scope="session")
def controller() -> None:
    """Skip what needs a memory control group of its own where none can be made."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
