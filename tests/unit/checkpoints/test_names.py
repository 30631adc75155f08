from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_headroom.checkpoints.find.names import groups_from_name, parameters_from_name


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        ("meta-llama/Meta-Llama-3-8B-Instruct", 8),
        ("meta-llama/Llama-3.1-405B", 405),
        ("meta-llama/Llama-2-7b-hf", 7),
        ("Qwen/Qwen3-30B-A3B", 30),
        ("Qwen/Qwen2.5-0.5B-Instruct", 0.5),
        ("Qwen/Qwen3-235B-A22B-Instruct-2507", 235),
        ("google/gemma-3n-E4B-it", 8),
        ("bigscience/bloomz-560m", 0.56),
        ("EleutherAI/pythia-160m", 0.16),
        ("my-model_19b", 19),
        ("facebook/opt-6.7b", 6.7),
        ("google/gemma-4-26B-A4B", 26),
        ("microsoft/Phi-3-mini-4k-instruct", None),
        ("unsloth/model-4bit", None),
        ("bert-base-uncased", None),
        ("gpt2", None),
        ("org/v3.1b", None),
        ("org/2024b1", None),
        ("7b-owner/model", None),
        ("org/ab12b", None),
        ("org/0b", None),
        ("org/" + "9" * 300 + "b", None),
    ],
)
def test_sizes_in_names(name: str, billions: float | None) -> None:
    parameters = parameters_from_name(name)
    assert parameters == (None if billions is None else pytest.approx(billions * 1e9))


@pytest.mark.parametrize(
    ("name", "billions"),
    [("mistralai/Mixtral-8x7B-v0.1", 46.7), ("mistralai/Mixtral-8x22B", 141)],
)
def test_a_mixture_is_less_than_the_product(name: str, billions: float) -> None:
    assert parameters_from_name(name) == pytest.approx(billions * 1e9, rel=0.05)


@pytest.mark.parametrize(
    ("name", "dtype", "bits"),
    [
        ("org/m-8B", "BF16", 16),
        ("org/m-8B-FP8", "F8_E4M3", 8),
        ("org/m-8B-bnb-4bit", "U8", 4.5),
        ("org/m-8B-GPTQ-Int4", "I32", 4.5),
        ("org/m-8B-AWQ", "I32", 4.5),
        ("org/m-8B.Q4_K_M", "Q4_K", 4.9),
        ("org/m-8B-IQ2_XXS", "Q2_K", 2.9),
        ("org/m-8B-NVFP4", "F4", 4.5),
    ],
)
def test_quantised_names(name: str, dtype: str, bits: float) -> None:
    (group,) = groups_from_name(name)
    assert group.dtype == dtype
    assert group.bytes * 8 / group.parameters == pytest.approx(bits)


@given(st.text(max_size=80))
def test_any_name_gives_a_sensible_size_or_none(name: str) -> None:
    parameters = parameters_from_name(name)
    assert parameters is None or 0 < parameters <= 10**13
