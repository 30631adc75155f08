# === haystack components are only made
from haystack.components.embedders import SentenceTransformersTextEmbedder
e = SentenceTransformersTextEmbedder(model="org/a")
# === haystack warms up
from haystack.components.embedders import SentenceTransformersTextEmbedder
e = SentenceTransformersTextEmbedder(model="org/a")
# %%
e.warm_up()
#> haystack.components.embedders.SentenceTransformersTextEmbedder().warm_up = org/a
# === haystack 1 readers load at once
from haystack.nodes import FARMReader, PreProcessor
r = FARMReader(model_name_or_path="deepset/roberta-base-squad2")
p = PreProcessor(clean_whitespace=True)
#> haystack.nodes.FARMReader = deepset/roberta-base-squad2
