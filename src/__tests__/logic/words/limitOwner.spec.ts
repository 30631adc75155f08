import { readFileSync } from 'fs';
import { join } from 'path';

import { deathBatch } from '../../../api/wireDeaths';
import { LIMIT_MANAGERS } from '../../../logic/types';
import type { LimitSource } from '../../../logic/types';
import { limitPhrase } from '../../../logic/deaths/explain/limit';
import { estimate } from '../../../logic/loads/rules';
import { judge } from '../../../logic/loads/verdict/verdict';
import { explainVerdict } from '../../../logic/loads/words/verdictText';
import { limitOwner } from '../../../logic/words/limitOwner';
import { killedSomewhere, deathReport, trans } from '../../deathFixtures';
import { call, capacity, facts, group, kernel } from '../loads/rules/fixtures';

const ROOT = join(__dirname, '../../../..');
const file = '/sys/fs/cgroup/memory.max';

const of = (changes: Partial<LimitSource>): LimitSource => ({
  kind: 'cgroup-v2',
  path: '/',
  file,
  manager: null,
  ...changes
});

/** The owner, then what the sidebar, the warning and the report call it. */
const ROWS: readonly (readonly [string, LimitSource, string, string, string])[] = [
  [
    'docker',
    of({ manager: 'docker' }),
    'limit of this container (cgroup memory.max)',
    'this container has 1 GiB left',
    'the container (docker)'
  ],
  [
    'podman',
    of({ manager: 'podman' }),
    'limit of this container (cgroup memory.max)',
    'this container has 1 GiB left',
    'the container (podman)'
  ],
  [
    'lxc',
    of({ manager: 'lxc', path: '/lxc/box' }),
    'limit of this container (cgroup memory.max)',
    'this container has 1 GiB left',
    'the container (lxc)'
  ],
  [
    'kubernetes',
    of({ manager: 'kubernetes', path: '/kubepods/a' }),
    'limit of this pod (cgroup memory.max)',
    'this pod has 1 GiB left',
    'the pod (Kubernetes)'
  ],
  [
    'slurm',
    of({ manager: 'slurm', path: '/slurm/job_1' }),
    'limit of this Slurm job (cgroup memory.max)',
    'this Slurm job has 1 GiB left',
    'the Slurm job'
  ],
  [
    'systemd',
    of({ manager: 'systemd', path: '/system.slice/lab.service' }),
    'limit of the systemd unit lab.service (cgroup memory.max)',
    'the systemd unit lab.service has 1 GiB left',
    'the systemd unit lab.service'
  ],
  [
    'a container of an unknown maker',
    of({}),
    'limit of this container (cgroup memory.max)',
    'this container has 1 GiB left',
    'the container'
  ],
  [
    'a limit above what a container sees',
    of({ path: null }),
    'limit of this container (cgroup memory.max)',
    'this container has 1 GiB left',
    'the container'
  ],
  [
    'a plain group',
    of({ path: '/demo' }),
    'limit of the control group /demo (memory.max)',
    'the control group /demo has 1 GiB left',
    'its group of processes (control group /demo)'
  ],
  [
    'the machine',
    of({ kind: 'machine', path: null, file: '/proc/meminfo' }),
    'memory of this machine',
    'this machine has 1 GiB left',
    'this machine'
  ],
  [
    'nobody who is known',
    of({ kind: 'unknown', path: null, file: null }),
    'nobody knows who sets the limit',
    '1 GiB is left',
    'its group of processes (control group)'
  ]
];

describe('limitOwner', () => {
  it.each(ROWS)('calls %s by one name', (_name, source, limit, warning, report) => {
    const owner = limitOwner(source, trans);
    expect([owner.limit, owner.has('1 GiB'), owner.named]).toEqual([limit, warning, report]);
  });

  it.each(ROWS)('is asked about %s by the warning', (_name, limitSource, _limit, warning) => {
    const load = call('transformers.AutoModelForCausalLM.from_pretrained');
    const known = estimate(load, facts([group('BF16', 1536)]), kernel({ transformers: '4.57.6' }));
    const room = capacity(1024, { limitSource });
    expect(explainVerdict(judge(known, room), trans).sentence).toContain(warning);
  });

  it.each(ROWS)('is asked about %s by the report', (_name, limitSource, _l, _w, report) => {
    const killed = deathReport({ limitSource, details: killedSomewhere() });
    expect(limitPhrase(killed, trans)).toBe(`the memory limit of 1 GiB set for ${report}`);
  });

  it('has a row of this table for every manager', () => {
    const tested = ROWS.flatMap(([, { manager }]) => manager ?? []);
    expect([...new Set(tested)].sort()).toEqual([...LIMIT_MANAGERS].sort());
  });

  it('knows the managers that the server can send, and no others', () => {
    const nouns = readFileSync(join(ROOT, 'jupyterlab_headroom/nouns/memory.py'), 'utf8');
    const literal = /^LimitManager = Literal\[([^\]]*)\]/m.exec(nouns)?.[1] ?? '';
    const sent = [...literal.matchAll(/"([^"]+)"/g)].map(match => match[1]);
    expect(sent.sort()).toEqual([...LIMIT_MANAGERS].sort());
  });
});

describe('a manager on the wire', () => {
  const managerRead = (manager: unknown): unknown => {
    const text = readFileSync(join(ROOT, 'tests/wire/deaths.json'), 'utf8');
    const golden = JSON.parse(text) as { deaths: [{ limit_source: object }] };
    golden.deaths[0].limit_source = { ...golden.deaths[0].limit_source, manager };
    return deathBatch(golden, 'deaths').deaths[0]?.limitSource.manager;
  };

  it.each(LIMIT_MANAGERS)('is read: %s', manager => {
    expect(managerRead(manager)).toBe(manager);
  });

  it('is null where this version does not know it', () => {
    expect(managerRead('containerd')).toBeNull();
  });
});
