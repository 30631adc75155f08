"""Data types for a model on disk. Values only; `src/logic/types/load.ts` mirrors them.

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
    """The sum over all tensors of one dtype and role."""

    #: As the safetensors format spells it ("BF16", "F32"); GGUF block types keep their own name.
    dtype: str
    parameters: int
    bytes: int
    #: "expert": one tensor per expert of a mixture of experts; newer loaders merge these.
    role: Role = "dense"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the names and shapes of the tensors say beyond their total sizes."""

    tensors: int = 0
    embedding_parameters: int = 0
    #: Output projection if stored separately; zero when it is tied to the embedding.
    head_parameters: int = 0
    #: Two-dimensional weights that are neither embedding nor head: those that 4-bit loaders
    #: quantise.
    linear_parameters: int = 0
    #: Experts already stored as one three-dimensional tensor.
    fused_expert_parameters: int = 0
    #: `wo` layers, which T5-like models keep in float32 regardless of the requested dtype.
    wo_parameters: int = 0
    largest_expert_bytes: int = 0
    #: Stored once but listed under several names in a pickle; loaders convert each name separately.
    tied_parameters: int = 0
    #: Dtype of the first floating-point tensor, which `dtype="auto"` falls back to.
    first_float_dtype: str | None = None


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file that the load would read."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ModelProblem:
    """Why facts are missing: a code for programs and a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class DiskNeed:
    """What a download still has to write, and the free space on that file system."""

    #: Bytes still to be downloaded; `None` when the full size is not known.
    needed_bytes: int | None
    #: Bytes that unfinished downloads have already written.
    partial_bytes: int
    free_bytes: int | None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Everything that can be learned about one model from its file headers."""

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
    #: The entries of config.json (or of the GGUF metadata) that the memory rules use, verbatim.
    config: Mapping[str, object] = field(default_factory=dict)
    #: Parts of a pipeline by name.
    components: Mapping[str, ModelFacts] = field(default_factory=dict)
    problem: ModelProblem | None = None
    layout: Layout | None = None
    disk: DiskNeed | None = None
    #: Files that could be loaded instead: other quantisations, the fp16 variant.
    alternatives: tuple[ModelFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelQuery:
    """A query for one model: its reference, and the call's keywords that select the files."""

    reference: str
    #: Id of the loader that is called. "diffusers", "peft" and "sentence-transformers" use their
    #: own file names and directories for weights; any other is treated as "transformers".
    kind: str = "transformers"
    revision: str | None = None
    subfolder: str | None = None
    variant: str | None = None
    cache_dir: str | None = None
    use_safetensors: bool | None = None
    #: One file (or glob) inside the model: `gguf_file=`, `filename=`.
    file: str | None = None
    #: This query must not cause any network request, even if the server may make them.
    offline: bool = False


@dataclass(frozen=True, slots=True)
class EnvironmentFacts:
    """What files and /proc reveal about a kernel's Python, without asking the kernel."""

    #: Distribution -> version, `None` if not installed. Empty if no packages could be found.
    versions: Mapping[str, str | None] = field(default_factory=dict)
    cwd: str | None = None
    #: Environment variables that affect loading models, as of the start of the process.
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Bytes left under each limit at which allocations fail, by its name (`address-space`, ...).
    refusals: Mapping[str, int] = field(default_factory=dict)
