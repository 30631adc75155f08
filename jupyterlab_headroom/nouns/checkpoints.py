"""The nouns of a model on disk. Values only; `src/logic/types/load.ts` mirrors them.

Sizes are bytes. `None` always means "not known", never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["dense", "expert"]
Found = Literal["local-path", "hf-cache", "hub", "name", "missing"]
Format = Literal["safetensors", "torch-zip", "torch-legacy", "gguf", "other"]
Source = Literal[
    "safetensors-header",
    "torch-zip",
    "torch-legacy",
    "gguf-header",
    "config",
    "hub-api",
    "name",
    "file-size",
]


@dataclass(frozen=True, slots=True)
class TensorGroup:
    """All tensors of one dtype and role, summed."""

    #: As the safetensors format spells it: "BF16", "F32"; GGUF block types by their own name.
    dtype: str
    parameters: int
    bytes: int
    #: "expert": one tensor per expert of a mixture, which newer loaders copy together.
    role: Role = "dense"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the names and shapes of the tensors tell beyond their sums."""

    tensors: int = 0
    embedding_parameters: int = 0
    #: Output projection stored apart; zero when it is tied to the embedding.
    head_parameters: int = 0
    #: Two-dimensional weights that are neither embedding nor head: what 4-bit loaders replace.
    linear_parameters: int = 0
    #: Experts already stored as one three-dimensional tensor.
    fused_expert_parameters: int = 0
    #: `wo` layers, which T5-like models keep in float32 whatever was asked for.
    wo_parameters: int = 0
    largest_expert_bytes: int = 0
    #: Stored once under several names in a pickle: loaders convert every name.
    tied_parameters: int = 0
    #: Of the first tensor of floating-point numbers: what `dtype="auto"` falls back to.
    first_float_dtype: str | None = None


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file that the load would read."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ModelProblem:
    """Why facts are missing: a code for programs, a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DiskNeed:
    """What a download would still write, and the room there is on that file system."""

    #: Bytes still to come; `None` when the full size is not known.
    needed_bytes: int | None
    #: Bytes of unfinished downloads already written.
    partial_bytes: int
    free_bytes: int | None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Everything that file headers say about one model."""

    #: As written in the call.
    reference: str
    found: Found = "missing"
    #: Relative to the kernel's working directory or to the home directory ("~/...").
    path: str | None = None
    source: Source | None = None
    format: Format | None = None
    files: tuple[ModelFile, ...] = ()
    tensors: tuple[TensorGroup, ...] = ()
    largest_tensor_bytes: int | None = None
    #: Lines of config.json (or GGUF metadata) that the rules use, verbatim.
    config: Mapping[str, object] = field(default_factory=dict)
    #: Parts of a pipeline, by name.
    components: Mapping[str, ModelFacts] = field(default_factory=dict)
    problem: ModelProblem | None = None
    layout: Layout | None = None
    disk: DiskNeed | None = None
    #: Files that could be read instead: other quantisations, the fp16 variant.
    alternatives: tuple[ModelFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelQuery:
    """One question: the reference and those keywords of the call that choose the files."""

    reference: str
    #: Id of the loader whose call it is; "diffusers", "peft" and "sentence-transformers" have
    #: names and places of their own for the weights, any other is treated as "transformers".
    kind: str = "transformers"
    revision: str | None = None
    subfolder: str | None = None
    variant: str | None = None
    cache_dir: str | None = None
    use_safetensors: bool | None = None
    #: One file (or glob) inside the model: `gguf_file=`, `filename=`.
    file: str | None = None
    #: Nothing may leave the machine for this question, whatever the server is allowed.
    offline: bool = False


@dataclass(frozen=True, slots=True)
class EnvironmentFacts:
    """What files and /proc tell about a kernel's Python, without asking the kernel."""

    #: Distribution -> version; `None`: not installed. Empty: its packages could not be found.
    versions: Mapping[str, str | None] = field(default_factory=dict)
    cwd: str | None = None
    #: Variables that bear on loading models, as they were when the process started.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: What limits that refuse memory leave, in bytes, by their name (`address-space`, ...).
    refusals: Mapping[str, int] = field(default_factory=dict)
