# === a literal id, the class imported from the package
from transformers import AutoModelForCausalLM
model = AutoModelForCausalLM.from_pretrained("gpt2")
#> transformers.AutoModelForCausalLM.from_pretrained = gpt2; target=model; how=literal; repeats=once; conditional=false
# === the module imported
import transformers
m = transformers.AutoModel.from_pretrained("bert-base-uncased")
#> transformers.AutoModel.from_pretrained = bert-base-uncased; target=m
# === aliases of module and class, from an earlier cell
import transformers as tf
from transformers import AutoModel as Encoder
# %%
a = tf.T5ForConditionalGeneration.from_pretrained("t5-small")
b = Encoder.from_pretrained("roberta-base")
#> transformers.T5ForConditionalGeneration.from_pretrained = t5-small; target=a
#> transformers.AutoModel.from_pretrained = roberta-base; target=b
# === the id is a constant of an earlier cell
from transformers import AutoModelForSequenceClassification, AutoTokenizer
checkpoint = "./models/big"
# %%
tokenizer = AutoTokenizer.from_pretrained(checkpoint)
model = AutoModelForSequenceClassification.from_pretrained(checkpoint, num_labels=2)
#> transformers.AutoModelForSequenceClassification.from_pretrained = ./models/big; how=constant; kw.num_labels=2
# === tokenizers, processors and configs read no weights
from transformers import AutoTokenizer, AutoProcessor, AutoConfig, BertTokenizerFast, AutoImageProcessor
tok = AutoTokenizer.from_pretrained("gpt2")
proc = AutoProcessor.from_pretrained("openai/clip-vit-base-patch32")
cfg = AutoConfig.from_pretrained("gpt2")
fast = BertTokenizerFast.from_pretrained("bert-base-uncased")
img = AutoImageProcessor.from_pretrained("google/vit-base-patch16-224")
# === only in a comment and in a string
from transformers import AutoModel
# model = AutoModel.from_pretrained("gpt2")
text = 'AutoModel.from_pretrained("gpt2")'
# === defined and not called
from transformers import AutoModel
def load():
    return AutoModel.from_pretrained("gpt2")
# === a helper of an earlier cell is called with its argument
from transformers import AutoModel
def load(name, half=False):
    model = AutoModel.from_pretrained(name)
    return model
# %%
m = load("facebook/opt-125m")
#> transformers.AutoModel.from_pretrained = facebook/opt-125m; target=m
