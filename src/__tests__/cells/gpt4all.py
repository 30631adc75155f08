# === gpt4all
from gpt4all import GPT4All
m = GPT4All("orca-mini-3b.gguf")
#> gpt4all.GPT4All = orca-mini-3b.gguf
