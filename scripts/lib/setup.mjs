// Set-up that the steps of `npm test` may need, besides other steps.
import { ensureDevVenv } from './dev-venv.mjs';
import { ensureNodePackages } from './node.mjs';

/** Keyed by the name used in a step's `needs`, in the order in which they are run. */
const SET_UPS = {
  venv: ensureDevVenv,
  node: () => ensureNodePackages()
};

/** Runs only the set-up that at least one of the steps needs. */
export async function setUpFor(steps, setUps = SET_UPS) {
  const needed = new Set(steps.flatMap(step => step.needs ?? []));
  for (const [name, make] of Object.entries(setUps)) {
    if (needed.has(name)) {
      await make();
    }
  }
}
