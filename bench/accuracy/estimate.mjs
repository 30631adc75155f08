/**
 * Our rules on the command line: reads a list of {cell, facts, environment, capacity?} from
 * stdin and writes what src/logic says about each. It runs the same code as the browser,
 * compiled to the folder named by the first argument, so no rule is implemented twice.
 *
 * Usage: node estimate.mjs COMPILED_FOLDER < questions.json > answers.json
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const compiled = path.resolve(process.argv[2] ?? 'compiled');
const require = createRequire(import.meta.url);
const load = name => require(path.join(compiled, name));
const { findLoadCalls } = load('logic/cells/detect.js');
const { estimate } = load('logic/loads/rules/index.js');
const { judge } = load('logic/loads/verdict/verdict.js');
const { modelFacts } = load('api/wireCheckpoint.js');

const peak = phases =>
  phases.reduce(
    (most, { anonymous }) => ({
      low: Math.max(most.low, anonymous.low),
      mid: Math.max(most.mid, anonymous.mid),
      high: Math.max(most.high, anonymous.high)
    }),
    { low: 0, mid: 0, high: 0 }
  );

/** For each GPU, its highest need over all phases. */
function vramPeak(phases) {
  const found = {};
  for (const { vram } of phases) {
    for (const [gpu, need] of Object.entries(vram)) {
      const most = found[gpu] ?? { low: 0, mid: 0, high: 0 };
      found[gpu] = {
        low: Math.max(most.low, need.low),
        mid: Math.max(most.mid, need.mid),
        high: Math.max(most.high, need.high)
      };
    }
  }
  return found;
}

function answer({ cell, facts, environment, capacity }) {
  const [call] = findLoadCalls([{ id: 'cell', source: cell }], 0);
  if (call === undefined) {
    return { found: false };
  }
  const result = estimate(call, modelFacts(facts, 'checkpoint'), environment);
  return {
    found: true,
    anonymous: result.phases.length > 0 ? peak(result.phases) : null,
    vram: vramPeak(result.phases),
    dtype: result.dtype,
    verdict: capacity === undefined ? null : judge(result, capacity).kind,
    basis: result.basis.map(({ code }) => code)
  };
}

const questions = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(questions.map(answer)));
