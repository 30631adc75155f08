# === langchain embeddings
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_community.embeddings import HuggingFaceBgeEmbeddings
a = HuggingFaceEmbeddings(model_name="BAAI/bge-small-en-v1.5")
b = HuggingFaceBgeEmbeddings(model_name="BAAI/bge-base-en-v1.5")
c = HuggingFaceEmbeddings()
#> langchain_huggingface.HuggingFaceEmbeddings = BAAI/bge-small-en-v1.5; loader=langchain
#> langchain_community.embeddings.HuggingFaceBgeEmbeddings = BAAI/bge-base-en-v1.5
#> langchain_huggingface.HuggingFaceEmbeddings = sentence-transformers/all-mpnet-base-v2; how=default
# === langchain models in this process
from langchain_community.llms import LlamaCpp, VLLM
from langchain_huggingface import HuggingFacePipeline
a = LlamaCpp(model_path="m.gguf", n_ctx=2048)
b = VLLM(model="org/a")
c = HuggingFacePipeline.from_model_id(model_id="gpt2", task="text-generation")
#> langchain_community.llms.LlamaCpp = m.gguf
#> langchain_community.llms.VLLM = org/a
#> langchain_huggingface.HuggingFacePipeline.from_model_id = gpt2
# === langchain around a pipeline that is loaded already
from langchain_huggingface import HuggingFacePipeline
from transformers import pipeline
pipe = pipeline("text-generation", model="gpt2")
# %%
llm = HuggingFacePipeline(pipeline=pipe)
# === langchain with remote models
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_huggingface import HuggingFaceEndpoint
from langchain_community.llms import HuggingFaceHub, Ollama
a = ChatOpenAI(model="gpt-4o")
b = HuggingFaceEndpoint(repo_id="org/a")
c = HuggingFaceHub(repo_id="google/flan-t5-xl")
d = Ollama(model="llama3")
