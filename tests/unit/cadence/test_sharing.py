"""When a tree is worth measuring."""

from __future__ import annotations

import pytest

from jupyterlab_headroom.cadence import sharing
from jupyterlab_headroom.cadence.sharing import SharingMeasurement, is_worth_measuring

MIB = 1 << 20
#: Two workers of 100 MiB below a kernel of 200.
HELD = {10: 200 * MIB, 11: 100 * MIB, 12: 100 * MIB}
MEASURED = SharingMeasurement(50.0, frozenset(HELD), 200 * MIB)


@pytest.mark.parametrize(
    ("now", "held", "last", "worth"),
    [
        pytest.param(51.0, HELD, None, True, id="never measured"),
        pytest.param(51.0, HELD, MEASURED, False, id="nothing has changed"),
        pytest.param(60.0, HELD, MEASURED, True, id="for ten seconds"),
        pytest.param(51.0, {**HELD, 13: 0}, MEASURED, True, id="another process"),
        pytest.param(51.0, {**HELD, 12: 131 * MIB}, MEASURED, False, id="a little more"),
        pytest.param(51.0, {**HELD, 12: 132 * MIB}, MEASURED, True, id="much more"),
        pytest.param(51.0, {10: 200 * MIB, 11: 31 * MIB}, None, False, id="too little to share"),
        pytest.param(51.0, {10: 5 * 10**9, 11: 10**9}, None, True, id="stopped for 50 ms"),
        pytest.param(51.0, {10: 6 * 10**9, 11: 10**9}, None, False, id="stopped for 60 ms"),
    ],
)
def test_worth_measuring(
    now: float, held: dict[int, int], last: SharingMeasurement | None, worth: bool
) -> None:
    assert is_worth_measuring(now, held, last) is worth


def test_measuring_takes_a_hundredth_of_the_time() -> None:
    assert sharing.quiet_until_s(100.0, 100.02) == pytest.approx(102.0)
