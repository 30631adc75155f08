"""When the sessions are read."""

from __future__ import annotations

import pytest

from jupyterlab_headroom.cadence.directory import sessions_are_due


@pytest.mark.parametrize(
    ("read_s", "without_session_s", "due"),
    [
        pytest.param(None, [], True, id="never read"),
        pytest.param(99.0, [], False, id="just read"),
        pytest.param(95.0, [], True, id="for renamed notebooks"),
        pytest.param(99.0, [None], True, id="a kernel of this moment"),
        pytest.param(99.0, [80.0, 91.0], True, id="a young kernel's may be written by now"),
        pytest.param(99.0, [90.0], False, id="an old kernel has none"),
    ],
)
def test_sessions_are_due(
    read_s: float | None, without_session_s: list[float | None], due: bool
) -> None:
    assert sessions_are_due(100.0, read_s, without_session_s) is due
