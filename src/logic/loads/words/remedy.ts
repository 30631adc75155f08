/** What can be done to make a load fit, worded for a list of choices. */
import type { Translate } from '../../words/translate';
import { describeFix, type Fix } from '../fixes';
import type { FixText } from '../fixes/describe';
import type { Relief } from '../verdict/relief';
import type { KernelInfo } from '../../types';
import { formatBytes } from '../../words/units';

export type Remedy = { kind: 'edit'; fix: Fix } | { kind: 'shut-down'; relief: Relief };

/** Edits of the cell come first, because nothing is lost by them. */
export function remediesOf(fixes: readonly Fix[], reliefs: readonly Relief[]): Remedy[] {
  return [
    ...fixes.map((fix): Remedy => ({ kind: 'edit', fix })),
    ...reliefs.map((relief): Remedy => ({ kind: 'shut-down', relief }))
  ];
}

export function describeRemedy(remedy: Remedy, trans: Translate): FixText {
  return remedy.kind === 'edit'
    ? describeFix(remedy.fix, trans)
    : describeRelief(remedy.relief, trans);
}

function describeRelief({ kernels }: Relief, trans: Translate): FixText {
  const names = kernels.map(({ kernel }) => nameOf(kernel)).join(', ');
  const held = formatBytes(kernels.reduce((sum, { ramBytes }) => sum + ramBytes, 0));
  return {
    title: trans.__('Shut down %1', names),
    detail:
      kernels.length === 1
        ? trans.__('It is idle and holds %1. All its variables are lost; its file stays.', held)
        : trans.__(
            'They are idle and hold %1 together. All their variables are lost; their files stay.',
            held
          )
  };
}

/** The name by which people know a kernel: that of its notebook. */
const nameOf = ({ path, displayName, name }: KernelInfo): string =>
  path?.split('/').pop() || (displayName ?? name);
