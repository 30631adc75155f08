# === torchvision with weights
from torchvision.models import resnet18, ResNet18_Weights
import torchvision
m = resnet18(weights=ResNet18_Weights.DEFAULT)
n = torchvision.models.vgg16(pretrained=True)
#> torchvision.models.resnet18 = resnet18
#> torchvision.models.vgg16 = vgg16
# === torchvision without weights
from torchvision import models, transforms
m = models.resnet18()
n = models.resnet50(weights=None)
t = transforms.Compose([transforms.ToTensor()])
k = models.resnet50(pretrained=False)
# === torchvision: the weights' transforms only
from torchvision.models import ResNet50_Weights
w = ResNet50_Weights.DEFAULT
t = w.transforms()
