import type { Loader } from '../../types/loader';
import { WEIGHTLESS } from './weightless';

export const keras: Loader = {
  id: 'keras',
  library: 'keras',
  words: ['applications'],
  rules: [
    {
      callee: ['keras.**.load_model', 'tensorflow.**.load_model', 'tf_keras.**.load_model'],
      model: { at: 0, keywords: ['filepath'] }
    },
    {
      callee: ['keras_hub.**.from_preset', 'keras_nlp.**.from_preset', 'keras_cv.**.from_preset'],
      library: 'keras-hub',
      unless: WEIGHTLESS,
      needs: [{ keyword: 'load_weights', whenAbsent: true }],
      model: { at: 0, keywords: ['preset'] }
    },
    {
      callee: [
        'keras.applications.**.*',
        'tensorflow.keras.applications.**.*',
        'tf_keras.applications.**.*'
      ],
      unless: /\.[a-z_]\w*$|\(\)/,
      needs: [{ keyword: 'weights', whenAbsent: true }],
      model: { byCallee: true }
    },
    {
      callee: ['keras.**.load_weights', 'tensorflow.**.load_weights'],
      model: { at: 0, keywords: ['filepath'] }
    },
    { callee: ['tensorflow.saved_model.load'], model: { at: 0, keywords: ['export_dir'] } },
    {
      callee: ['tensorflow_hub.load', 'tensorflow_hub.KerasLayer'],
      library: 'tensorflow-hub',
      model: { at: 0, keywords: ['handle'] }
    }
  ]
};
