# === lightning
import pytorch_lightning as pl
class Net(pl.LightningModule):
    pass
net = Net.load_from_checkpoint("last.ckpt")
#> pytorch_lightning.LightningModule.load_from_checkpoint = last.ckpt
# === lightning: training
import lightning as L
trainer = L.Trainer(max_epochs=1)
trainer.fit(net)
# === a PyTorchModelHubMixin of the notebook
from torch import nn
from huggingface_hub import PyTorchModelHubMixin
class Net(nn.Module, PyTorchModelHubMixin):
    pass
n = Net.from_pretrained("me/net")
#> huggingface_hub.PyTorchModelHubMixin.from_pretrained = me/net
