# === diffusers: a pipeline moved to the GPU
import torch
from diffusers import StableDiffusionPipeline
pipe = StableDiffusionPipeline.from_pretrained("runwayml/stable-diffusion-v1-5", torch_dtype=torch.float16, variant="fp16").to("cuda")
#> diffusers.StableDiffusionPipeline.from_pretrained = runwayml/stable-diffusion-v1-5; chain=to; kw.variant=fp16; loader=diffusers
# === diffusers: CPU offload in a later statement
from diffusers import DiffusionPipeline
pipeline = DiffusionPipeline.from_pretrained("stabilityai/stable-diffusion-xl-base-1.0")
pipeline.enable_model_cpu_offload()
image = pipeline("a cat").images[0]
#> diffusers.DiffusionPipeline.from_pretrained = stabilityai/stable-diffusion-xl-base-1.0; chain=enable_model_cpu_offload; target=pipeline
# === diffusers: calling an object named pipeline
from diffusers import DiffusionPipeline
pipeline = DiffusionPipeline.from_pretrained("stabilityai/sdxl-turbo")
# %%
image = pipeline(prompt="a cat", num_inference_steps=4).images[0]
# === diffusers: the name pipeline of transformers is taken over
from transformers import pipeline
from diffusers import DiffusionPipeline
pipeline = DiffusionPipeline.from_pretrained("stabilityai/sdxl-turbo")
# %%
image = pipeline("text-generation", model="gpt2")
# === diffusers: parts and a pipeline around them
from diffusers import AutoencoderKL, UNet2DConditionModel, StableDiffusionPipeline, DDIMScheduler
vae = AutoencoderKL.from_pretrained("org/sd", subfolder="vae")
unet = UNet2DConditionModel.from_pretrained("org/sd", subfolder="unet")
sched = DDIMScheduler.from_pretrained("org/sd", subfolder="scheduler")
pipe = StableDiffusionPipeline.from_pretrained("org/sd", vae=vae, unet=unet, safety_checker=None)
#> diffusers.AutoencoderKL.from_pretrained = org/sd; kw.subfolder=vae
#> diffusers.UNet2DConditionModel.from_pretrained = org/sd; kw.subfolder=unet
#> diffusers.StableDiffusionPipeline.from_pretrained = org/sd; kw.safety_checker=None
# === diffusers: one file
from diffusers import StableDiffusionXLPipeline
pipe = StableDiffusionXLPipeline.from_single_file("./juggernaut.safetensors")
#> diffusers.StableDiffusionXLPipeline.from_single_file = ./juggernaut.safetensors
# === diffusers: LoRA weights onto a pipeline
from diffusers import DiffusionPipeline
pipe = DiffusionPipeline.from_pretrained("org/sd")
# %%
pipe.load_lora_weights("me/lora", weight_name="a.safetensors")
#> diffusers.DiffusionPipeline.from_pretrained().load_lora_weights = me/lora
# === diffusers: schedulers only
from diffusers import DDPMScheduler, EulerDiscreteScheduler
s = DDPMScheduler.from_pretrained("org/sd", subfolder="scheduler")
t = EulerDiscreteScheduler.from_config(s.config)
# === diffusers: another pipeline from the same parts
from diffusers import AutoPipelineForText2Image, AutoPipelineForImage2Image
a = AutoPipelineForText2Image.from_pretrained("org/sdxl")
# %%
b = AutoPipelineForImage2Image.from_pipe(a)
