# === ONNX
import onnxruntime as ort
s = ort.InferenceSession("m.onnx", providers=["CPUExecutionProvider"])
#> onnxruntime.InferenceSession = m.onnx
# === ONNX: running
import onnxruntime as ort
ort.get_available_providers()
out = session.run(None, {"x": x})
