// What steps of `npm test` can need before they run, besides other steps.
import { ensureDevVenv } from './dev-venv.mjs';
import { ensureNodePackages } from './node.mjs';

/** By the name that a step puts into its `needs`, in the order in which they are made. */
const SET_UPS = {
  venv: ensureDevVenv,
  node: () => ensureNodePackages()
};

/** Does the set-up that at least one of the steps needs, and nothing else. */
export async function setUpFor(steps, setUps = SET_UPS) {
  const needed = new Set(steps.flatMap(step => step.needs ?? []));
  for (const [name, make] of Object.entries(setUps)) {
    if (needed.has(name)) {
      await make();
    }
  }
}
