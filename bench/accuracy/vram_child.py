"""The process that is measured on a GPU: imports, loads and uses a model, and reports each step.

`python vram_child.py LOAD_CELL [USE_CELL]`. Each line on stdout is JSON with the peak counters of
torch's own allocator since the previous line. The parent answers each with an empty line.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.update(
    HF_HUB_OFFLINE="1", TRANSFORMERS_VERBOSITY="error", TQDM_DISABLE="1", PYTHONWARNINGS="ignore"
)

ASKED = ("torch", "transformers", "transformers.modeling_utils")


def say(phase: str, **facts: Any) -> None:
    """Report to the parent, and wait until it has taken its readings."""
    print(json.dumps({"phase": phase, **facts}), flush=True)
    sys.stdin.readline()


def counted() -> dict[str, int]:
    """Torch's own counters, in bytes; resets the peaks afterwards."""
    import torch

    torch.cuda.synchronize()
    facts = {
        "allocated": torch.cuda.max_memory_allocated(),
        "reserved": torch.cuda.max_memory_reserved(),
        "reserved_now": torch.cuda.memory_reserved(),
    }
    torch.cuda.reset_peak_memory_stats()
    return facts


def main() -> None:
    """Run the cells one after another in one namespace."""
    import torch
    import transformers  # noqa: F401

    gc.collect()
    say("base", modules=[name for name in ASKED if name in sys.modules])
    names: dict[str, object] = {}
    for phase, file in zip(("load", "use"), sys.argv[1:], strict=False):
        with torch.no_grad():
            exec(compile(Path(file).read_text(), phase, "exec"), names)
        say(phase, **counted())


if __name__ == "__main__":
    main()
