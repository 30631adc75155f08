"""`GET environment`: a kernel's libraries and variables, as docs/wire.md describes them."""

from __future__ import annotations

from jupyterlab_headroom.nouns.checkpoints import EnvironmentFacts
from jupyterlab_headroom.wire.codec import encode


def environment_message(environment: EnvironmentFacts) -> dict[str, object]:
    """Return the message; `versions` is `null` when the kernel's packages were not found."""
    return encode(environment) | {"versions": dict(environment.versions) or None}
