# === peft: an adapter onto a loaded model
from peft import PeftModel
from transformers import AutoModelForCausalLM
base = AutoModelForCausalLM.from_pretrained("org/base")
model = PeftModel.from_pretrained(base, "me/adapter").merge_and_unload()
#> transformers.AutoModelForCausalLM.from_pretrained = org/base
#> peft.PeftModel.from_pretrained = me/adapter; chain=merge_and_unload; loader=peft
# === peft: base and adapter at once
from peft import AutoPeftModelForCausalLM
m = AutoPeftModelForCausalLM.from_pretrained("me/adapter")
#> peft.AutoPeftModelForCausalLM.from_pretrained = me/adapter
# === peft: wrapping allocates next to nothing
from peft import LoraConfig, PeftConfig, get_peft_model
cfg = PeftConfig.from_pretrained("me/adapter")
m = get_peft_model(model, LoraConfig(r=8))
