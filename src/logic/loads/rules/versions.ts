/** Versions of Python distributions (PEP 440), as far as needed for comparing them. */

export interface Version {
  release: readonly number[];
  /** Position relative to the final release: dev < a < b < rc < final < post. */
  stage: number;
  stageNumber: number;
}

const FINAL = 4;
const STAGES: Readonly<Record<string, number>> = {
  dev: 0,
  a: 1,
  alpha: 1,
  b: 2,
  beta: 2,
  rc: 3,
  c: 3,
  post: 5
};

const PATTERN = /^v?(?:\d+!)?(\d+(?:\.\d+)*)[._-]?(?:(dev|alpha|a|beta|b|rc|c|post)[._-]?(\d*))?/i;

/** `null` when the text does not begin with a version; local parts (`+cpu`) are ignored. */
export function parseVersion(text: string | null | undefined): Version | null {
  const match = PATTERN.exec((text ?? '').trim());
  if (match === null) {
    return null;
  }
  const [, release = '', stage, number] = match;
  return {
    release: release.split('.').map(Number),
    stage: stage === undefined ? FINAL : (STAGES[stage.toLowerCase()] ?? FINAL),
    stageNumber: Number(number || 0)
  };
}

/** Negative when `a` is older, 0 when equal, positive when newer. */
export function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.release.length, b.release.length);
  for (let i = 0; i < length; i++) {
    const difference = (a.release[i] ?? 0) - (b.release[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return a.stage - b.stage || a.stageNumber - b.stageNumber;
}

/** From `since` (inclusive) to `until` (exclusive); an absent end is open. */
export interface VersionRange {
  since?: string;
  until?: string;
}

/**
 * Whether a version lies in a range. A pre-release counts as the release that it precedes, because
 * libraries change behaviour on their main branch first: 5.0.0rc1 behaves like 5.0.
 */
export function inRange(version: Version, range: VersionRange): boolean {
  const settled = { ...version, stage: FINAL, stageNumber: 0 };
  const since = parseVersion(range.since);
  const until = parseVersion(range.until);
  return (
    (since === null || compareVersions(settled, since) >= 0) &&
    (until === null || compareVersions(settled, until) < 0)
  );
}
