"""Configures the JupyterLab of the browser tests: galata's set-up, on a port of its own."""

# mypy: ignore-errors
import os
from pathlib import Path

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821 - Jupyter provides it
configure_jupyter_server(c)
c.ServerApp.port = int(os.environ["HEADROOM_UI_PORT"])
c.ServerApp.ip = "127.0.0.1"
# Containers and CI are often root; the server listens on this machine only.
c.ServerApp.allow_root = True
# Only the kernels that the tests install.
c.KernelSpecManager.kernel_dirs = [str(Path(os.environ["JUPYTER_DATA_DIR"]) / "kernels")]
c.KernelSpecManager.ensure_native_kernel = False
