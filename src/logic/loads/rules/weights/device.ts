/** The device on which a call puts its weights. */
import type { LoadCall, PyValue } from '../../../types';
import { keyword } from '../arguments';

export type Placement =
  | { kind: 'cpu' }
  | { kind: 'gpu'; index: string }
  /** Over all GPUs, with the rest in RAM. */
  | { kind: 'spread' }
  /** Shapes only. */
  | { kind: 'meta' };

/** The key in `Phase.vram` for a need that is spread over all GPUs. */
export const ALL_GPUS = 'all';

const CPU: Placement = { kind: 'cpu' };
const SPREAD = /^(auto|balanced|balanced_low_0|sequential)$/;

/** Parses `"cuda:1"`, `0`, `torch.device("cuda")`; `null` when it is not a known device. */
export function deviceOf(value: PyValue | null | undefined): Placement | null {
  switch (value?.kind) {
    case 'string':
      return deviceNamed(value.value);
    case 'number':
      return value.value < 0 ? CPU : { kind: 'gpu', index: String(value.value) };
    case 'call':
      return value.callee.endsWith('torch.device') ? deviceOf(value.args[0]) : null;
    default:
      return null;
  }
}

function deviceNamed(name: string): Placement | null {
  const [type, index = '0'] = name.split(':');
  switch (type) {
    case 'cuda':
      return { kind: 'gpu', index };
    case 'cpu':
      return CPU;
    case 'meta':
      return { kind: 'meta' };
    default:
      return null;
  }
}

/** The `device_map` of a call; `null` without one. */
export function deviceMapOf(call: LoadCall): Placement | null {
  const value = keyword(call, 'device_map');
  if (value === null || value.kind === 'none') {
    return null;
  }
  if (value.kind === 'string' && SPREAD.test(value.value)) {
    return { kind: 'spread' };
  }
  if (value.kind === 'dict') {
    return fromDict(value.entries.map(([, device]) => device));
  }
  return deviceOf(value) ?? { kind: 'spread' };
}

/** `{"": 0}` means one device; different devices mean a spread. */
function fromDict(devices: readonly PyValue[]): Placement {
  const places = devices.map(deviceOf);
  const [first] = places;
  const same = places.every(place => JSON.stringify(place) === JSON.stringify(first));
  return same && first ? first : { kind: 'spread' };
}
