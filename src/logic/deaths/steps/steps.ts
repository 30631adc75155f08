import { limitOfDeath } from '../../memory/deathLimit';
import type { DeathReport, KernelUse, RunningCell } from '../../types';
import { formatBytes, GIB } from '../../words/units';
import { hasGpu, weightSizes } from './load';
import { FOUR_BIT, loadSteps } from './loadSteps';
import { raiseLimit } from './raiseLimit';
import type { DeathContext, NextStep } from '../types';
import type { Translate } from '../../words/translate';

/** Shutting down a kernel that holds less than this share of the limit would not help much. */
const WORTH_FREEING = 0.1;

/** Steps after an OOM kill at a limit, best first. */
export function stepsAtLimit(context: DeathContext): NextStep[] {
  const { report, trans } = context;
  return [
    ...freeOthers(report, trans),
    ...smallerLoad(context),
    ...raiseLimit(context),
    inParts(trans)
  ];
}

/** Steps after the whole machine ran out of memory, best first. */
export function stepsOnMachine(context: DeathContext): NextStep[] {
  const { report, trans } = context;
  return [
    ...freeOthers(report, trans),
    ...smallerLoad(context),
    addSwap(report, trans),
    inParts(trans)
  ];
}

/**
 * Steps after an allocation was refused, best first. A control group kills instead of refusing, so
 * its limit is not at fault.
 */
export function stepsAfterRefusal({ report, cell, trans }: DeathContext): NextStep[] {
  return [
    ...freeOthers(report, trans),
    ...smallerLoadBySource(report, cell, trans),
    {
      text: trans.__(
        'See whether the process itself is limited (ulimit -v, set by whoever starts the server): (-1, -1) means that it is not.'
      ),
      snippet: {
        language: 'python',
        text: 'import resource; resource.getrlimit(resource.RLIMIT_AS)'
      }
    },
    inParts(trans)
  ];
}

/** Offers to shut down the biggest other kernel under the same limit, if it holds much. */
export function freeOthers(report: DeathReport, trans: Translate): NextStep[] {
  const worthBytes = (limitOfDeath(report).bytes ?? 10 * GIB) * WORTH_FREEING;
  return report.others
    .filter(other => !other.dead && (other.bytes ?? 0) >= worthBytes)
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0))
    .slice(0, 1)
    .map(other => shutDown(other, trans));
}

function shutDown(other: KernelUse, trans: Translate): NextStep {
  const held = formatBytes(other.bytes ?? 0);
  return {
    text: trans.__(
      'Shut down the kernel of %1 if you can do without it: it holds %2.',
      other.label,
      held
    ),
    action: {
      kind: 'shut-down-kernel',
      kernelId: other.id,
      label: trans.__('Shut down %1', other.label)
    }
  };
}

/** With sizes if the headers of the weights gave them; otherwise by what the source says. */
function smallerLoad({ report, cell, load, trans }: DeathContext): NextStep[] {
  return load && weightSizes(load)
    ? loadSteps(report, load, trans)
    : smallerLoadBySource(report, cell, trans);
}

/**
 * Relies only on what the source plainly says: that it loads a model, and whether it chooses a
 * number format. If it does not, transformers before version 5 loads float32.
 */
function smallerLoadBySource(
  report: DeathReport,
  cell: RunningCell | null,
  trans: Translate
): NextStep[] {
  const source = cell?.source ?? '';
  if (!source.includes('from_pretrained(')) {
    return [];
  }
  return [...chooseDtype(source, trans), ...(hasGpu(report) ? [quantise(trans)] : [])];
}

function chooseDtype(source: string, trans: Translate): NextStep[] {
  if (/\b(torch_)?dtype\s*=/.test(source)) {
    return [];
  }
  return [
    {
      text: trans.__(
        'Load the weights in bfloat16 and straight to where they are needed. Without a dtype, transformers before version 5 turns them into float32: twice the memory.'
      ),
      snippet: {
        language: 'python',
        text: 'from_pretrained(..., torch_dtype="bfloat16", device_map="auto")'
      }
    }
  ];
}

function quantise(trans: Translate): NextStep {
  return {
    text: trans.__(
      'Load it in 4 bit: about a quarter of bfloat16, at some cost in quality. Needs the package bitsandbytes and a GPU that it supports.'
    ),
    snippet: FOUR_BIT
  };
}

export function inParts(trans: Translate): NextStep {
  return {
    text: trans.__(
      'Work on less at a time: read in chunks or columns, use fewer worker processes, delete what is no longer needed, avoid copies.'
    ),
    place: 'cell'
  };
}

/** Swap of half the machine's memory, at least 4 GiB: a common starting point. */
function addSwap(report: DeathReport, trans: Translate): NextStep {
  const gib = Math.max(4, Math.ceil((report.limitBytes ?? 0) / GIB / 2));
  return {
    text: trans.__(
      'Where you are root, swap keeps the kernel alive past the limit of RAM. What lies there is read from disk: minutes instead of seconds.'
    ),
    snippet: {
      language: 'shell',
      text: [
        `sudo fallocate -l ${gib}G /swapfile`,
        'sudo chmod 600 /swapfile',
        'sudo mkswap /swapfile && sudo swapon /swapfile'
      ].join('\n')
    }
  };
}
