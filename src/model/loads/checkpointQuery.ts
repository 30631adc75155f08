import type { CheckpointQuery, KernelEnvironment, LoadCall, PyValue } from '../../logic/types';

/** Keywords of a call that decide which files are read, and the option each becomes. */
const FILE_KEYWORDS: Readonly<Record<string, string>> = {
  revision: 'revision',
  subfolder: 'subfolder',
  variant: 'variant',
  cache_dir: 'cache_dir',
  cache_folder: 'cache_dir',
  download_dir: 'cache_dir',
  use_safetensors: 'use_safetensors',
  gguf_file: 'file',
  model_file: 'file',
  weight_name: 'file'
};

const CACHE_VARIABLES = ['HF_HOME', 'HF_HUB_CACHE'] as const;

/** What to ask the server about the model of a call; `reference` is the model's name or path. */
export function checkpointQuery(
  call: LoadCall,
  reference: string,
  kernelId: string | null,
  environment: KernelEnvironment | null
): CheckpointQuery {
  return {
    reference,
    kernelId,
    kind: call.loader,
    cwd: environment?.cwd ?? null,
    options: { ...cacheOptions(environment), ...fileOptions(call) }
  };
}

function cacheOptions(environment: KernelEnvironment | null): Record<string, string> {
  return Object.fromEntries(
    CACHE_VARIABLES.flatMap(name => {
      const value = environment?.environment[name];
      return value === undefined ? [] : [[name.toLowerCase(), value]];
    })
  );
}

function fileOptions(call: LoadCall): Record<string, string> {
  const { keywords } = call;
  // A wrapper's own keywords take precedence over those it passes on to the library below it.
  const own = { ...entriesOf(keywords['model_kwargs']), ...keywords };
  const file = call.model.file ?? fileOfHub(call);
  return { ...(file === null ? {} : { file }), ...optionsOf(own) };
}

function optionsOf(keywords: Readonly<Record<string, PyValue>>): Record<string, string> {
  const options: Record<string, string> = {};
  for (const [name, option] of Object.entries(FILE_KEYWORDS)) {
    const value = keywords[name];
    if (value?.kind === 'string' || value?.kind === 'boolean') {
      options[option] ??= String(value.value);
    }
  }
  return options;
}

/**
 * The file in `Llama.from_pretrained(repo, "*Q4_K_M.gguf")`; in other calls, `filename` is the
 * model itself.
 */
function fileOfHub({ library, callee, keywords, args }: LoadCall): string | null {
  if (library !== 'llama-cpp-python' || !callee.endsWith('.from_pretrained')) {
    return null;
  }
  const value = keywords['filename'] ?? args[1];
  return value?.kind === 'string' ? value.value : null;
}

function entriesOf(value: PyValue | undefined): Record<string, PyValue> {
  return value?.kind === 'dict'
    ? Object.fromEntries(
        value.entries.flatMap(([key, item]) => (key.kind === 'string' ? [[key.value, item]] : []))
      )
    : {};
}
