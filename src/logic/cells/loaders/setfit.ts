import type { Loader } from '../../types/loader';

export const setfit: Loader = {
  id: 'setfit',
  library: 'setfit',
  rules: [
    {
      callee: ['setfit.**.SetFitModel.from_pretrained', 'setfit.**.AbsaModel.from_pretrained'],
      model: { at: 0, keywords: ['pretrained_model_name_or_path'] }
    }
  ]
};
