import type { RunningCell } from '../../types';
import type { WorkerDeath } from './workerDeath';
import { moreSharedMemory } from '../explain/crashed';
import { inParts } from '../steps/steps';
import type { Explanation } from '../types';
import type { Translate } from '../../words/translate';
import { workerSteps } from '../steps/workerSteps';

/** A process that the cell had started died, according to the cell's error and output alone. */
export function explainWorkerDeath(
  worker: WorkerDeath,
  cell: RunningCell | null,
  trans: Translate
): Explanation {
  return {
    title: trans.__('A process of this cell was killed'),
    sentence: sentenceOf(worker, trans),
    lines: [
      trans.__('The kernel lives and its variables are intact.'),
      ...(worker.mentionsSharedMemory && worker.signal !== 'SIGBUS'
        ? [
            trans.__(
              'The message mentions shared memory. It does so after every such kill: trust the counters.'
            )
          ]
        : [])
    ],
    nextSteps: [
      ...(worker.signal === 'SIGBUS' ? moreSharedMemory(trans) : []),
      ...workerSteps(cell, trans),
      inParts(trans)
    ]
  };
}

function sentenceOf(worker: WorkerDeath, trans: Translate): string {
  const who = worker.pid === null ? trans.__('A process') : trans.__('Process %1', worker.pid);
  switch (worker.signal) {
    case 'SIGBUS':
      return trans.__(
        '%1, which this cell had started, died of a bus error: shared memory (/dev/shm) was probably full.',
        who
      );
    case 'SIGSEGV':
      return trans.__(
        '%1, which this cell had started, crashed in native code (segmentation fault).',
        who
      );
    case 'SIGKILL':
      return trans.__(
        '%1, which this cell had started, was killed. It may have been for memory; no counter has confirmed it.',
        who
      );
    case null:
      return trans.__(
        '%1, which this cell had started, ended unexpectedly. It may have been for memory; no counter has confirmed it.',
        who
      );
  }
}
