"""Writes the kernelspec of a kernel with a memory limit, for the Python that runs this."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

LAUNCHER = Path(__file__).resolve().with_name("launch_kernel.py")
#: Where a JupyterLab of the same environment looks.
HERE_INSTALLED = Path(sys.prefix) / "share" / "jupyter" / "kernels"
MIB = 2**20


def kernelspec(display_name: str, limit_mib: int, groups: str) -> dict[str, object]:
    """Return the content of ``kernel.json``."""
    return {
        "argv": [sys.executable, str(LAUNCHER), "-f", "{connection_file}"],
        "display_name": display_name,
        "language": "python",
        "metadata": {"debugger": True},
        "env": {
            "HEADROOM_KERNEL_LIMIT_BYTES": str(limit_mib * MIB),
            "HEADROOM_KERNEL_GROUPS": groups,
        },
    }


def main() -> None:
    """Write ``KERNELS/NAME/kernel.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernels", type=Path, default=HERE_INSTALLED)
    parser.add_argument("--name", default="headroom-demo")
    parser.add_argument("--display-name", default="Headroom demo (1 GiB)")
    parser.add_argument("--limit-mib", type=int, default=1024)
    parser.add_argument("--groups", default="headroom-demo")
    options = parser.parse_args()
    folder: Path = options.kernels / options.name
    folder.mkdir(parents=True, exist_ok=True)
    spec = kernelspec(options.display_name, options.limit_mib, options.groups)
    (folder / "kernel.json").write_text(json.dumps(spec, indent=1), encoding="utf-8")
    print(folder)


if __name__ == "__main__":
    main()
