/** New arrays and tensors, whose size is given by their shape: `numpy.zeros((n, m), dtype=...)`. */
import type { Basis, LoadCall, ModelFacts, PyValue } from '../../../types';
import { functionName, keyword, numberOf } from '../arguments';
import { CUDA_CONTEXT } from '../weights/chain';
import { deviceOf } from '../weights/device';
import { dtypeFromValue, elementBytes } from '../weights/dtype';
import { add, between, exactly, NOTHING } from '../interval';
import type { Load, Need, Rule, RuleSet } from '../need';
import { phase, ramOnly } from '../need';

/** Functions that take each dimension as an argument, like `torch.zeros(2, 3)`; few in numpy. */
const DIMENSIONS_AS_ARGUMENTS: Readonly<Record<string, RegExp>> = {
  numpy: /^(rand|randn)$/,
  torch: /^(zeros|ones|empty|rand|randn)$/
};
const DEFAULT_DTYPE: Readonly<Record<string, string>> = { numpy: 'F64', torch: 'F32' };
/** Functions whose pages the system provides only once they are written to. */
const UNTOUCHED: Readonly<Record<string, RegExp>> = { numpy: /^(zeros|empty)$/, torch: /^empty$/ };

const CALLEES: Readonly<Record<string, RegExp>> = {
  numpy: /^numpy\.(zeros|ones|empty|full|random\.(rand|randn|random))$/,
  torch: /^torch\.(zeros|ones|empty|rand|randn|full)$/
};

const isAllocation = ({ library, callee }: LoadCall): boolean =>
  CALLEES[library]?.test(callee) ?? false;

/** Facts for calls that state the size themselves, so that the server is not asked; else `null`. */
export function allocationFacts(call: LoadCall): ModelFacts | null {
  return isAllocation(call)
    ? {
        reference: call.callee,
        found: 'missing',
        path: null,
        source: null,
        format: null,
        files: [],
        tensors: [],
        largestTensorBytes: null,
        config: {},
        components: {},
        problem: null
      }
    : null;
}

const rule: Rule = ({ call }: Load): Need | null => {
  const dtype = dtypeOf(call);
  const size = dtype === null ? null : elementBytes(dtype);
  const count = elementsOf(call);
  if (size === null || count === null) {
    return null;
  }
  const bytes = count * size;
  const device = deviceOf(keyword(call, 'device'));
  const untouched = UNTOUCHED[call.library]?.test(functionName(call)) ?? false;
  const reason: Basis = { code: untouched ? 'array-untouched' : 'array', bytes };
  if (device?.kind === 'meta') {
    return ramOnly(NOTHING, NOTHING, { dtype, basis: [{ code: 'meta' }] });
  }
  return device?.kind === 'gpu'
    ? onGpu(bytes, device.index, dtype)
    : ramOnly(between(untouched ? 0 : bytes, bytes, bytes), NOTHING, { dtype, basis: [reason] });
};

function onGpu(bytes: number, gpu: string, dtype: string | null): Need {
  const vram = { [gpu]: add(exactly(bytes), CUDA_CONTEXT) };
  return {
    phases: [phase('load', { vram })],
    resident: { anonymous: NOTHING, file: NOTHING, vram },
    dtype,
    basis: [{ code: 'array', bytes }]
  };
}

function elementsOf(call: LoadCall): number | null {
  const shape = keyword(call, 'shape', 'size');
  const [first] = call.args;
  const areArguments =
    DIMENSIONS_AS_ARGUMENTS[call.library]?.test(functionName(call)) && first?.kind !== 'list';
  const dimensions =
    shape !== null ? dimensionsOf(shape) : areArguments ? call.args : dimensionsOf(first);
  return dimensions.reduce<number | null>(
    (product, dimension) => {
      const length = numberOf(dimension);
      return product === null || length === null ? null : product * length;
    },
    dimensions.length > 0 ? 1 : null
  );
}

const dimensionsOf = (value: PyValue | undefined): readonly PyValue[] =>
  value?.kind === 'list' ? value.items : value === undefined ? [] : [value];

/** `null`: the dtype is not known. */
function dtypeOf(call: LoadCall): string | null {
  const named = keyword(call, 'dtype') ?? positionalDtype(call);
  return named === null || named.kind === 'none'
    ? (DEFAULT_DTYPE[call.library] ?? null)
    : dtypeFromValue(named);
}

/** Comes after the shape, or after the value for `full`; only numpy accepts it by position. */
function positionalDtype({ library, callee, args }: LoadCall): PyValue | null {
  if (library !== 'numpy' || callee.startsWith('numpy.random.')) {
    return null;
  }
  return args[callee.endsWith('.full') ? 2 : 1] ?? null;
}

export const allocations: readonly RuleSet[] = [
  { library: 'numpy', callee: CALLEES['numpy'], verifiedBelow: '3', rule },
  { library: 'torch', callee: CALLEES['torch'], verifiedBelow: '2.14', rule }
];
