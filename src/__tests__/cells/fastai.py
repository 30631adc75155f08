# === fastai
from fastai.vision.all import *
learn = load_learner("export.pkl")
#> fastai.vision.all.load_learner = export.pkl
