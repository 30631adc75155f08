/** Describes allocations that are refused. Unlike after a kill, the kernel survives. */
import type { Translate } from '../../words/translate';
import type { Refusal, Verdict } from '../../types';
import { formatBytes } from '../../words/units';

/** `null` unless a limit that refuses allocations decides the verdict. */
export function refusalSentence(verdict: Verdict, name: string, trans: Translate): string | null {
  const { refusedBy, needBytes, haveBytes } = verdict;
  if (refusedBy === undefined || needBytes === null) {
    return null;
  }
  const need = formatBytes(verdict.kind === 'refused' ? needBytes.low : needBytes.high);
  const left = formatBytes(Math.max(0, haveBytes ?? 0));
  const asks =
    verdict.kind === 'refused'
      ? trans.__('%1 asks for at least %2, mapped file included', name, need)
      : trans.__('%1 asks for up to %2, mapped file included', name, need);
  return trans.__('%1; %2.', asks, limitLeaves(refusedBy, left, trans));
}

function limitLeaves(by: Refusal['by'], left: string, trans: Translate): string {
  switch (by) {
    case 'address-space':
      return trans.__('the limit of addresses (ulimit -v) leaves %1', left);
    case 'data':
      return trans.__('the limit of data (ulimit -d) leaves %1', left);
    case 'overcommit':
      return trans.__('this machine promises no more than it has (overcommit_memory=2): %1', left);
  }
}

/** What then happens and what would help; empty unless such a limit decides the verdict. */
export function refusalLines({ refusedBy }: Verdict, trans: Translate): string[] {
  if (refusedBy === undefined) {
    return [];
  }
  return [
    trans.__(
      'The load would end with a MemoryError or "Cannot allocate memory"; the kernel lives.'
    ),
    refusedBy === 'overcommit'
      ? trans.__('An administrator can add swap or raise vm.overcommit_ratio.')
      : trans.__(
          'The limit was set where the server was started; raise it there and start it anew.'
        )
  ];
}
