"""The cache of huggingface_hub, complete and not."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_headroom.checkpoints.answer.reader import CheckpointReader
from jupyterlab_headroom.checkpoints.files.files import Budget
from jupyterlab_headroom.checkpoints.find.hfcache import is_id
from jupyterlab_headroom.nouns.checkpoints import ModelFacts, ModelQuery
from tests.unit.checkpoints.build import context_of, read, write_json, write_safetensors
from tests.unit.checkpoints.test_parameters import LLAMA_3_8B

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
SHAPES = {"w": ("BF16", (64, 64))}
DEFAULT = "home/.cache/huggingface/hub"


def add_snapshot(
    root: Path, name: str = "org/tiny", commit: str = COMMIT, revision: str | None = "main"
) -> Path:
    """Make the directories of one revision as the library does; files are links to blobs."""
    folder = root / ("models--" + name.replace("/", "--"))
    snapshot = folder / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (folder / "blobs").mkdir(exist_ok=True)
    if revision is not None:
        ref = folder / "refs" / revision
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text(commit)
    return snapshot


def add_weights(snapshot: Path, name: str = "model.safetensors", rows: int = 64) -> None:
    blob = snapshot.parents[1] / "blobs" / f"etag-{name}-{rows}"
    write_safetensors(blob, {"w": ("BF16", (rows, 64))})
    (snapshot / name).symlink_to(Path("../../blobs") / blob.name)


def ask(cwd: Path, environment: dict[str, str], **query: object) -> ModelFacts:
    question = ModelQuery(**{"reference": "org/tiny", **query})  # type: ignore[arg-type]
    return CheckpointReader().read(question, context_of(cwd, **environment), Budget.seconds(60))


@pytest.mark.parametrize(
    ("root", "environment", "query"),
    [
        (DEFAULT, {}, {}),
        ("c", {"HF_HUB_CACHE": "{0}/c", "HUGGINGFACE_HUB_CACHE": "{0}/x", "HF_HOME": "{0}/y"}, {}),
        ("c", {"HUGGINGFACE_HUB_CACHE": "{0}/c", "HF_HOME": "{0}/y"}, {}),
        ("c/hub", {"HF_HOME": "{0}/c", "XDG_CACHE_HOME": "{0}/y"}, {}),
        ("c/huggingface/hub", {"XDG_CACHE_HOME": "{0}/c"}, {}),
        ("home/c/hub", {"HF_HOME": "~/c"}, {}),
        ("c", {"TRANSFORMERS_CACHE": "{0}/c"}, {}),
        ("c", {"SENTENCE_TRANSFORMERS_HOME": "{0}/c"}, {"kind": "sentence-transformers"}),
        ("mine", {"HF_HUB_CACHE": "{0}/c"}, {"cache_dir": "mine"}),
    ],
)
def test_every_way_to_place_the_cache(
    tmp_path: Path, root: str, environment: dict[str, str], query: dict[str, object]
) -> None:
    add_weights(add_snapshot(tmp_path / root))
    facts = ask(tmp_path, {k: v.format(tmp_path) for k, v in environment.items()}, **query)
    assert (facts.found, facts.problem, facts.disk) == ("hf-cache", None, None)
    assert facts.path is not None
    assert facts.path.endswith(f"models--org--tiny/snapshots/{COMMIT}")
    assert sum(group.parameters for group in facts.tensors) == 64 * 64


def test_a_model_in_another_cache_is_not_found(tmp_path: Path) -> None:
    add_weights(add_snapshot(tmp_path / DEFAULT))
    facts = ask(tmp_path, {"HF_HUB_CACHE": str(tmp_path / "elsewhere")})
    assert facts.found == "missing"
    assert facts.problem is not None
    assert facts.problem.code == "missing"


@pytest.mark.parametrize(
    ("revision", "rows"), [(None, 64), ("main", 64), ("v2/final", 8), (OTHER, 8), ("nope", None)]
)
def test_the_revision_decides(tmp_path: Path, revision: str | None, rows: int | None) -> None:
    add_weights(add_snapshot(tmp_path / DEFAULT))
    add_weights(add_snapshot(tmp_path / DEFAULT, commit=OTHER, revision="v2/final"), rows=8)
    facts = ask(tmp_path, {}, revision=revision)
    assert sum(group.parameters for group in facts.tensors) == (0 if rows is None else rows * 64)


@pytest.mark.parametrize("revision", ["../../x", "/etc/passwd", "a\0b"])
def test_a_revision_that_leads_astray_is_refused(tmp_path: Path, revision: str) -> None:
    add_snapshot(tmp_path / DEFAULT)
    problem = ask(tmp_path, {}, revision=revision).problem
    assert problem is not None
    assert problem.code == "refused"


def test_a_local_directory_wins_over_the_cache(tmp_path: Path) -> None:
    add_weights(add_snapshot(tmp_path / DEFAULT))
    (tmp_path / "org" / "tiny").mkdir(parents=True)
    write_safetensors(tmp_path / "org" / "tiny" / "model.safetensors", {"w": ("F32", (3,))})
    assert ask(tmp_path, {}).found == "local-path"


def test_bare_names_of_sentence_transformers(tmp_path: Path) -> None:
    add_weights(add_snapshot(tmp_path / DEFAULT, "sentence-transformers/all-tiny"))
    facts = ask(tmp_path, {}, reference="all-tiny", kind="sentence-transformers")
    assert facts.found == "hf-cache"
    assert ask(tmp_path, {}, reference="all-tiny").found == "missing"


def test_a_download_that_stopped_says_how_much_is_to_come(tmp_path: Path) -> None:
    snapshot = add_snapshot(tmp_path / DEFAULT)
    add_weights(snapshot, "model-1.safetensors")
    weight_map = {"a": "model-1.safetensors", "b": "model-2.safetensors"}
    index = {"metadata": {"total_size": 100_000}, "weight_map": weight_map}
    write_json(snapshot / "model.safetensors.index.json", index)
    (snapshot.parents[1] / "blobs" / "etag.incomplete").write_bytes(b"x" * 1_000)
    facts = ask(tmp_path, {})
    assert facts.problem is None
    assert sum(group.bytes for group in facts.tensors) == 100_000
    assert facts.disk is not None
    assert facts.disk.needed_bytes == 100_000 - 64 * 64 * 2 - 1_000
    assert facts.disk.partial_bytes == 1_000
    assert facts.disk.free_bytes is not None


def test_only_the_config_is_there(tmp_path: Path) -> None:
    snapshot = add_snapshot(tmp_path / DEFAULT)
    write_json(snapshot / "config.json", LLAMA_3_8B)
    facts = ask(tmp_path, {})
    assert (facts.found, facts.source, facts.problem) == ("hf-cache", "config", None)
    assert facts.disk is not None
    assert facts.disk.needed_bytes == pytest.approx(2 * 8.03e9, rel=0.01)


def test_a_model_known_by_its_name_only(tmp_path: Path) -> None:
    facts = ask(tmp_path, {}, reference="org/big-19b")
    assert (facts.found, facts.source, facts.problem) == ("name", "name", None)
    assert facts.disk is not None
    assert facts.disk.needed_bytes == 38_000_000_000


@pytest.mark.parametrize("reference", ["./big-19b", "/models/big-19b", "a/b/big-19b", "~/big-19b"])
def test_a_path_is_never_taken_for_a_name(tmp_path: Path, reference: str) -> None:
    assert read(tmp_path, reference).found == "missing"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("gpt2", True),
        ("org/name", True),
        ("org/na.me-1_b", True),
        ("a/b/c", False),
        ("../x", False),
        ("org/..", False),
        ("org/a..b", False),
        ("a--b", False),
        (".hidden", False),
        ("org/", False),
        ("", False),
        ("na\nme", False),
        ("name\n", False),
        ("model.safetensors", False),
        ("out/llama-7b.Q4_K_M.GGUF", False),
        ("data/train.csv", False),
    ],
)
def test_ids_of_the_hub(reference: str, expected: bool) -> None:
    assert is_id(reference) is expected
