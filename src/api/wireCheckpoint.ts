import type { DiskNeed, ModelFacts, ModelFile, TensorGroup, TensorLayout } from '../logic/types';
import { isRecord, list, map, number, object, oneOf, orNull, text, unexpected } from './wireFields';
import type { Decode } from './wireFields';

const SOURCES = [
  'safetensors-header',
  'torch-zip',
  'torch-legacy',
  'gguf-header',
  'config',
  'hub-api',
  'name',
  'file-size'
] as const;

const FORMATS = ['safetensors', 'torch-zip', 'torch-legacy', 'gguf', 'other'] as const;

const file: Decode<ModelFile> = object(fields => ({
  name: fields.get('name', text),
  bytes: fields.get('bytes', number)
}));

const tensors: Decode<TensorGroup> = object(fields => ({
  dtype: fields.get('dtype', text),
  parameters: fields.get('parameters', number),
  bytes: fields.get('bytes', number),
  role: fields.get('role', oneOf(['dense', 'expert']))
}));

const layout: Decode<TensorLayout> = object(fields => ({
  tensors: fields.get('tensors', number),
  embeddingParameters: fields.get('embedding_parameters', number),
  headParameters: fields.get('head_parameters', number),
  linearParameters: fields.get('linear_parameters', number),
  fusedExpertParameters: fields.get('fused_expert_parameters', number),
  woParameters: fields.get('wo_parameters', number),
  largestExpertBytes: fields.get('largest_expert_bytes', number),
  tiedParameters: fields.get('tied_parameters', number),
  firstFloatDtype: fields.get('first_float_dtype', orNull(text))
}));

const disk: Decode<DiskNeed> = object(fields => ({
  neededBytes: fields.get('needed_bytes', orNull(number)),
  partialBytes: fields.get('partial_bytes', number),
  freeBytes: fields.get('free_bytes', orNull(number))
}));

/** The contents of config.json belong to the model, so its values are passed on unchanged. */
const config: Decode<Record<string, unknown>> = (value, where) => {
  if (!isRecord(value)) {
    throw unexpected(where, 'an object');
  }
  return value;
};

/** An answer of `GET checkpoint`. */
export const modelFacts: Decode<ModelFacts> = object(fields => ({
  reference: fields.get('reference', text),
  found: fields.get('found', oneOf(['local-path', 'hf-cache', 'hub', 'name', 'missing'])),
  path: fields.get('path', orNull(text)),
  source: fields.get('source', orNull(oneOf(SOURCES))),
  format: fields.get('format', orNull(oneOf(FORMATS))),
  files: fields.get('files', list(file)),
  tensors: fields.get('tensors', list(tensors)),
  largestTensorBytes: fields.get('largest_tensor_bytes', orNull(number)),
  config: fields.get('config', config),
  components: fields.get('components', (value, where) => map(modelFacts)(value, where)),
  problem: fields.get(
    'problem',
    orNull(
      object(own => ({
        code: own.get('code', text),
        message: own.get('message', text)
      }))
    )
  ),
  alternatives: fields.get('alternatives', list(file)),
  layout: fields.get('layout', orNull(layout)),
  disk: fields.get('disk', orNull(disk))
}));
