# === FlagEmbedding
from FlagEmbedding import BGEM3FlagModel, FlagReranker
m = BGEM3FlagModel("BAAI/bge-m3", use_fp16=True)
r = FlagReranker("BAAI/bge-reranker-v2-m3")
#> FlagEmbedding.BGEM3FlagModel = BAAI/bge-m3
#> FlagEmbedding.FlagReranker = BAAI/bge-reranker-v2-m3
# === ragatouille and byaldi
from ragatouille import RAGPretrainedModel
from byaldi import RAGMultiModalModel
a = RAGPretrainedModel.from_pretrained("colbert-ir/colbertv2.0")
b = RAGMultiModalModel.from_pretrained("vidore/colpali-v1.2")
#> ragatouille.RAGPretrainedModel.from_pretrained = colbert-ir/colbertv2.0
#> byaldi.RAGMultiModalModel.from_pretrained = vidore/colpali-v1.2
