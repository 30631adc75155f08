# === optimum
from optimum.onnxruntime import ORTModelForSequenceClassification, ORTQuantizer
m = ORTModelForSequenceClassification.from_pretrained("org/a", export=True)
q = ORTQuantizer.from_pretrained(m)
#> optimum.onnxruntime.ORTModelForSequenceClassification.from_pretrained = org/a
