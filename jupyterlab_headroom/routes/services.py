"""The services that the handlers use, as one value in the web application's settings."""

from __future__ import annotations

from dataclasses import dataclass

from jupyterlab_headroom.checkpoints.answer.service import CheckpointService
from jupyterlab_headroom.kernels.directory import KernelDirectory
from jupyterlab_headroom.nouns.life import ServerLife
from jupyterlab_headroom.sampling.history import History
from jupyterlab_headroom.sampling.sampler import Sampler
from jupyterlab_headroom.watch.service import DeathService

#: Key of the `Services` in `web_app.settings`.
SETTINGS_KEY = "jupyterlab_headroom"


@dataclass(frozen=True)
class Services:
    """All objects that live as long as the server. Optional ones are `None` when disabled."""

    life: ServerLife
    history: History
    sampler: Sampler
    kernels: KernelDirectory
    deaths: DeathService | None = None
    checkpoints: CheckpointService | None = None
