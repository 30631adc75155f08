"""Run every scenario several times as one user, and print one result line for each run."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from dataclasses import asdict

from tests.vm.guest.scenarios import CONTAINED, EXPECTED, Scenario, cleanup
from tests.vm.guest.ward import Ward

RUNS = int(os.environ.get("HEADROOM_RUNS", "5"))


def run(ward: Ward, scenario: Scenario, number: int) -> None:
    """Make one death happen, and tell what was reported."""
    result: dict[str, object] = {
        "name": scenario.__name__,
        "expected": {**EXPECTED, **CONTAINED}[scenario],
        "user": os.getuid(),
        "place": os.environ.get("HEADROOM_PLACE", "host"),
        "run": number,
    }
    started = time.monotonic()
    try:
        kernel = scenario(ward)
        report = ward.report_of(kernel, of_worker=result["expected"] == "worker-oom-kill")
        if report is not None:
            result |= {
                "cause": report.verdict.cause,
                "confidence": report.verdict.confidence,
                "exit": [report.exit.code, report.exit.signal],
                "evidence": [[e.source, e.text[:200], e.supports] for e in report.evidence],
                "details": asdict(report.verdict.details),
            }
    except Exception:  # noqa: BLE001 - told to the host, which fails the test
        result["error"] = traceback.format_exc()
    finally:
        ward.clear()
        cleanup()
    result["seconds"] = round(time.monotonic() - started, 2)
    print("RESULT " + json.dumps(result), flush=True)


def main() -> None:
    """Run the scenarios that are named, or all."""
    names = set(sys.argv[1:])
    ward = Ward()
    contained = CONTAINED if "HEADROOM_PLACE" in os.environ else {}
    for scenario in {**EXPECTED, **contained}:
        if not names or scenario.__name__ in names:
            for number in range(RUNS):
                run(ward, scenario, number)
    ward.close()


if __name__ == "__main__":
    main()
