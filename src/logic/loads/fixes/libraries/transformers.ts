/** Edits for loads through transformers. */
import { deviceOf } from '../../rules/weights/device';
import { isConvertible } from '../../rules/weights/dtype';
import { behavioursFor } from '../../rules/transformers/transformersVersions';
import type { LoadCall } from '../../../types';
import { GIB } from '../../../words/units';
import { parseVersion } from '../../rules/versions';
import { bool, str, withKeyword, withoutChained, withoutKeyword } from '../changes';
import { insertBefore, removeChained, removeKeyword, setKeyword } from '../edits';
import type { Candidate, Proposer, Situation, TextEdit } from '../types';

/** Chained calls that only change the dtype. */
const CONVERSIONS = ['float', 'half', 'bfloat16', 'double'];
const MOVES = ['to', 'cuda'];
/** Share of the headroom offered to a spread model; the rest is left for the kernel itself. */
const USABLE_SHARE = 0.85;

export const transformersFixes: Proposer = situation => [
  ...storedDtype(situation),
  ...mapFile(situation),
  ...dropConversion(situation),
  ...halfPrecision(situation),
  ...loadOnGpu(situation),
  ...loadInOrder(situation),
  ...quantize(situation),
  ...spill(situation)
];

/** The keyword that the call already uses, or else that of the installed version. */
function dtypeKeyword({ call, environment }: Situation): string {
  const used = ['dtype', 'torch_dtype'].find(name => call.keywords[name] !== undefined);
  const version = parseVersion(environment?.versions['transformers']);
  const [behaviour] = behavioursFor(version);
  // All versions accept the old name.
  return used ?? (version === null ? 'torch_dtype' : (behaviour?.dtypeKeyword ?? 'torch_dtype'));
}

/** Sets `dtype="auto"`, which keeps the file's dtype, so that nothing is converted. */
function storedDtype(situation: Situation): Candidate[] {
  const { source, call } = situation;
  const name = dtypeKeyword(situation);
  const bare = CONVERSIONS.reduce(withoutChained, call);
  return [
    {
      id: 'stored-dtype',
      edits: bothOrNothing(setKeyword(source, call, name, '"auto"'), withoutConversions(situation)),
      call: withKeyword(bare, name, str('auto')),
      values: { keyword: name }
    }
  ];
}

/** `[]` if the chain has no conversions, `null` if one of them cannot be removed. */
function withoutConversions({ source, call }: Situation): TextEdit[] | null {
  const methods = call.chain.map(step => step.method).filter(m => CONVERSIONS.includes(m));
  return methods.reduce<TextEdit[] | null>(
    (edits, method) => bothOrNothing(edits, removeChained(source, call, method)),
    []
  );
}

function dropConversion(situation: Situation): Candidate[] {
  const { call } = situation;
  const edits = withoutConversions(situation);
  return edits === null || edits.length === 0
    ? []
    : [{ id: 'drop-conversion', edits, call: CONVERSIONS.reduce(withoutChained, call) }];
}

function mapFile({ source, call }: Situation): Candidate[] {
  return call.keywords['disable_mmap'] === undefined
    ? []
    : [
        {
          id: 'map-file',
          edits: removeKeyword(source, call, 'disable_mmap'),
          call: withoutKeyword(call, 'disable_mmap')
        }
      ];
}

function halfPrecision(situation: Situation): Candidate[] {
  const { source, call, facts } = situation;
  const isFloat32 = facts.tensors.some(group => group.dtype === 'F32');
  const name = dtypeKeyword(situation);
  return isFloat32
    ? [
        {
          id: 'half-precision',
          edits: bothOrNothing(
            setKeyword(source, call, name, '"bfloat16"'),
            withoutConversions(situation)
          ),
          call: withKeyword(CONVERSIONS.reduce(withoutChained, call), name, str('bfloat16')),
          values: { keyword: name }
        }
      ]
    : [];
}

