# === llama-index
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.llms.huggingface import HuggingFaceLLM
from llama_index.core import Settings
Settings.embed_model = HuggingFaceEmbedding(model_name="BAAI/bge-small-en-v1.5")
Settings.llm = HuggingFaceLLM(model_name="org/a", tokenizer_name="org/a")
#> llama_index.embeddings.huggingface.HuggingFaceEmbedding = BAAI/bge-small-en-v1.5
#> llama_index.llms.huggingface.HuggingFaceLLM = org/a
# === llama-index with remote models
from llama_index.llms.openai import OpenAI
from llama_index.llms.huggingface_api import HuggingFaceInferenceAPI
a = OpenAI(model="gpt-4")
b = HuggingFaceInferenceAPI(model_name="org/a")
