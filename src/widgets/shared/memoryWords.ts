import type { TranslationBundle } from '@jupyterlab/translation';

import type { MarkerKind } from '../../logic/memory/chart/chartMarkers';
import type { Level } from '../../logic/memory/headroom';
import type { Pause } from '../../logic/memory/kernelStates';
import type { PlaneId } from '../../logic/memory/plane';
import type { Context, KernelInfo, LimitSource } from '../../logic/types';
import type { Trend } from '../../logic/memory/trend';
import { formatBytes } from '../../logic/words/units';

/** A size for display, or "not known". */
export function sizeText(bytes: number | null, trans: TranslationBundle): string {
  return bytes === null ? trans.__('not known') : formatBytes(bytes);
}

/** A size on an axis. */
export function tickText(bytes: number): string {
  return bytes === 0 ? '0' : formatBytes(bytes);
}

/** A label on the time axis, for a moment this many seconds ago. */
export function agoText(seconds: number, trans: TranslationBundle): string {
  if (seconds === 0) {
    return trans.__('now');
  }
  return seconds < 60 || seconds % 60 !== 0
    ? trans.__('−%1 s', seconds)
    : trans.__('−%1 min', seconds / 60);
}

function fileName(path: string | null): string {
  return path?.split('/').pop() ?? '';
}

/** What happened at a chart marker, short enough to fit beside it. */
export function markerLabel(kind: MarkerKind, trans: TranslationBundle): string {
  switch (kind) {
    case 'limit':
      return trans.__('OOM kill at the limit');
    case 'oom':
      return trans.__('OOM kill');
    case 'death':
      return trans.__('a kernel died');
    case 'worker-oom':
      return trans.__('OOM kill of a worker');
    case 'worker-death':
      return trans.__('a worker died');
  }
}

/** The longer form, for where there is room and no picture to go with it. */
export function markerDescription(kind: MarkerKind, trans: TranslationBundle): string {
  switch (kind) {
    case 'worker-oom':
      return trans.__('OOM kill of a worker process; its kernel lives');
    case 'worker-death':
      return trans.__('a worker process died; its kernel lives');
    default:
      return markerLabel(kind, trans);
  }
}

/** Tooltip with the full name of what sets a limit and the file it was read from. */
export function limitTitle({ path, file }: LimitSource, trans: TranslationBundle): string {
  const group = path === null ? '' : trans.__('Control group %1', path);
  const origin = file === null ? '' : trans.__('Read from %1', file);
  return [group, origin].filter(text => text !== '').join('\n');
}

/** One word to go with the colour; empty while there is enough memory. */
export function levelText(level: Level, trans: TranslationBundle): string {
  switch (level) {
    case 'critical':
      return trans.__('Critical');
    case 'tight':
      return trans.__('Tight');
    case 'ok':
    case 'unknown':
      return '';
  }
}

/** A kernel's name for display: that of its notebook if it has one. */
export function kernelName(kernel: KernelInfo): string {
  return fileName(kernel.path) || (kernel.displayName ?? kernel.name);
}

/** What a kernel is doing, as reported by the server. */
export function stateText(kernel: KernelInfo, trans: TranslationBundle): string {
  if (kernel.locality === 'remote') {
    return trans.__('runs on another machine');
  }
  switch (kernel.executionState) {
    case 'busy':
      return trans.__('busy');
    case 'idle':
      return trans.__('idle');
    case 'starting':
      return trans.__('starting');
    case 'restarting':
    case 'autorestarting':
      return trans.__('restarting');
    case 'dead':
      return trans.__('dead');
    case 'terminating':
      return trans.__('shutting down');
    default:
      return trans.__('state not known');
  }
}

/** Why the kernel of the current document has no figures; empty if it has some. */
export function pauseText(name: string, pause: Pause | null, trans: TranslationBundle): string {
  switch (pause) {
    case 'ended':
      return trans.__(
        'The process of %1 has ended. Its figures go on when the kernel is restarted.',
        name
      );
    case 'dead':
      return trans.__('The kernel of %1 is dead. Restart it to go on.', name);
    case 'restarting':
      return trans.__('The kernel of %1 is being restarted.', name);
    case 'starting':
      return trans.__('The kernel of %1 has just started.', name);
    case null:
      return '';
  }
}

/** How fast something grows or shrinks. */
export function rateText(trend: Trend, trans: TranslationBundle): string {
  const size = formatBytes(Math.abs(trend.bytesPerSecond));
  return trend.bytesPerSecond > 0
    ? trans.__('grows by %1 a second', size)
    : trans.__('shrinks by %1 a second', size);
}

/** A remaining time, rounded coarsely enough not to flicker. */
export function durationText(ms: number, trans: TranslationBundle): string {
  const seconds = ms / 1000;
  if (seconds < 90) {
    const rounded = Math.max(1, seconds < 10 ? Math.round(seconds) : Math.round(seconds / 5) * 5);
    return trans._n('%1 second', '%1 seconds', rounded);
  }
  return trans._n('%1 minute', '%1 minutes', Math.round(seconds / 60));
}

/** The name of a plane, such as `RAM` or `VRAM of GPU 0`. */
export function planeName(plane: PlaneId, context: Context, trans: TranslationBundle): string {
  if (plane.kind === 'ram') {
    return trans.__('RAM');
  }
  const gpu = context.gpus[plane.key];
  return gpu?.index === null || gpu === undefined
    ? trans.__('VRAM')
    : trans.__('VRAM of GPU %1', gpu.index);
}
