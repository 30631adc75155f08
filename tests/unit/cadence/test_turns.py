"""What the memory reader reads in which of its turns."""

from __future__ import annotations

import pytest

from jupyterlab_headroom.cadence import turns

CHANGE = turns.GROUP_CHANGE_BYTES


def test_the_first_turn_is_full_and_then_every_third() -> None:
    assert [turn for turn in range(1, 9) if turns.is_full(turn)] == [1, 4, 7]


@pytest.mark.parametrize(
    ("looks", "processes", "quiet"),
    [(4, 1, False), (5, 1, True), (5, 2, False), (5, None, False), (5, 0, False)],
)
def test_who_is_left_alone(looks: int, processes: int | None, quiet: bool) -> None:
    assert turns.is_quiet(looks, processes) is quiet


@pytest.mark.parametrize(
    ("used", "before", "changed"),
    [(None, 1, True), (1, None, True), (CHANGE, 1, False), (CHANGE, 0, True), (0, CHANGE, True)],
)
def test_a_group_that_changed(used: int | None, before: int | None, changed: bool) -> None:
    assert turns.group_changed(used, before) is changed


def test_groups_are_asked_for_in_the_first_turns_and_then_in_one_of_five() -> None:
    assert all(turns.reads_membership(turn, 7, reads=9) for turn in range(10))
    assert [t for t in range(11) if turns.reads_membership(t, 7, reads=10)] == [3, 8]
    assert [t for t in range(11) if turns.reads_membership(t, 8, reads=10)] == [2, 7]
