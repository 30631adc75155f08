# === keras: a saved model
from tensorflow import keras
m = keras.models.load_model("model.keras", compile=False)
#> tensorflow.keras.models.load_model = model.keras; loader=keras
# === keras applications load ImageNet weights by default
from tensorflow.keras.applications import ResNet50
from tensorflow.keras.applications.vgg16 import VGG16, preprocess_input
a = ResNet50(include_top=False)
b = VGG16(weights="imagenet")
x = preprocess_input(y)
#> tensorflow.keras.applications.ResNet50 = ResNet50
#> tensorflow.keras.applications.vgg16.VGG16 = VGG16
# === keras applications without weights
from tensorflow.keras.applications import ResNet50
a = ResNet50(weights=None, classes=10)
# === keras: building and training
from tensorflow import keras
m = keras.Sequential([keras.layers.Dense(10)])
m.compile("adam")
m.fit(x, y)
# === keras hub presets
import keras_hub
m = keras_hub.models.GemmaCausalLM.from_preset("gemma_2b_en")
t = keras_hub.models.GemmaTokenizer.from_preset("gemma_2b_en")
#> keras_hub.models.GemmaCausalLM.from_preset = gemma_2b_en
# === keras: weights into a model
import keras
m = keras.Sequential([])
m.load_weights("w.h5")
#> keras.Sequential().load_weights = w.h5
# === tf hub
import tensorflow_hub as hub
m = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
#> tensorflow_hub.load = https://tfhub.dev/google/universal-sentence-encoder/4
