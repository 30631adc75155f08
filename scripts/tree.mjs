// `node scripts/tree.mjs` prints the rooms of both programs, their files and their dependencies.
// `--check` prints only violations of the rules in scripts/lib/rooms.mjs; `npm test` runs that.
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
