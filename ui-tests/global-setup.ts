import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { places, programs } from './environment';
import { installKernel } from './support/installKernel';
import { KERNELS } from './support/kernels';

const python = (...args: string[]): void => {
  execFileSync(programs.kernelPython, args, { stdio: 'inherit' });
};

/** Installs the kernels that run under a limit, and creates the checkpoints that they load. */
export default function setUp(): void {
  mkdirSync(places.checkpoints, { recursive: true });
  for (const kernel of Object.values(KERNELS)) {
    installKernel(kernel, programs.kernelPython);
  }
  python(join(places.demo, 'make_checkpoint.py'), places.checkpoints, 'small', 'medium');
}
