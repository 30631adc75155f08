import { CodeCellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';

import type { Estimate } from '../../../logic/types';
import { DeathCase } from '../../../model/deaths/deathCase';
import type { DeathCases } from '../../../model/deaths/deathCases';
import { DeadCellMarker, DeadCellOutput } from '../../../controllers/deaths/deadCell';
import { deathReport, runningCell, trans } from '../../deathFixtures';
import { STORIES } from '../../stories/stories';

const said = (sentence: string, text = 'Do this.', snippet?: string) => ({
  title: 'Out of memory',
  sentence,
  lines: ['A line.'],
  nextSteps: [
    { text, ...(snippet ? { snippet: { language: 'shell' as const, text: snippet } } : {}) }
  ]
});

const textOf = (model: CodeCellModel): string =>
  model.outputs
    .toJSON()
    .flatMap(output => output['traceback'] as string[])
    .join('\n');

describe('DeadCellOutput', () => {
  it('stands where the traceback would, with what to do first', () => {
    const model = new CodeCellModel();
    model.executionState = 'running';
    new DeadCellOutput(model).show(said('It died.', 'Raise it:', 'line 1\nline 2'));
    expect(model.executionState).toBe('idle');
    expect(textOf(model)).toMatch(
      /KernelDied.*It died\.\nA line\.\n→ Raise it:\n {4}line 1\n {4}line 2$/
    );
  });

  it('leaves the lines whole: how wide the notebook is, only the browser knows', () => {
    const sentence = 'It died '.concat('of one thing and another '.repeat(8));
    const model = new CodeCellModel();
    new DeadCellOutput(model).show(said(sentence, sentence));
    expect(textOf(model).split('\n')).toEqual([
      expect.stringContaining(sentence),
      'A line.',
      `→ ${sentence}`
    ]);
  });

  it('is replaced when more is known, in its place', () => {
    const model = new CodeCellModel();
    const output = new DeadCellOutput(model);
    output.show(said('It died.'));
    model.outputs.add({ output_type: 'stream', name: 'stdout', text: 'late' });
    output.show(said('It died of this.'));
    expect(model.outputs.length).toBe(2);
    expect(model.outputs.get(0).toJSON()['evalue']).toBe('It died of this.');
  });

  it('does not come back once the cell has been run again', () => {
    const model = new CodeCellModel();
    const output = new DeadCellOutput(model);
    output.show(said('It died.'));
    model.outputs.clear();
    output.show(said('It died of this.'));
    expect(model.outputs.length).toBe(0);
  });
});

describe('DeadCellMarker', () => {
  it('adds what the cell was loading when that has been looked up', () => {
    const model = new CodeCellModel({ id: 'cell-2' });
    const opened = new Signal<DeathCases, DeathCase>({} as DeathCases);
    const panel = { content: { widgets: [{ model }] } } as unknown as NotebookPanel;
    const marker = new DeadCellMarker({
      cases: { opened } as unknown as DeathCases,
      trans: trans as never,
      isEnabled: () => true,
      panelOf: () => panel,
      running: () => null
    });
    expect(marker).toBeDefined();
    const death = new DeathCase({
      kernelId: 'k',
      path: 'a.ipynb',
      cell: runningCell({ cellId: model.id }),
      report: deathReport({ others: [] }),
      noticedMs: 0
    });
    opened.emit(death);
    expect(textOf(model)).toContain('these lines double it');
    death.learn({ estimate: STORIES[0]?.load as Estimate, fixes: [] });
    expect(model.outputs.length).toBe(1);
    expect(textOf(model)).toContain('The cell was loading org/model-19b');
    expect(textOf(model)).not.toContain('these lines double it');
  });
});
