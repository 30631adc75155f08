import { explain } from '../../../../logic/deaths/explain';
import type { NextStep } from '../../../../logic/deaths/explain';
import type { DeathReport, Estimate, ModelReference } from '../../../../logic/types';
import { GIB, MIB } from '../../../../logic/words/units';
import { killedSomewhere, deathReport, runningCell, trans } from '../../../deathFixtures';
import { NOTHING } from '../../../../logic/loads/rules/interval';
import { call, facts, group } from '../../loads/rules/fixtures';

const GPU = { '0': { usedBytes: 0, totalBytes: 24 * GIB } };

const MODEL: ModelReference = {
  value: 'model.safetensors',
  how: 'literal',
  expression: '"model.safetensors"'
};

/** As in the demo: 1.6 GiB of float16 loaded into a kernel with a limit of 1 GiB. */
function load(callee: string, over: Partial<Estimate> = {}): Estimate {
  const bytes = { low: 1600 * MIB, mid: 1600 * MIB, high: 1600 * MIB };
  return {
    call: call(callee, {}, { model: MODEL }),
    facts: facts([group('F16', 1600)]),
    phases: [{ name: 'load', anonymous: bytes, file: bytes, vram: {} }],
    dtype: 'F16',
    basis: [],
    verified: true,
    libraryVersion: null,
    ...over
  };
}

const numpy = load('safetensors.numpy.load_file');
const transformers = (dtype: string): Estimate =>
  load('transformers.AutoModelForCausalLM.from_pretrained', { dtype });

const saidOf = (report: DeathReport, estimate: Estimate) =>
  explain({
    report,
    cell: runningCell({ startedMs: report.timeMs - 1000 }),
    load: estimate,
    trans
  });

const textOf = (steps: readonly NextStep[]): string =>
  steps.map(({ text, snippet }) => `${text} ${snippet?.text ?? ''}`).join('\n');

describe('what could be loaded instead', () => {
  it.each([{}, GPU])('reads a file of safetensors one tensor at a time (GPUs: %j)', gpus => {
    const { lines, nextSteps } = saidOf(deathReport({ gpus, others: [] }), numpy);
    expect(lines.join()).toContain('1.6 GiB as float16');
    expect(lines.join()).not.toMatch(/bfloat16|4 bit/);
    expect(textOf(nextSteps)).not.toMatch(/BitsAndBytes|bfloat16|4 bit/);
    expect(nextSteps[0]?.snippet?.text).toContain(
      'safe_open("model.safetensors", framework="numpy")'
    );
  });

  it('offers 4 bit through transformers where there is a GPU, and only there', () => {
    const here = (gpus: DeathReport['gpus']): string =>
      textOf(saidOf(deathReport({ gpus, others: [] }), transformers('F32')).nextSteps);
    expect(here(GPU)).toContain('BitsAndBytesConfig');
    expect(here({})).not.toContain('BitsAndBytesConfig');
    expect(here({})).toContain('as it is stored, in 16 bit');
  });

  it('does not offer 16 bit for what was loaded in 16 bit', () => {
    const { lines, nextSteps } = saidOf(deathReport({ gpus: GPU }), transformers('F16'));
    expect(`${lines.join()} ${textOf(nextSteps)}`).not.toContain('bfloat16');
  });

  it('never begins a step with "Or" that has no step before it', () => {
    for (const estimate of [numpy, transformers('F16'), transformers('F32')]) {
      const [first] = saidOf(deathReport({ gpus: GPU, others: [] }), estimate).nextSteps;
      expect(first?.text).not.toMatch(/^Or /);
    }
  });
});

describe('the limit that would have been enough', () => {
  const pod = (report: DeathReport): DeathReport => ({
    ...report,
    details: killedSomewhere(),
    limitSource: { kind: 'cgroup-v2', path: '/kubepods/p', file: null, manager: 'kubernetes' }
  });

  it('is the load and what was in use before the cell, rounded up', () => {
    const report = pod(deathReport());
    const steps = textOf(
      explain({
        report,
        cell: runningCell({ startedMs: report.curve.timesMs[0] ?? 0 }),
        load: numpy,
        trans
      }).nextSteps
    );
    expect(steps).toContain(
      'Raise the limit from 1 GiB to 2 GiB, or ask who runs this server to do so: ' +
        'the load takes up to 1.6 GiB, 100 MiB were in use before it, and the sum is rounded up.'
    );
    expect(steps).toContain('limits:\n    memory: 2Gi');
  });

  it('takes what was in use when the cell began, not what the load had taken since', () => {
    const report = pod(deathReport());
    const startedMs = report.curve.timesMs[1] ?? 0;
    const { nextSteps } = explain({ report, cell: runningCell({ startedMs }), load: numpy, trans });
    expect(textOf(nextSteps)).toContain('600 MiB were in use before it');
  });

  it.each([
    ['it is not known when the cell began', numpy],
    ['no load is known', null],
    [
      'the load would have fitted',
      load('torch.load', {
        phases: [{ name: 'load', anonymous: NOTHING, file: NOTHING, vram: {} }]
      })
    ]
  ])('is not named when %s', (_, estimate) => {
    const { nextSteps } = explain({
      report: pod(deathReport()),
      cell: runningCell(),
      load: estimate,
      trans
    });
    expect(textOf(nextSteps)).toContain('these lines double it');
    expect(textOf(nextSteps)).toContain('memory: 2Gi');
  });
});
