# === setfit
from setfit import SetFitModel, Trainer
m = SetFitModel.from_pretrained("sentence-transformers/paraphrase-mpnet-base-v2")
t = Trainer(model=m, train_dataset=ds)
#> setfit.SetFitModel.from_pretrained = sentence-transformers/paraphrase-mpnet-base-v2
