// `node scripts/tree.mjs`: the rooms of both programs, what lies in them, and which room needs which.
// `--check` prints only what breaks the rules of scripts/lib/rooms.mjs; `npm test` runs that.
import { parseArgs } from 'node:util';

import { faultsOf, houseOf, printed } from './lib/house.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const houses = ['src', 'jupyterlab_headroom'].map(root => houseOf(root));
  if (!values.check) {
    houses.forEach(house => say(printed(house)));
  }
  const faults = houses.flatMap(faultsOf);
  faults.forEach(fault => say(`FAULT ${fault}`));
  say(faults.length === 0 ? 'Every room is as ARCHITECTURE.md says.' : `${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
});
