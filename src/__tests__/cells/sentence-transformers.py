# === sentence-transformers
from sentence_transformers import SentenceTransformer, CrossEncoder
model = SentenceTransformer("all-MiniLM-L6-v2")
ranker = CrossEncoder("cross-encoder/ms-marco-MiniLM-L-6-v2", max_length=512)
#> sentence_transformers.SentenceTransformer = all-MiniLM-L6-v2; target=model; loader=sentence-transformers
#> sentence_transformers.CrossEncoder = cross-encoder/ms-marco-MiniLM-L-6-v2
# === sentence-transformers: encoding and utilities
from sentence_transformers import SentenceTransformer, util, InputExample, losses
model = SentenceTransformer("all-MiniLM-L6-v2")
# %%
emb = model.encode(["a", "b"])
util.cos_sim(emb, emb)
loss = losses.CosineSimilarityLoss(model)
# === sentence-transformers: built from modules
from sentence_transformers import SentenceTransformer, models
word = models.Transformer("bert-base-uncased", max_seq_length=256)
pool = models.Pooling(word.get_word_embedding_dimension())
model = SentenceTransformer(modules=[word, pool])
#> sentence_transformers.models.Transformer = bert-base-uncased
