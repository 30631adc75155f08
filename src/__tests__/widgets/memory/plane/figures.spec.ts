import { nullTranslator } from '@jupyterlab/translation';

import type { GpuInfo, KernelDetails, Latest } from '../../../../logic/types';
import { detailRows } from '../../../../widgets/memory/plane/figures';
import { context, GIB, gpu, group, kernel, LATEST, point } from '../../../memoryFixtures';

const trans = nullTranslator.load('jupyterlab_headroom');
const KERNEL: KernelDetails = {
  peakBytes: null,
  processes: 1,
  executionState: 'idle',
  vramBasis: null
};

function gpuRowsOf(over: Partial<GpuInfo>, vramBasis: string | null, stale = false) {
  const latest: Latest = {
    ...LATEST,
    kernels: { '1': { ...KERNEL, vramBasis } },
    gpus: { '0': { usedBytes: GIB, totalBytes: 8 * GIB, utilizationPercent: 7, stale } }
  };
  const rows = detailRows(
    {
      plane: { kind: 'vram', key: '0' },
      context: context([kernel('1')], [group('0')], [gpu('0', over)]),
      point: point(1, GIB, { gpus: { '0': GIB }, vram: { '1': { '0': GIB / 2 } } }),
      latest,
      trend: null
    },
    trans
  );
  return Object.fromEntries(rows.map(({ label, value, how }) => [label, { value, how }]));
}

describe('details of a GPU', () => {
  it.each<[string, string, RegExp, RegExp, RegExp]>([
    ['nvidia', 'nvml', /nvmlDeviceGetMemoryInfo/, /process lists .*NVML/, /UtilizationRates/],
    ['amd', 'fdinfo', /mem_info_vram_used/, /fdinfo: drm-resident-vram/, /gpu_busy_percent/],
    ['intel', 'fdinfo', /lmem_avail_bytes/, /drm-resident-local0/, /./]
  ])('names the source of each figure of %s', (vendor, basis, used, kernels, busy) => {
    const rows = gpuRowsOf({ vendor }, basis);
    expect(Object.keys(rows)).toEqual(['Left', 'Used', 'Total', 'All kernels', 'Busy']);
    expect(rows['Used']?.how).toMatch(used);
    expect(rows['All kernels']).toEqual({ value: '512 MiB', how: expect.stringMatching(kernels) });
    expect(rows['Busy']?.how).toMatch(busy);
  });

  it('says what "estimated" means', () => {
    const row = gpuRowsOf({}, 'estimated')['All kernels'];
    expect(row?.value).toBe('about 512 MiB (estimated)');
    expect(row?.how).toMatch(/^Estimated: .* how much fuller the GPU is/);
  });

  it('has no figure for what nothing tells', () => {
    expect(gpuRowsOf({}, null)).not.toHaveProperty('All kernels');
  });

  it('says that an answer is the last one', () => {
    expect(gpuRowsOf({}, 'nvml', true)['Used']?.how).toContain('has not answered since');
  });
});

describe('details of RAM', () => {
  const rows = detailRows(
    {
      plane: { kind: 'ram', key: '0' },
      context: context([kernel('1')]),
      point: point(1, 3 * GIB, { kernels: { '1': GIB } }),
      latest: LATEST,
      trend: { bytesPerSecond: GIB }
    },
    trans
  );
  const byLabel = Object.fromEntries(rows.map(row => [row.label, row]));

  it('tells who takes it, and how that is known', () => {
    expect(byLabel['All kernels']).toMatchObject({
      value: '1 GiB',
      how: expect.stringContaining('RssAnon plus RssShmem of /proc/PID/status')
    });
    expect(byLabel['Everything else']?.value).toBe('2 GiB');
    expect(byLabel['Change']).toMatchObject({
      value: 'grows by 1 GiB a second',
      how: expect.stringContaining('last 30 s')
    });
  });

  it('has a source for every figure', () => {
    expect(rows.every(({ how }) => how.length > 20)).toBe(true);
  });
});
