import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { limitOfDeath } from '../../logic/memory/deathLimit';
import { curveOfDeath, curveShape, reachedBytes } from '../../logic/deaths/report/curve';
import type { CurveShape } from '../../logic/deaths/report/curve';
import type { DeathReport } from '../../logic/types';
import { placeName, shorten } from '../../logic/words/shorten';
import { formatBytes } from '../../logic/words/units';

const NAME_CHARACTERS = 30;
const BOX = { width: 600, height: 120 };

/**
 * Memory use up to the death, with the limit.
 *
 * The picture never changes, so SVG is enough: it takes the theme's colours
 * from CSS and carries a text alternative for screen readers.
 */
export function MemoryCurve(props: {
  report: DeathReport;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { report, trans } = props;
  const curve = curveOfDeath(report);
  const shape = curveShape(curve, report.kernel.id, report.timeMs, BOX, reachedBytes(report));
  if (!shape) {
    return null;
  }
  return (
    <figure className="jp-Headroom-report-curve">
      <svg
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={describe(shape, report, trans)}
      >
        <path className="jp-Headroom-curve-area" d={area(shape.used)} />
        <path className="jp-Headroom-curve-used" d={shape.used} />
        {shape.others.map(({ kernelId, path }) => (
          <path key={kernelId} className="jp-Headroom-curve-other" d={path} />
        ))}
        <path className="jp-Headroom-curve-kernel" d={shape.kernel} />
        <path className="jp-Headroom-curve-toDeath" d={shape.toDeath} />
        <path className="jp-Headroom-curve-limit" d={shape.limit} />
        <path className="jp-Headroom-curve-death" d={`M${BOX.width},0V${BOX.height}`} />
      </svg>
      <Legend shape={shape} report={report} trans={trans} />
    </figure>
  );
}

function Legend(props: {
  shape: CurveShape;
  report: DeathReport;
  trans: TranslationBundle;
}): JSX.Element {
  const { shape, report, trans } = props;
  const limitBytes = limitOfDeath(report).bytes;
  return (
    <figcaption>
      <span>{trans.__('%1 s before', Math.round(shape.spanMs / 1000))}</span>
      <span className="jp-Headroom-curve-key" data-line="used">
        {trans.__('in use')}
      </span>
      {shape.toDeath && (
        <span className="jp-Headroom-curve-key" data-line="toDeath">
          {trans.__('after the last sample')}
        </span>
      )}
      {shape.kernel && (
        <span className="jp-Headroom-curve-key" data-line="kernel">
          {trans.__('this kernel')}
        </span>
      )}
      {shape.others.length > 0 && (
        <span className="jp-Headroom-curve-key" data-line="other">
          {shape.others.map(({ kernelId }) => nameOf(kernelId, report, trans)).join(', ')}
        </span>
      )}
      {shape.limit && limitBytes !== null && (
        <span className="jp-Headroom-curve-key" data-line="limit">
          {trans.__('limit %1', formatBytes(limitBytes))}
        </span>
      )}
      <span className="jp-Headroom-curve-key" data-line="death">
        {trans.__('death')}
      </span>
    </figcaption>
  );
}

function nameOf(kernelId: string, report: DeathReport, trans: TranslationBundle): string {
  const other = report.others.find(({ id }) => id === kernelId);
  return other ? shorten(placeName(other.label), NAME_CHARACTERS) : trans.__('another kernel');
}

/** The area between the last gap-free stretch of the line and the baseline. */
function area(line: string): string {
  const stretch = line.split('M').filter(Boolean).pop() ?? '';
  const points = stretch.split('L');
  const first = points[0]?.split(',')[0];
  const last = points[points.length - 1]?.split(',')[0];
  return points.length < 2
    ? ''
    : `M${first},${BOX.height}L${points.join('L')}L${last},${BOX.height}Z`;
}

function describe(shape: CurveShape, report: DeathReport, trans: TranslationBundle): string {
  const limitBytes = limitOfDeath(report).bytes;
  const seconds = Math.round(shape.spanMs / 1000);
  const peak = formatBytes(shape.peakBytes);
  if (shape.toDeath && limitBytes !== null) {
    return trans.__(
      'Memory in the last %1 s: up to %2 at the last samples, and the limit of %3 at the death.',
      seconds,
      peak,
      formatBytes(limitBytes)
    );
  }
  return limitBytes === null
    ? trans.__('Memory in the last %1 s: up to %2.', seconds, peak)
    : trans.__(
        'Memory in the last %1 s: up to %2, limit %3.',
        seconds,
        peak,
        formatBytes(limitBytes)
      );
}
