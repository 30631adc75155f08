# === sglang
import sglang as sgl
engine = sgl.Engine(model_path="org/a")
#> sglang.Engine = org/a
