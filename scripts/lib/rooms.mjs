// The rooms of src/ and who may enter which: the table of ARCHITECTURE.md in a form that is checked.
// ESLint (`headroom/rooms`) and `scripts/tree.mjs` read it.

/** Layers of src/, the lowest first: a layer may import itself and those it names. */
export const LAYERS = {
  public: [],
  logic: [],
  api: ['logic'],
  kernel: ['logic'],
  model: ['public', 'logic', 'kernel'],
  widgets: ['logic', 'model'],
  controllers: ['logic', 'kernel', 'model', 'widgets'],
  plugins: ['public', 'logic', 'api', 'kernel', 'model', 'widgets', 'controllers']
};

/**
 * Folders inside the layers, the lowest first: each may import those before it, never one behind.
 * `shared`, and what lies loose in a layer, may be imported by all and imports none of them.
 */
export const FEATURES = ['types', 'words', 'memory', 'cells', 'loads', 'deaths', 'sidebar'];

/** Features that know nothing of each other, although their order would let them. */
const APART = [['cells', 'memory']];

/** Files a folder may hold, unless they are all of one kind. */
export const MOST_FILES = 12;
export const OF_ONE_KIND = ['src/logic/cells/loaders'];

/** `src/model/loads/precheck.ts` -> { layer: 'model', feature: 'loads' }; null outside of a layer. */
export function roomOf(path) {
  const [root, layer, ...rest] = path.split('/');
  if (root !== 'src' || !(layer in LAYERS) || rest.length === 0) {
    return null;
  }
  const feature = rest.length > 1 && FEATURES.includes(rest[0]) ? rest[0] : null;
  return { layer, feature };
}

/** Why `from` must not import `to` (paths from the root, without extension); null: it may. */
export function objection(from, to) {
  const here = roomOf(from);
  const there = roomOf(to);
  if (here === null || there === null) {
    return null;
  }
  if (here.layer !== there.layer && !LAYERS[here.layer].includes(there.layer)) {
    return `${here.layer}/ must not import ${there.layer}/ (ARCHITECTURE.md)`;
  }
  // Plugins wire everything to everything.
  if (here.layer === 'plugins' || there.feature === null) {
    return null;
  }
  const isBehind = FEATURES.indexOf(there.feature) > FEATURES.indexOf(here.feature);
  const isApart = APART.some(([a, b]) => a === here.feature && b === there.feature);
  return here.feature !== null && (isBehind || isApart)
    ? `${here.feature} must not import ${there.feature}: the order is ${FEATURES.join(', ')}`
    : null;
}
