import { findLoadCalls } from '../logic/detect';
import { estimate } from '../logic/rules';
import type { Estimate, HeadroomClient, RunningCell } from '../logic/types';

/**
 * What the cell that was running was loading; null when it loads nothing, or
 * when its model cannot be looked up. Never rejects: it only adds to an answer.
 */
export async function lookUpLoad(
  client: Pick<HeadroomClient, 'checkpoint'>,
  kernelId: string,
  cell: RunningCell
): Promise<Estimate | null> {
  const [call] = findLoadCalls([{ id: cell.cellId ?? '', source: cell.source }], 0);
  if (!call || call.model.value === null) {
    return null;
  }
  try {
    const facts = await client.checkpoint({
      reference: call.model.value,
      kernelId,
      kind: call.loader,
      cwd: null,
      options: {}
    });
    return estimate(call, facts, null);
  } catch {
    return null;
  }
}
