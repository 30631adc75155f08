import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { test } from '@jupyterlab/galata';

import { groups, places, programs } from '../environment';

const PROBE = `
import sys
sys.path.insert(0, ${JSON.stringify(places.demo)})
import memory_limit
print(getattr(memory_limit.enter(sys.argv[1], 2**28), "way", ""))`;

/** How a kernel can be limited on this machine: 'cgroup-v1', 'cgroup-v2', 'systemd-run' or ''. */
export const limitedBy = (() => {
  let way: string | null = null;
  return (): string => {
    way ??= execFileSync(programs.kernelPython, ['-c', PROBE, `${groups}-probe`], {
      encoding: 'utf8'
    }).trim();
    return way;
  };
})();

/** Skips a test that needs a kernel under a limit if this machine cannot provide one. */
export function needsLimit(): void {
  test.skip(
    limitedBy() === '',
    'needs a memory control group to write to (root, or a delegated one), or a systemd of the user'
  );
}

/** The path of a checkpoint's file relative to a notebook in the test's folder. */
export const checkpoint = (name: string): string =>
  join('..', 'checkpoints', name, 'model.safetensors');
