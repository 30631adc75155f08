"""`GET checkpoint`: facts about a model, as docs/wire.md describes them."""

from __future__ import annotations

from dataclasses import asdict

from jupyterlab_headroom.nouns.checkpoints import ModelFacts


def checkpoint_message(facts: ModelFacts) -> dict[str, object]:
    """Return the message for one model; its parts are messages of the same kind."""
    return {
        "reference": facts.reference,
        "found": facts.found,
        "path": facts.path,
        "source": facts.source,
        "format": facts.format,
        "files": [asdict(file) for file in facts.files],
        "tensors": [asdict(group) for group in facts.tensors],
        "largest_tensor_bytes": facts.largest_tensor_bytes,
        "config": dict(facts.config),
        "components": {name: checkpoint_message(part) for name, part in facts.components.items()},
        "problem": None if facts.problem is None else asdict(facts.problem),
        "layout": None if facts.layout is None else asdict(facts.layout),
        "alternatives": [asdict(file) for file in facts.alternatives],
        "disk": None if facts.disk is None else asdict(facts.disk),
    }
