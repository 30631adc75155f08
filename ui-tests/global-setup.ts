import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { groups, places, programs } from './environment';
import { KERNELS } from './support/kernels';

const python = (...args: string[]): void => {
  execFileSync(programs.kernelPython, args, { stdio: 'inherit' });
};

/** Kernels that run under a limit, and the checkpoints that they load. */
export default function setUp(): void {
  mkdirSync(places.checkpoints, { recursive: true });
  for (const kernel of Object.values(KERNELS)) {
    python(
      join(places.demo, 'install_kernel.py'),
      `--kernels=${join(places.jupyterData, 'kernels')}`,
      `--name=${kernel.name}`,
      `--display-name=${kernel.displayName}`,
      `--limit-mib=${kernel.limitMib}`,
      `--groups=${groups}`
    );
  }
  python(join(places.demo, 'make_checkpoint.py'), places.checkpoints, 'small', 'medium');
}
