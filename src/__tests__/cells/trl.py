# === trl: the id as a string
from trl import SFTTrainer, SFTConfig
trainer = SFTTrainer(model="Qwen/Qwen2-0.5B", train_dataset=ds, args=SFTConfig(output_dir="o"))
#> trl.SFTTrainer = Qwen/Qwen2-0.5B; loader=trl
# === trl: an object
from trl import SFTTrainer, DPOTrainer
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
# %%
trainer = SFTTrainer(model=model, train_dataset=ds)
dpo = DPOTrainer(peft_model, ref_model=None, args=None)
# === trl: value head
from trl import AutoModelForCausalLMWithValueHead
m = AutoModelForCausalLMWithValueHead.from_pretrained("gpt2")
#> trl.AutoModelForCausalLMWithValueHead.from_pretrained = gpt2
