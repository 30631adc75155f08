"""The process that is measured: imports, says so, runs one cell, says so.

`python child.py CELL_FILE`; stdout: `base` and the imported modules when the libraries are there,
`done` after the cell.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

os.environ.update(
    HF_HUB_OFFLINE="1",
    TRANSFORMERS_VERBOSITY="error",
    TQDM_DISABLE="1",
    OMP_NUM_THREADS="2",
    PYTHONWARNINGS="ignore",
)

#: Modules whose import costs memory (src/logic/rules/imports.ts).
ASKED = (
    "torch",
    "transformers",
    "transformers.modeling_utils",
    "diffusers",
    "diffusers.models.modeling_utils",
    "sentence_transformers",
)


def main() -> None:
    """Run the cell between two signs."""
    source = Path(sys.argv[1]).read_text()
    import torch  # noqa: F401
    import transformers  # noqa: F401

    gc.collect()
    print("base", *(name for name in ASKED if name in sys.modules), flush=True)
    sys.stdin.readline()
    names: dict[str, object] = {}
    exec(compile(source, "cell", "exec"), names)
    print("done", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
