import type { Loader } from './loader';
import { safetensors } from './safetensors';
import { transformers } from './transformers';

/** In the order in which they are asked. */
export const LOADERS: readonly Loader[] = [transformers, safetensors];
