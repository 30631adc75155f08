import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { groups, places } from '../environment';
import type { Kernel } from './kernels';

/** Installs a kernel that runs under a limit and in the environment of `python`. */
export function installKernel(kernel: Kernel, python: string): void {
  const options = [
    `--kernels=${join(places.jupyterData, 'kernels')}`,
    `--name=${kernel.name}`,
    `--display-name=${kernel.displayName}`,
    `--limit-mib=${kernel.limitMib}`,
    `--groups=${groups}`
  ];
  execFileSync(python, [join(places.demo, 'install_kernel.py'), ...options], { stdio: 'inherit' });
}