/** Replaces `.to("cuda")` with `device_map="cuda"`, which avoids the detour through RAM. */
function loadOnGpu({ source, call }: Situation): Candidate[] {
  const step = call.chain.find(
    ({ method, args }) =>
      MOVES.includes(method) && (args.length === 0 || deviceOf(args[0])?.kind === 'gpu')
  );
  return step === undefined
    ? []
    : [
        {
          id: 'load-on-gpu',
          edits: bothOrNothing(
            setKeyword(source, call, 'device_map', '"cuda"'),
            removeChained(source, call, step.method)
          ),
          call: withKeyword(withoutChained(call, step.method), 'device_map', str('cuda'))
        }
      ];
}

/** Merges the experts in a single thread, so that their copies do not pile up. */
function loadInOrder({ source, call, facts, environment }: Situation): Candidate[] {
  if (environment === null || !facts.tensors.some(group => group.role === 'expert')) {
    return [];
  }
  const variables = { ...environment.environment, HF_DEACTIVATE_ASYNC_LOAD: '1' };
  return [
    {
      id: 'load-in-order',
      edits: insertBefore(source, call, [
        'import os',
        'os.environ["HF_DEACTIVATE_ASYNC_LOAD"] = "1"'
      ]),
      environment: { ...environment, environment: variables }
    }
  ];
}

/** Only where it works: on a GPU, with bitsandbytes, for linear layers but not merged experts. */
function quantize({ source, call, facts, environment, capacity }: Situation): Candidate[] {
  const installed = environment?.versions['bitsandbytes'] ?? null;
  const hasExperts = facts.tensors.some(group => group.role === 'expert');
  const isPacked = facts.tensors.some(group => !isConvertible(group.dtype));
  const hasGpu = Object.keys(capacity.gpus).length > 0;
  if (installed === null || hasExperts || isPacked || !hasGpu || isQuantized(call)) {
    return [];
  }
  const text = 'BitsAndBytesConfig(load_in_4bit=True)';
  const value = {
    kind: 'call',
    callee: 'transformers.BitsAndBytesConfig',
    args: [],
    keywords: { load_in_4bit: bool(true) }
  } as const;
  return [
    {
      id: 'quantize',
      edits: bothOrNothing(
        insertBefore(source, call, ['from transformers import BitsAndBytesConfig']),
        setKeyword(source, call, 'quantization_config', text)
      ),
      call: withKeyword(call, 'quantization_config', value)
    }
  ];
}

const isQuantized = ({ keywords }: LoadCall): boolean =>
  ['quantization_config', 'load_in_4bit', 'load_in_8bit'].some(n => keywords[n] !== undefined);

/** Spreads over GPU and RAM. RAM is stated: accelerate does not see a container's limit. */
function spill({ source, call, capacity }: Situation): Candidate[] {
  const gpus = Object.entries(capacity.gpus);
  const { headroomBytes } = capacity;
  if (gpus.length === 0 || headroomBytes === null || gpus.some(([, g]) => g.freeBytes === null)) {
    return [];
  }
  const gib = (bytes: number): string => `"${Math.max(0, Math.floor(bytes / GIB))}GiB"`;
  const rooms = gpus.map(([gpu, { freeBytes }]) => `${gpu}: ${gib((freeBytes ?? 0) * 0.9)}`);
  const limits = `{${[...rooms, `"cpu": ${gib(headroomBytes * USABLE_SHARE)}`].join(', ')}}`;
  return [
    {
      id: 'spill',
      edits: bothOrNothing(
        setKeyword(source, call, 'device_map', '"auto"'),
        setKeyword(source, call, 'max_memory', limits)
      ),
      call: withKeyword(MOVES.reduce(withoutChained, call), 'device_map', str('auto'))
    }
  ];
}

/** The edits of `a`, then those of `b`; null if either is not possible. */
function bothOrNothing(a: TextEdit[] | null, b: TextEdit[] | null): TextEdit[] | null {
  return a === null || b === null ? null : [...a, ...b];
}
