# === %time before the statement
from transformers import AutoModel
# %%
%time model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; target=model
# === %%time over the cell
from transformers import AutoModel
# %%
%%time
model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; target=model
# === %%capture with arguments
%%capture out --no-stderr
from transformers import AutoModel
!pip install -q accelerate
model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === %%writefile is no code
%%writefile load.py
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
# === %%html, %%javascript, %%R
%%html
<b>AutoModel.from_pretrained("gpt2")</b>
# === %%latex
%%latex
pipeline("text-generation", model="gpt2")
# === install lines around the load
%pip install -q transformers
!pip install -q torch --index-url "https://example.org/simple
from transformers import AutoModel
%matplotlib inline
model = AutoModel.from_pretrained("gpt2")
!nvidia-smi
#> transformers.AutoModel.from_pretrained = gpt2
# === a shell line with a stray parenthesis
!echo ( "
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a continued shell line
!pip install \
  transformers \
  "torch
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === help
from transformers import AutoModel
AutoModel.from_pretrained?
?AutoModel
AutoModel??
# === an indented cell
    from transformers import AutoModel
    model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2; target=model
# === automagic
pip install transformers
cd /tmp
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a percent sign inside an expression
from transformers import AutoModel
n = (17
  % 5)
model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === does not parse: nothing runs
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2"
# === does not parse at its end
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
print "done"
# === half typed
from transformers import AutoModel
model = AutoModel.from_pretrained("gpt2")
if model
# === prose in a code cell
from transformers import AutoModel
This loads the model with AutoModel.from_pretrained("gpt2")
# === an earlier cell that does not parse binds nothing
from transformers import AutoModel as M
x = = 3
# %%
M.from_pretrained("gpt2")
# === a string with a quote that never ends
from transformers import AutoModel
name = "gpt2
model = AutoModel.from_pretrained(name)
# === type hints, decorators and walruses of newer Pythons
from transformers import AutoModel
type Id = str
def load[T](name: T, /, *, dtype: str | None = None) -> AutoModel:
    return AutoModel.from_pretrained(name, dtype=dtype)
model: AutoModel = load("gpt2", dtype="auto")
#> transformers.AutoModel.from_pretrained = gpt2; kw.dtype=auto
# === parenthesized context managers
from transformers import AutoModel
with (open("a") as a, open("b") as b):
    model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === a cell of comments and blanks
# nothing

# === an empty cell

# === windows line ends and tabs
from transformers import AutoModel
if True:
	model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === %%timeit
%%timeit -n1 -r1
from transformers import AutoModel
AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === %env, %cd, %load_ext, %run
%env HF_HOME=/data
%cd /content
%load_ext autoreload
%autoreload 2
%run setup.py
# === a magic inside a block
from transformers import AutoModel
if True:
    %env A=1
    model = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
# === markdown in quotes
"""
# Loading
model = AutoModel.from_pretrained("gpt2")
"""
# === an unclosed f-string replaced
from transformers import AutoModel
print(f"{AutoModel.from_pretrained('gpt2').num_parameters():,}")
#> transformers.AutoModel.from_pretrained = gpt2
# === numbers that end in a point, a backslash before a blank line
from transformers import AutoModel
x = (a * 2. - 1.) / 1.e-3
y = x \

m = AutoModel.from_pretrained("gpt2")
#> transformers.AutoModel.from_pretrained = gpt2
