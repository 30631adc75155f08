# === accelerate without a load
from accelerate import Accelerator
accelerator = Accelerator()
model, opt = accelerator.prepare(model, opt)
