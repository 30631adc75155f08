/** The numbers in a message about a full GPU. */
import type { GpuOom } from './cudaOom';
import { bytesOf } from '../../words/parseSizes';

const SIZE = String.raw`([\d.,]+ ?(?:[KMGT]i?B|bytes?|B))`;

/** torch subtracts unsigned numbers: where the driver does not tell, it prints 17179869184.00 GiB (2^64). */
const IMPOSSIBLE_BYTES = 2 ** 60;

export type Figures = Omit<GpuOom, 'library' | 'kind' | 'line'>;

export function figuresIn(text: string): Figures {
  const size = (before: string, after = ''): number | null =>
    known(new RegExp(before + SIZE + after, 'i').exec(text)?.[1]);
  const startup = /\(([\d.]+)\/([\d.]+) GiB\) on startup/.exec(text);
  const allocatedBytes = first(
    size('', ' already allocated'),
    size('', ' is allocated by PyTorch'),
    size('MPS allocated: '),
    size('allocated so far: ')
  );
  const reservedBytes = first(
    size('', ' is reserved by PyTorch but unallocated'),
    cacheOf(size('', ' reserved in total'), size('', ' already allocated')),
    size('', ' cached')
  );
  return {
    gpu: gpuIn(text),
    triedBytes: first(
      size('Tried to allocate '),
      size('trying to allocate '),
      size('allocate request for '),
      size('out of memory to allocate '),
      size(' allocating ')
    ),
    totalBytes: first(
      size('total capac?i?ty of '),
      size('', ' total capacity'),
      known(startup?.[2] && `${startup[2]} GiB`),
      size('max allowed: ')
    ),
    freeBytes: first(
      size('of which ', ' is free'),
      size('', ' free'),
      known(startup?.[1] && `${startup[1]} GiB`)
    ),
    allowedBytes: first(size('', ' allowed;'), size('limit set to: ')),
    allocatedBytes,
    reservedBytes,
    ...processesIn(text, (allocatedBytes ?? 0) + (reservedBytes ?? 0))
  };
}

const first = (...found: (number | null)[]): number | null =>
  found.find(bytes => bytes !== null) ?? null;

function known(text: string | undefined): number | null {
  const bytes = bytesOf(text?.replaceAll(',', ''));
  return bytes !== null && bytes < IMPOSSIBLE_BYTES ? bytes : null;
}

function gpuIn(text: string): string | null {
  return /(?:GPU[ =]|cuda:|device:GPU:|on device (?:ordinal )?)(\d+)/.exec(text)?.[1] ?? null;
}

/** Older versions give the whole of torch's cache: what is in use is a part of it. */
function cacheOf(reserved: number | null, allocated: number | null): number | null {
  return reserved === null || allocated === null ? null : Math.max(0, reserved - allocated);
}

/**
 * torch looks for its own pid in the driver's list. In a container the driver
 * counts as the host does, so that the process does not find itself and lists
 * itself among the others: then it is the one that holds at least what torch holds.
 */
function processesIn(text: string, heldBytes: number): Pick<GpuOom, 'processBytes' | 'others'> {
  const processBytes = known(new RegExp(`this process has ${SIZE} memory in use`).exec(text)?.[1]);
  const listed = listedIn(text);
  if (/this process has .* memory in use/.test(text) || heldBytes === 0) {
    return { processBytes, others: listed };
  }
  const mayBeSelf = listed.filter(({ bytes }) => bytes >= heldBytes);
  const [self, another] = mayBeSelf;
  return {
    processBytes: self !== undefined && another === undefined ? self.bytes : null,
    others: listed.filter(process => !mayBeSelf.includes(process))
  };
}

function listedIn(text: string): GpuOom['others'] {
  const shape = new RegExp(`Process (\\d+) has ${SIZE} memory in use`, 'g');
  return [...text.matchAll(shape)].flatMap(([, pid, held]) => {
    const bytes = known(held);
    return bytes === null ? [] : [{ pid: Number(pid), bytes }];
  });
}
