# === txtai
from txtai import Embeddings, LLM
a = Embeddings(path="org/a", content=True)
b = Embeddings({"path": "org/b"})
c = LLM("org/c")
#> txtai.Embeddings = org/a
#> txtai.Embeddings = org/b
#> txtai.LLM = org/c
