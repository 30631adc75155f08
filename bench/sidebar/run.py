"""Run with any Python: `python bench/sidebar/run.py [--quick]`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    runpy.run_module("bench.sidebar", run_name="__main__")
