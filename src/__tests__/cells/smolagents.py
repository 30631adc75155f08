# === smolagents
from smolagents import TransformersModel, InferenceClientModel, CodeAgent
m = TransformersModel(model_id="org/a")
n = InferenceClientModel("org/b")
agent = CodeAgent(tools=[], model=m)
#> smolagents.TransformersModel = org/a
# === guidance and outlines
from guidance import models
m = models.Transformers("gpt2")
#> guidance.models.Transformers = gpt2
