# === whisper
import whisper
m = whisper.load_model("large-v3")
a = whisper.load_audio("a.wav")
#> whisper.load_model = large-v3
# === faster-whisper
from faster_whisper import WhisperModel
m = WhisperModel("medium", compute_type="int8")
#> faster_whisper.WhisperModel = medium
# === a load_model of another package
from joblib import dump
from mylib import load_model
m = load_model("large-v3")
