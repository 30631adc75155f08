// The rooms of src/ and which may import which: the table of ARCHITECTURE.md in checkable form,
// used by ESLint (`headroom/rooms`) and `scripts/tree.mjs`.

/** Layers of src/, lowest first: a layer may import itself and the layers listed for it. */
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
 * Folders inside the layers, lowest first: each may import those before it, but none after it.
 * `shared` and files directly in a layer may be imported by all of them and import none of them.
 */
export const FEATURES = ['types', 'words', 'memory', 'cells', 'loads', 'deaths', 'sidebar'];

/** Features that must not import each other, although their order would allow it. */
const APART = [['cells', 'memory']];

/** The most files a folder may hold, unless they are all of one kind. */
export const MOST_FILES = 12;
export const OF_ONE_KIND = ['src/logic/cells/loaders'];

/** `src/model/loads/precheck.ts` -> { layer: 'model', feature: 'loads' }; null outside layers. */
export function roomOf(path) {
  const [root, layer, ...rest] = path.split('/');
  if (root !== 'src' || !(layer in LAYERS) || rest.length === 0) {
    return null;
  }
  const feature = rest.length > 1 && FEATURES.includes(rest[0]) ? rest[0] : null;
  return { layer, feature };
}

/** Why `from` must not import `to` (paths from the root, without extension); null if it may. */
export function objection(from, to) {
  const here = roomOf(from);
  const there = roomOf(to);
  if (here === null || there === null) {
    return null;
  }
  if (here.layer !== there.layer && !LAYERS[here.layer].includes(there.layer)) {
    return `${here.layer}/ must not import ${there.layer}/ (ARCHITECTURE.md)`;
  }
  // Plugins may import everything, because they wire it together.
  if (here.layer === 'plugins' || there.feature === null) {
    return null;
  }
  const isBehind = FEATURES.indexOf(there.feature) > FEATURES.indexOf(here.feature);
  const isApart = APART.some(([a, b]) => a === here.feature && b === there.feature);
  return here.feature !== null && (isBehind || isApart)
    ? `${here.feature} must not import ${there.feature}: the order is ${FEATURES.join(', ')}`
    : null;
}
