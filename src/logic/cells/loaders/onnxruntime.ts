import type { Loader } from '../../types/loader';

export const onnxruntime: Loader = {
  id: 'onnxruntime',
  library: 'onnxruntime',
  rules: [
    { callee: ['onnxruntime.InferenceSession'], model: { at: 0, keywords: ['path_or_bytes'] } },
    {
      callee: ['onnx.load', 'onnx.load_model'],
      library: 'onnx',
      model: { at: 0, keywords: ['f'] }
    },
    {
      callee: ['openvino.**.read_model', 'openvino.**.compile_model'],
      library: 'openvino',
      model: { at: 0, keywords: ['model'], orObject: true }
    }
  ]
};
