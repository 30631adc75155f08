"""Compare verdicts at given limits, ours and the peers', with what really survived there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MIB = 2**20
#: What the verdict adds to the upper end (src/logic/loads/verdict/verdict.ts): a load counts as
#: fitting only with this much to spare.
MARGIN_HIGH = 50 * MIB
#: At this multiple of the smallest survived limit and above, "killed" is a false alarm.
CLEARLY_ENOUGH = 1.1

Row = dict[str, Any]
Answer = dict[str, Any]
#: Maps the bytes that are left to "fits", "killed" or, in between, None.
Judge = Callable[[float], str | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """One run under a limit."""

    factor: float
    #: The bytes that the limit leaves for the load.
    left: float
    survived: bool


def trials(row: Row) -> list[Trial]:
    """All runs of one load under a limit: the bisection, and the multiples of its result."""
    return [Trial(left / row["limit"], float(left), survived) for left, survived in row["trials"]]


def by_interval(answer: Answer) -> Judge:
    """Our verdict: "fits" only above the upper end, "killed" only below the lower end."""
    low, high = answer["anonymous"]["low"], answer["anonymous"]["high"]
    return lambda left: "fits" if high + MARGIN_HIGH <= left else "killed" if low > left else None


def by_size(size: float) -> Judge:
    """The verdict of a peer, which gives a single number."""
    return lambda left: "fits" if size <= left else "killed"


def wrong(judged: Iterable[tuple[Row, Judge]]) -> dict[str, float]:
    """Share of wrong verdicts in percent: "fits" but killed, "killed" but survived (from 1.1x)."""
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
