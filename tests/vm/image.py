"""Build a small virtual machine image from Debian packages: Linux, busybox, Python, earlyoom.

It has cgroup v2 only, so that what this machine may not have (memory.events, memory.oom.group,
a whole machine out of memory, other users) can be tested for real. Nothing but Debian's own
package tools is used, and nothing is installed on the host.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

GUEST = Path(__file__).parent / "guest"
PACKAGE = Path(__file__).parents[2] / "jupyterlab_headroom"

PACKAGES = (
    "busybox-static",
    "earlyoom",
    "libbz2-1.0",
    "libc6",
    "libexpat1",
    "libffi8",
    "libgcc-s1",
    "liblzma5",
    "libpython3.11-minimal",
    "libpython3.11-stdlib",
    "libssl3",
    "libuuid1",
    "python3.11-minimal",
    "zlib1g",
)
KERNEL_PACKAGE = "linux-image-cloud-amd64"
BUSYBOX_NAMES = ("sh", "mount", "mkdir", "cat", "echo", "sleep", "ls", "poweroff", "ln")
#: Raise when the image's contents change: an older one in the cache is then rebuilt.
IMAGE_VERSION = 1
_TOOLS = ("qemu-system-x86_64", "cpio", "apt-get", "apt-cache", "dpkg-deb")


class Unavailable(Exception):
    """The image cannot be had here, and why."""


@dataclass(frozen=True)
class Image:
    """What qemu boots."""

    kernel: Path
    initrd: Path


def build(cache: Path) -> Image:
    """Return the image: built once and kept in `cache`, but for our sources, which are fresh.

    Raises `Unavailable` where tools or packages are missing.
    """
    if missing := [tool for tool in _TOOLS if shutil.which(tool) is None]:
        raise Unavailable(f"needs qemu-system-x86, cpio and Debian's tools: no {missing[0]} here")
    cache = cache.resolve()
    base = cache / f"base-{IMAGE_VERSION}"
    if not (base / "done").exists():
        shutil.rmtree(base, ignore_errors=True)
        (base / "debs").mkdir(parents=True)
        _download(base / "debs")
        _unpack(base)
        (base / "done").touch()
    initrd = cache / "initrd"
    # Linux unpacks concatenated archives one over the other.
    initrd.write_bytes((base / "base.cpio.gz").read_bytes() + gzip.compress(_overlay(cache), 1))
    return Image(kernel=base / "vmlinuz", initrd=initrd)


def _download(folder: Path) -> None:
    try:
        shown = _run(["apt-cache", "depends", KERNEL_PACKAGE], folder)
        kernels = [
            line.split()[-1] for line in shown.splitlines() if "Depends: linux-image" in line
        ]
        _run(["apt-get", "-qq", "download", *PACKAGES, *kernels[:1]], folder)
    except subprocess.CalledProcessError as error:
        raise Unavailable(f"needs packages of Debian 12: {error.stderr.strip()[-200:]}") from error
    if not kernels:
        raise Unavailable(f"needs the package {KERNEL_PACKAGE}: apt does not know it here")


def _unpack(base: Path) -> None:
    root, kernel = base / "root", base / "kernel"
    for deb in (base / "debs").glob("*.deb"):
        target = kernel if deb.name.startswith("linux-image") else root
        _run(["dpkg-deb", "-x", str(deb), str(target)], base)
    shutil.copy(next(kernel.rglob("vmlinuz*")), base / "vmlinuz")
    shutil.rmtree(kernel)
    for unneeded in ("doc", "man", "locale"):
        shutil.rmtree(root / "usr/share" / unneeded, ignore_errors=True)
    for folder in ("proc", "sys", "dev", "tmp", "run", "root", "mnt"):
        (root / folder).mkdir(exist_ok=True)
    (root / "usr/bin/python3").symlink_to("python3.11")
    for name in BUSYBOX_NAMES:
        (root / "bin" / name).symlink_to("busybox")
    (base / "base.cpio.gz").write_bytes(gzip.compress(_archive(root), 1))
    shutil.rmtree(base / "debs")
    shutil.rmtree(root)


def _overlay(cache: Path) -> bytes:
    """Our package and the guest's scripts, as an archive of their own."""
    root = cache / "overlay"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(
        PACKAGE,
        root / "root/jupyterlab_headroom",
        ignore=shutil.ignore_patterns("labextension", "__pycache__"),
    )
    for package in GUEST.parents[1], GUEST.parent, GUEST:
        folder = root / "root" / package.relative_to(GUEST.parents[2])
        folder.mkdir()
        shutil.copy(package / "__init__.py", folder)
    shutil.copy(GUEST.parents[1] / "victim.py", root / "root/tests")
    for script in GUEST.glob("*.py"):
        shutil.copy(script, root / "root/tests/vm/guest")
    shutil.copy(GUEST / "init", root / "init")
    (root / "init").chmod(0o755)
    return _archive(root)


def _archive(root: Path) -> bytes:
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*"))
    listing = "\0".join([".", *names]).encode()
    command = ["cpio", "-o", "-0", "-H", "newc", "--quiet", "-R", "0:0"]
    return subprocess.run(command, cwd=root, input=listing, check=True, capture_output=True).stdout


def _run(command: list[str], cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout
