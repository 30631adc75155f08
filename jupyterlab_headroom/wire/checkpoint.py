"""`GET checkpoint`: facts about a model, as docs/wire.md describes them."""

from __future__ import annotations

from jupyterlab_headroom.nouns.checkpoints import ModelFacts
from jupyterlab_headroom.wire.codec import encode


def checkpoint_message(facts: ModelFacts) -> dict[str, object]:
    """Return the message for one model; each of its parts has the same form."""
    return encode(facts)
