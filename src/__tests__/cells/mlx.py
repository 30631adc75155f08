# === mlx
from mlx_lm import load, generate
model, tokenizer = load("mlx-community/a-4bit")
#> mlx_lm.load = mlx-community/a-4bit; target=model
