import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LAYERS = 32;
const WIDTH = 512;
const PARTS = ['q', 'k', 'v', 'o', 'gate', 'up', 'down', 'norm1', 'norm2'];

/** A model directory with a sparse file: a real header of 290 tensors, and holes as data. */
export function writeModel(folder) {
  mkdirSync(folder, { recursive: true });
  const header = {};
  const bytes = WIDTH * WIDTH * 2;
  const names = ['embed', ...layers(), 'head'];
  names.forEach((name, i) => {
    const offsets = [i * bytes, (i + 1) * bytes];
    header[name] = { dtype: 'BF16', shape: [WIDTH, WIDTH], data_offsets: offsets };
  });
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = openSync(join(folder, 'model.safetensors'), 'w');
  writeSync(file, Buffer.concat([length, text]));
  ftruncateSync(file, 8 + text.length + names.length * bytes);
  closeSync(file);
  const config = openSync(join(folder, 'config.json'), 'w');
  writeSync(config, JSON.stringify({ model_type: 'llama', torch_dtype: 'bfloat16' }));
  closeSync(config);
}

const layers = () =>
  Array.from({ length: LAYERS }, (_, i) => PARTS.map(part => `layers.${i}.${part}`)).flat();
