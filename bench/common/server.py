"""A JupyterLab server with selected server extensions, and its kernels."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient

from bench.common.environment import CACHE, ROOT, VENV, program

TOKEN = "bench"
START_SECONDS = 60.0
RUN_SECONDS = 180.0
EXTENSIONS = ("jupyterlab_headroom", "jupyter_resource_usage", "jupyterlab_nvdashboard")


class Server:
    """A running server on this machine."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.folder = folder

    def request(self, path: str, body: Mapping[str, Any] | None = None, method: str = "") -> Any:
        """Send a request to the server, and return the parsed response."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}"},
            method=method or ("GET" if body is None else "POST"),
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def probe(self, reset: str = "") -> dict[str, Any]:
        """Return what the probe has measured since the last reset; `reset` is "loop" or "cpu"."""
        figures: dict[str, Any] = self.request(f"headroom-bench?reset={reset}")
        return figures

    def start_kernel(self, name: str = "python3") -> str:
        """Start a kernel and wait until it responds."""
        kernel_id: str = self.request("api/kernels", {"name": name})["id"]
        self.run(kernel_id, "pass", wait=True)
        return kernel_id

    def run(self, kernel_id: str, code: str, *, wait: bool) -> None:
        """Run code in a kernel; with `wait`, until it has finished."""
        file = self.folder / "runtime" / f"kernel-{kernel_id}.json"
        deadline = time.monotonic() + START_SECONDS
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        client = BlockingKernelClient(connection_file=str(file))
        client.load_connection_file()
        # No heartbeat: on a busy machine it would declare live kernels dead.
        client.start_channels(stdin=False, hb=False)
        request = client.execute(code)
        if wait:
            while client.get_shell_msg(timeout=RUN_SECONDS)["parent_header"]["msg_id"] != request:
                pass
        else:
            time.sleep(1)
        client.stop_channels()


@contextmanager
def server(
    name: str,
    port: int,
    extensions: Sequence[str] = (),
    front_ends: Sequence[str] = (),
) -> Iterator[Server]:
    """Start a server with the given extensions and the probe; stop it at the end."""
    folder = CACHE / "servers" / name
    for part in ("root", "runtime", "config", "data"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    _choose(folder / "labextensions", front_ends)
    enabled = {extension: extension in extensions for extension in EXTENSIONS}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [
                program("jupyter-lab"),
                "--no-browser",
                "--allow-root",
                "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={folder / 'root'}",
                f"--ServerApp.jpserver_extensions={enabled | {'headroom_bench_probe': True}}",
                "--LabApp.expose_app_in_browser=True",
                f"--LabApp.labextensions_path={folder / 'labextensions'}",
            ],
            env=_environment(folder),
            stdout=log,
            stderr=log,
        )
        try:
            running = Server(port, folder)
            _wait_for(running, process)
            yield running
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _choose(folder: Path, front_ends: Sequence[str]) -> None:
    """Create a labextensions folder that contains only the given ones."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in front_ends:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(VENV / "share" / "jupyter" / "labextensions" / name)


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "JUPYTER_TOKEN": TOKEN,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "PYTHONPATH": str(ROOT / "bench" / "common" / "probe"),
    }


def _wait_for(running: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            running.request("api/status")
        except OSError:
            time.sleep(0.2)
        else:
            time.sleep(2)
            return
    raise RuntimeError(f"The server did not start, see {running.folder / 'log'}")
