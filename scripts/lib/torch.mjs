// An environment with torch and transformers 4.57, and random models, for tests with real loads.
import { join } from 'node:path';

import { capture, must } from './command.mjs';
import { CACHE, inRoot } from './paths.mjs';
import { ensureVenv } from './python.mjs';
import { doing } from './say.mjs';

const MODELS = join(CACHE, 'models');
/** 0.23 B parameters each, in all file formats: 2.7 GB. */
const NAMES = ['llama-bf16', 'gpt2'];

/** Set $HEADROOM_TORCH to the URL or path of a wheel where the default would pull in GB of CUDA. */
export const ensureTorchVenv = () =>
  ensureVenv(inRoot('.venvs', 'torch'), {
    title: 'Environment with torch and transformers',
    args: [
      process.env.HEADROOM_TORCH || 'torch==2.13.0',
      'transformers>=4.57,<4.58',
      'accelerate',
      'safetensors',
      'ipykernel'
    ]
  });

/** Builds the models that do not exist yet. */
export const ensureModels = torch =>
  doing('Models for real loads', () =>
    must(torch.bin('python'), [inRoot('bench', 'accuracy', 'models.py'), MODELS, ...NAMES])
  );

/** A small `bench/accuracy`: measures ten loads and compares them with the current rules. */
export async function accuracyTests(venv, log) {
  const torch = await ensureTorchVenv();
  await ensureModels(torch);
  const compiled = join(CACHE, 'compiled');
  await must(inRoot('node_modules', '.bin', 'tsc'), [
    ...['-p', 'tsconfig.json', '--noCheck', '--module', 'commonjs', '--outDir', compiled],
    ...['--composite', 'false', '--incremental', 'false', '--declaration', 'false']
  ]);
  return capture(venv.bin('python'), ['-m', 'pytest', inRoot('bench', 'accuracy')], {
    env: {
      ...venv.env,
      HEADROOM_TORCH_PYTHON: torch.bin('python'),
      HEADROOM_MODELS: MODELS,
      HEADROOM_COMPILED: compiled
    },
    log
  });
}
