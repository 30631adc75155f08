"""Verdicts at given limits, ours and the peers', against what really survived there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MIB = 2**20
#: What the verdict adds to the upper end (src/logic/loads/verdict/verdict.ts): a load fits with
#: this to spare.
MARGIN_HIGH = 50 * MIB
#: From this multiple of the smallest surviving limit on, "killed" is a false alarm.
CLEARLY_ENOUGH = 1.1

Row = dict[str, Any]
Answer = dict[str, Any]
#: Bytes that are left -> "fits", "killed" or, between, None.
Judge = Callable[[float], str | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One run under a limit."""

    factor: float
    #: What the limit leaves to the load.
    left: float
    survived: bool


def trials(row: Row) -> list[Trial]:
    """Every run of one load under a limit: those of the bisection, and the multiples of its end."""
    return [Trial(left / row["limit"], float(left), survived) for left, survived in row["trials"]]


def by_interval(answer: Answer) -> Judge:
    """Ours: fits below the upper end is a promise, above the lower end is not."""
    low, high = answer["anonymous"]["low"], answer["anonymous"]["high"]
    return lambda left: "fits" if high + MARGIN_HIGH <= left else "killed" if low > left else None


def by_size(size: float) -> Judge:
    """A peer: one number."""
    return lambda left: "fits" if size <= left else "killed"


def wrong(judged: Iterable[tuple[Row, Judge]]) -> dict[str, float]:
    """Said fits but was killed; said killed but survived (limits from 1.1x), in percent."""
    pairs = [(trial, judge(trial.left)) for row, judge in judged for trial in trials(row)]
    killed = [said for trial, said in pairs if not trial.survived]
    enough = [said for trial, said in pairs if trial.survived and trial.factor >= CLEARLY_ENOUGH]
    return {
        "fits_but_killed": _percent(killed.count("fits"), len(killed)),
        "killed_but_survived": _percent(enough.count("killed"), len(enough)),
        "runs": float(len(pairs)),
        "killed": float(len(killed)),
        "undecided": _percent([said for _, said in pairs].count(None), len(pairs)),
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 1)
