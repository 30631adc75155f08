import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { groups, places, programs } from './environment';

/** Removes the control groups of kernels that have ended. */
export default function tearDown(): void {
  execFileSync(programs.kernelPython, [join(places.demo, 'launch_kernel.py'), '--clean'], {
    env: { ...process.env, HEADROOM_KERNEL_GROUPS: groups }
  });
}
