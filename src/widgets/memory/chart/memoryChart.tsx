import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { MarkerKind } from '../../../logic/memory/chart/chartMarkers';
import { MemoryChart } from './chart';
import type { ChartInput } from './chartOptions';
import { agoText, markerLabel, tickText } from '../../shared/memoryWords';
import { ChartReadout } from './chartReadout';
import type { ReadoutPlace } from './chartReadout';

export interface MemoryChartProps {
  input: ChartInput;
  /** Incremented whenever the theme of the page changes. */
  themeVersion: number;
  /** Accessible name of the chart, which says in words what it shows. */
  label: string;
  nameOf(kernelKey: string): string;
  trans: TranslationBundle;
}

/** A chart with a readout of the values under its cursor, which the keyboard can move. */
export function MemoryChartView(props: MemoryChartProps): JSX.Element {
  const { input, label, nameOf, trans } = props;
  const [place, setPlace] = React.useState<ReadoutPlace | null>(null);
  const { node, chart } = useChart(props, setPlace);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const index = indexAfterKey(event.key, place, input.columns.times.length);
    if (index !== undefined) {
      event.preventDefault();
      chart.current?.pointAt(index);
    }
  };
  return (
    <div
      className="jp-Headroom-chart"
      role="img"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => chart.current?.pointAt(null)}
    >
      <div className="jp-Headroom-chartCanvas" ref={node} dir="ltr" />
      {place !== null && <ChartReadout input={input} place={place} nameOf={nameOf} trans={trans} />}
    </div>
  );
}

/** Ties the lifetime and content of a canvas chart to a component. */
function useChart(props: MemoryChartProps, setPlace: (place: ReadoutPlace | null) => void) {
  const { input, themeVersion, trans } = props;
  const node = React.useRef<HTMLDivElement>(null);
  const chart = React.useRef<MemoryChart | null>(null);
  React.useEffect(() => {
    if (node.current === null) {
      return;
    }
    const words = {
      size: tickText,
      ago: (seconds: number) => agoText(seconds, trans),
      marker: (kind: MarkerKind) => markerLabel(kind, trans)
    };
    const instance = new MemoryChart(node.current, words, setPlace);
    chart.current = instance;
    return () => {
      chart.current = null;
      instance.dispose();
    };
  }, [trans]);
  React.useEffect(() => chart.current?.update(input), [input]);
  React.useEffect(() => {
    if (themeVersion > 0) {
      chart.current?.refreshTheme();
    }
  }, [themeVersion]);
  return { node, chart };
}

/** The sample a key moves to; null hides the cursor, undefined means the key is not handled. */
function indexAfterKey(
  key: string,
  from: ReadoutPlace | null,
  count: number
): number | null | undefined {
  const current = from?.index ?? count;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, current - 1);
    case 'ArrowRight':
      return Math.min(count - 1, current + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'Escape':
      return from === null ? undefined : null;
    default:
      return undefined;
  }
}
