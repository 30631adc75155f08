from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_headroom.helpers.helper import HelperProcess
from jupyterlab_headroom.helpers.settings import HelperSettings

PROGRAM = Path(__file__).with_name("program.py")
SETTINGS = HelperSettings("The test helper", PROGRAM)
MakeHelper = Callable[..., HelperProcess]


@pytest.fixture
def make_helper() -> Iterator[MakeHelper]:
    """Return a maker of helpers; keywords of its own go to the settings."""
    made: list[HelperProcess] = []

    def make(
        on_event: Any = None, greeting: Callable[[], tuple[object, ...]] = tuple, **changes: Any
    ) -> HelperProcess:
        helper = HelperProcess(replace(SETTINGS, **changes), on_event=on_event, greeting=greeting)
        made.append(helper)
        return helper

    yield make
    for helper in made:
        helper.stop()
