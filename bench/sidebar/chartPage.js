// Repeatedly draws an hour of eight kernels, as the panel does after each response.
import { MemoryChart } from 'headroom/widgets/memory/chart/chart';
import { chartColumns, inRange } from 'headroom/logic/memory/chart/chartData';

const KERNELS = 8;
const HOUR_MS = 3600_000;
const GIB = 2 ** 30;
const context = {
  groups: { 0: { limitSource: { kind: 'cgroup-v2' } } },
  kernels: Object.fromEntries(
    Array.from({ length: KERNELS }, (_, i) => [String(i), { key: String(i), groupKey: '0' }])
  ),
  gpus: {},
  serverGroup: '0',
  problems: []
};
const words = {
  size: bytes => `${Math.round(bytes / GIB)} GiB`,
  ago: s => `-${s} s`,
  marker: kind => kind
};

/** What a page keeps: a sample a second for the last ten minutes, before that every 10 s. */
function history(nowMs) {
  const ages = [];
  for (let age = HOUR_MS; age > 600_000; age -= 10_000) {
    ages.push(age);
  }
  for (let age = 600_000; age >= 0; age -= 1000) {
    ages.push(age);
  }
  return ages.map((age, seq) => sample(seq, nowMs - age));
}

function sample(seq, timeMs) {
  const kernels = Object.fromEntries(
    Object.keys(context.kernels).map((key, i) => [key, GIB * (1 + i / 4 + Math.sin(seq / 20 + i))])
  );
  const usedBytes = Object.values(kernels).reduce((sum, bytes) => sum + bytes, GIB);
  return {
    seq,
    timeMs,
    groups: { 0: { usedBytes, limitBytes: 32 * GIB, headroomBytes: 32 * GIB - usedBytes } },
    kernels,
    gpus: {},
    vram: {}
  };
}

function input(points) {
  const columns = chartColumns({
    points: inRange(points, HOUR_MS),
    context,
    plane: { kind: 'ram', key: '0' },
    kernelKeys: Object.keys(context.kernels),
    isEnded: () => false
  });
  return {
    columns,
    rangeMs: HOUR_MS,
    thresholds: [{ level: 'tight', bytes: 28 * GIB }],
    markers: []
  };
}

/** uPlot draws in a microtask after `setData`; reading a pixel back waits for the canvas. */
async function frame(chart, node, points) {
  const start = performance.now();
  const shown = input(points);
  const prepared = performance.now();
  chart.update(shown);
  await Promise.resolve();
  await Promise.resolve();
  const drawn = performance.now();
  node.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1);
  const end = performance.now();
  return { prepareMs: prepared - start, drawMs: drawn - prepared, rasterMs: end - drawn };
}

window.drawFrames = async count => {
  const node = document.getElementById('chart');
  const chart = new MemoryChart(node, words, () => undefined);
  let points = history(Date.now());
  chart.update(input(points));
  const frames = [];
  for (let i = 0; i < count; i++) {
    const last = points[points.length - 1];
    points = [...points.slice(1), sample(last.seq + 1, last.timeMs + 1000)];
    await new Promise(resolve => requestAnimationFrame(resolve));
    frames.push(await frame(chart, node, points));
  }
  return { points: points.length, frames };
};
