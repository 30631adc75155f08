"""Measures everything and writes bench/results/sidebar.json. `--quick`: a look in two minutes."""

from __future__ import annotations

from bench.common.environment import enter

enter("bench.sidebar")

import argparse  # noqa: E402 - below here we are in the environment of the benchmark
import os  # noqa: E402

from bench.common.results import Figure, write  # noqa: E402
from bench.sidebar.figures import PARTS, versions  # noqa: E402
from bench.sidebar.options import Options  # noqa: E402

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bench/sidebar/run.py", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short, and nothing is written over")
    parser.add_argument("--port", type=int, default=9720)
    parser.add_argument("--only", choices=PARTS, nargs="*", default=list(PARTS))
    arguments = parser.parse_args()
    options = Options.quick(arguments.port) if arguments.quick else Options(arguments.port)
    load = os.getloadavg()
    figures: dict[str, Figure] = {}
    for name in arguments.only:
        figures |= PARTS[name](options)
        # Written after each part, so that a long run that is stopped still yields results.
        print(write("sidebar-quick" if arguments.quick else "sidebar", figures, load, versions()))
