"""Models of several parts: pipelines, modules, adapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.checkpoints.build import Shapes, read, write_json, write_safetensors

SMALL = {"w": ("F16", (10, 10))}


def add(directory: Path, name: str, shapes: Shapes) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    write_safetensors(directory / name, shapes)


def make_pipeline(root: Path) -> None:
    write_json(
        root / "model_index.json",
        {
            "_class_name": "StableDiffusionPipeline",
            "unet": ["diffusers", "UNet2DConditionModel"],
            "vae": ["diffusers", "AutoencoderKL"],
            "text_encoder": ["transformers", "CLIPTextModel"],
            "tokenizer": ["transformers", "CLIPTokenizer"],
            "scheduler": ["diffusers", "PNDMScheduler"],
            "safety_checker": [None, None],
            "../escape": ["diffusers", "Model"],
        },
    )
    add(root / "unet", "diffusion_pytorch_model.safetensors", {"w": ("F32", (100,))})
    add(root / "unet", "diffusion_pytorch_model.fp16.safetensors", {"w": ("F16", (100,))})
    add(root / "vae", "diffusion_pytorch_model.safetensors", {"w": ("F32", (50,))})
    add(root / "text_encoder", "model.safetensors", {"w": ("F32", (30,))})


def test_a_pipeline_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    make_pipeline(tmp_path)
    facts = read(tmp_path, ".", kind="diffusers")
    assert sorted(facts.components) == ["text_encoder", "unet", "vae"]
    assert sum(group.bytes for group in facts.tensors) == 4 * 180
    assert facts.problem is None
    assert "unet/diffusion_pytorch_model.safetensors" in [file.name for file in facts.files]
    assert facts.config == {"_class_name": "StableDiffusionPipeline"}


def test_a_part_without_the_variant_is_loaded_without_it(tmp_path: Path) -> None:
    make_pipeline(tmp_path)
    facts = read(tmp_path, ".", kind="diffusers", variant="fp16")
    assert facts.components["unet"].tensors[0].dtype == "F16"
    assert facts.components["vae"].tensors[0].dtype == "F32"


def test_one_part_by_its_subfolder(tmp_path: Path) -> None:
    make_pipeline(tmp_path)
    facts = read(tmp_path, ".", kind="diffusers", subfolder="unet")
    assert (facts.components, facts.tensors[0].parameters) == ({}, 100)


def test_a_missing_part_is_a_problem_of_the_whole(tmp_path: Path) -> None:
    make_pipeline(tmp_path)
    (tmp_path / "vae" / "diffusion_pytorch_model.safetensors").unlink()
    facts = read(tmp_path, ".", kind="diffusers")
    assert facts.problem is not None
    assert (facts.problem.code, facts.components["unet"].problem) == ("incomplete", None)


@pytest.mark.parametrize("first", ["", "0_Transformer"])
def test_sentence_transformers_modules(tmp_path: Path, first: str) -> None:
    write_json(
        tmp_path / "modules.json",
        [{"idx": 0, "path": first}, {"idx": 1, "path": "1_Pooling"}, {"idx": 2, "path": "2_Dense"}],
    )
    add(tmp_path / first, "model.safetensors", SMALL)
    add(tmp_path / "2_Dense", "model.safetensors", {"w": ("F16", (5,))})
    facts = read(tmp_path, ".", kind="sentence-transformers")
    assert sum(group.parameters for group in facts.tensors) == 105
    (tmp_path / "2_Dense" / "model.safetensors").unlink()
    facts = read(tmp_path, ".", kind="sentence-transformers")
    assert (facts.components, facts.tensors[0].parameters) == ({}, 100)


def test_an_adapter_brings_its_base(tmp_path: Path) -> None:
    add(tmp_path / "lora", "adapter_model.safetensors", SMALL)
    write_json(
        tmp_path / "lora" / "adapter_config.json",
        {"peft_type": "LORA", "base_model_name_or_path": "base", "r": 8},
    )
    add(tmp_path / "base", "model.safetensors", {"w": ("BF16", (1000,))})
    facts = read(tmp_path, "lora", kind="peft")
    assert facts.tensors[0].parameters == 100
    assert facts.components["base_model"].tensors[0].parameters == 1000


def test_adapters_that_name_each_other_end(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "a")):
        add(tmp_path / name, "adapter_model.safetensors", SMALL)
        write_json(tmp_path / name / "adapter_config.json", {"base_model_name_or_path": base})
    assert read(tmp_path, "a").components["base_model"].components == {}


@pytest.mark.parametrize("content", ["[1, 2", "{}", '[{"path": "../x"}, {"path": 3}, 7]', "null"])
def test_modules_that_make_no_sense_are_passed_over(tmp_path: Path, content: str) -> None:
    add(tmp_path, "model.safetensors", SMALL)
    (tmp_path / "modules.json").write_text(content)
    assert read(tmp_path, ".").tensors[0].parameters == 100
