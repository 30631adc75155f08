// What the check before a run costs: `node bench/precheck.mjs [--port=8899]`, from the checkout.
// Needs `npm install`, and a `jupyter` with this extension and ipykernel ($HEADROOM_JUPYTER).
import { register } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { everydayCell } from './lib/everyday.mjs';
import { milliseconds, quantile, writeFigures } from './lib/figures.mjs';
import { writeModel } from './lib/model-file.mjs';
import { startServer } from './lib/server.mjs';

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '8899' } } });
const WARM_UP = 40;
const CELLS = 600;
const VERDICTS = 60;

register('./lib/typescript.mjs', import.meta.url);
// The sources expect a browser.
globalThis.window = globalThis;
globalThis.WebSocket = createRequire(import.meta.url)('ws');

const source = path => import(new URL(`../src/${path}`, import.meta.url).href);
const { CellRunRules } = await source('controllers/loads/cellRunRules.ts');
const { ExecutionGate } = await source('controllers/loads/executionGate.ts');
const { ExecutionLog } = await source('model/cells/executionLog.ts');
const { KernelLives } = await source('kernel/kernelLives.ts');
const { RestartsElsewhere } = await source('kernel/restartsElsewhere.ts');
const { KernelEnvironments } = await source('kernel/kernelEnvironments.ts');
const { LoadJudge } = await source('model/loads/loadJudge.ts');
const { MonitorModel } = await source('model/memory/monitor.ts');
const { PrecheckModel } = await source('model/loads/precheck.ts');
const { SettingsModel } = await source('model/settings.ts');
const { ServerClient } = await source('api/client.ts');

/** The time from calling the executor to its return, minus the same without a gate. */
function unloadedCells() {
  const rules = new CellRunRules({
    precheck: new PrecheckModel({ judge: {}, level: () => 'risky' }),
    log: new ExecutionLog(),
    elsewhere: new RestartsElsewhere(),
    confirm: () => Promise.reject(new Error('no cell here loads anything')),
    relieve: () => Promise.resolve(false),
    ran: () => undefined
  });
  const gate = new ExecutionGate(rules);
  const signal = { connect: () => undefined };
  const kernel = { id: 'k', status: 'idle', statusChanged: signal, anyMessage: signal };
  const inner = () => Promise.resolve(true);
  const imports = 'from transformers import AutoModel\nimport torch, numpy as np';
  const sources = [imports, ...Array.from({ length: WARM_UP + CELLS }, (_, i) => everydayCell(i))];
  const times = sources.map((text, i) => {
    const model = {
      id: String(i),
      type: 'code',
      sharedModel: { getSource: () => text, setSource: () => undefined }
    };
    const run = { cell: { isDisposed: false, model }, sessionContext: { session: { kernel } } };
    const bare = timed(() => inner(run));
    const gated = timed(() => gate.run(run, inner));
    return { clock: gated.clock - bare.clock, cpu: gated.cpu - bare.cpu };
  });
  return times.slice(1 + WARM_UP);
}

/** Wall-clock and CPU time: on a busy machine, wall-clock time includes the work of others. */
function timed(action) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  void action();
  const clock = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { clock, cpu: (user + system) / 1000 };
}

/** The time from request to verdict, each for a different model, on a newly opened page. */
async function verdicts(root, server) {
  const services = await import('@jupyterlab/services');
  const serverSettings = services.ServerConnection.makeSettings({
    ...server,
    wsUrl: server.baseUrl.replace('http', 'ws')
  });
  const manager = new services.KernelManager({ serverSettings });
  const kernel = await manager.startNew({ name: 'python3' });
  await kernel.info;
  await kernel.requestExecute({ code: '1' }).done;
  // The page and the server also request a new kernel's info, and a busy kernel is not probed.
  while (kernel.status !== 'idle') {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  const client = new ServerClient(serverSettings);
  const capacity = new MonitorModel({ client, settings: new SettingsModel() });
  const times = [];
  for (let i = 0; i < VERDICTS; i++) {
    writeModel(join(root, `model-${i}`));
    times.push(await verdict({ client, capacity, kernel }, `model-${i}`));
  }
  await kernel.shutdown();
  capacity.dispose();
  kernel.dispose();
  manager.dispose();
  return times;
}

async function verdict({ client, capacity, kernel }, name) {
  let judged = null;
  const real = new LoadJudge({
    client,
    kernels: new KernelEnvironments(client, new KernelLives()),
    capacity,
    idleBeside: () => []
  });
  const judge = {
    judge: async (...args) => (judged = await real.judge(...args)),
    findRemedies: (...args) => real.findRemedies(...args)
  };
  const precheck = new PrecheckModel({ judge, level: () => 'risky' });
  const before = [{ id: 'a', source: 'from transformers import AutoModelForCausalLM' }];
  const cell = { id: 'b', source: `model = AutoModelForCausalLM.from_pretrained("./${name}")` };
  const start = performance.now();
  await precheck.check(precheck.findLoad(before, cell), kernel, true);
  const time = performance.now() - start;
  const facts = judged?.verdict?.estimate.facts;
  if (precheck.status !== 'ok' || facts?.source !== 'safetensors-header') {
    throw new Error(`No verdict: ${precheck.status}, ${JSON.stringify(judged)}`);
  }
  return time;
}

// The gate reports a failure of the check and lets the cell run, which is not what is timed here.
console.error = (...words) => {
  throw new Error(words.join(' '));
};

const root = mkdtempSync(join(tmpdir(), 'headroom-bench-'));
const server = await startServer(root, Number(options.port));
try {
  const cells = unloadedCells();
  const clock = cells.map(time => time.clock);
  const cpu = cells.map(time => time.cpu);
  const answers = await verdicts(root, server);
  writeFigures(fileURLToPath(new URL('results/precheck.json', import.meta.url)), {
    cell_without_load_median: milliseconds(quantile(clock, 0.5), 1),
    cell_without_load_p99: milliseconds(quantile(clock, 0.99), 5),
    cell_without_load_cpu_median: milliseconds(quantile(cpu, 0.5), 1),
    cell_without_load_cpu_p99: milliseconds(quantile(cpu, 0.99), 5),
    verdict_local_model_median: milliseconds(quantile(answers, 0.5), null),
    verdict_local_model_p95: milliseconds(quantile(answers, 0.95), 150)
  });
} finally {
  server.stop();
  rmSync(root, { recursive: true, force: true });
}
process.exit(0);
