import { callValue } from './expressions/callExpression';
import { evaluate } from './expressions/evaluate';
import { execute } from './statements/execute';
import { instantiate, invoke } from './expressions/functions';
import type { Memory } from './memory';
import type { ParsedCell } from '../syntax/parse';
import { WorkLimitExceeded, type Recognizer, type Run } from './run';
import { children } from '../syntax/tree';
import type { Draft } from './values';

/** Steps after which reading gives up: far more than any real cell needs, too few to be noticed. */
const MAX_STEPS = 30_000;

/** Walks one cell as Python would, leaves its names in `memory` and returns what it loads. */
export function runCell(cell: ParsedCell, memory: Memory, recognizer: Recognizer): Draft[] {
  const run: Run = {
    memory,
    cell,
    target: cell,
    site: null,
    call: null,
    trail: '',
    circumstances: { conditional: false, loop: 'none', counted: true, meta: false },
    found: [],
    stack: [],
    pending: [],
    stepsLeft: MAX_STEPS,
    recognizer,
    evaluate: node => evaluate(run, node),
    execute: body => execute(run, body),
    apply: (callee, given, text) => callValue(run, callee, given, text),
    invoke: (callee, given) => invoke(run, callee, given),
    instantiate: (callee, given) => instantiate(run, callee, given)
  };
  try {
    run.execute(children(cell.top));
  } catch (error) {
    if (!(error instanceof WorkLimitExceeded)) {
      throw error;
    }
  }
  return run.found;
}
