import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { DisposableDelegate } from '@lumino/disposable';

import { loadMarks, type LineMark } from '../../../widgets/loads/loadMarkExtension';

const MARK: LineMark = { at: 3, text: 'fits: ~3 GiB RAM', title: 'This load fits.', kind: 'fits' };

function setUp(doc: string) {
  const state = {
    marks: [MARK] as readonly LineMark[],
    lookUps: 0,
    listener: (_needsLookUp: boolean): void => undefined,
    isListening: true
  };
  const source = {
    lookUp: async () => {
      state.lookUps++;
      return state.marks;
    },
    current: () => state.marks,
    onChange: (listener: (needsLookUp: boolean) => void) => {
      state.listener = listener;
      return new DisposableDelegate(() => (state.isListening = false));
    }
  };
  const view = new EditorView({
    state: EditorState.create({ doc, extensions: [loadMarks(source)] }),
    parent: document.body
  });
  const shown = () => [...view.dom.querySelectorAll<HTMLElement>('.jp-Headroom-mark')];
  const type = (text: string) => view.dispatch({ changes: { from: 0, insert: text } });
  return { view, state, shown, type };
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the marks of an editor', () => {
  it('come at the end of the line once typing has paused, in words for everybody', async () => {
    const { shown, view, state, type } = setUp('load()\nprint()');
    type('a');
    await jest.advanceTimersByTimeAsync(400);
    type('b');
    await jest.advanceTimersByTimeAsync(499);
    expect(state.lookUps).toBe(0);
    expect(shown()).toEqual([]);
    await jest.advanceTimersByTimeAsync(300);
    expect(state.lookUps).toBe(1);
    const [mark] = shown();
    expect(mark?.textContent).toBe('fits: ~3 GiB RAM');
    expect(mark?.title).toBe('This load fits.');
    expect(mark?.getAttribute('aria-label')).toBe('This load fits.');
    expect(mark?.dataset['verdict']).toBe('fits');
    expect(mark?.closest('.cm-line')).toBe(view.dom.querySelector('.cm-line'));
    view.destroy();
  });

  it('never become part of the text', async () => {
    const { view } = setUp('load()');
    await jest.advanceTimersByTimeAsync(700);
    expect(view.state.doc.toString()).toBe('load()');
    view.destroy();
  });

  it('follow the figures without a new look-up, and go with the setting', async () => {
    const { shown, state, view } = setUp('load()');
    await jest.advanceTimersByTimeAsync(700);
    state.marks = [{ ...MARK, text: 'will be killed: ~3 GiB RAM, 1 GiB left', kind: 'oom' }];
    state.listener(false);
    expect(shown()[0]?.dataset['verdict']).toBe('oom');
    expect(state.lookUps).toBe(1);
    state.marks = [];
    state.listener(true);
    await jest.advanceTimersByTimeAsync(700);
    expect(state.lookUps).toBe(2);
    expect(shown()).toEqual([]);
    view.destroy();
  });

  it('of a text that has changed meanwhile are dropped', async () => {
    const { shown, view, state, type } = setUp('load()');
    let answer: (marks: readonly LineMark[]) => void = () => undefined;
    const late = new Promise<readonly LineMark[]>(resolve => (answer = resolve));
    Object.defineProperty(state, 'marks', { get: () => late, configurable: true });
    await jest.advanceTimersByTimeAsync(700);
    type('x');
    answer([MARK]);
    await jest.advanceTimersByTimeAsync(10);
    expect(shown()).toEqual([]);
    view.destroy();
  });

  it('end with the editor', () => {
    const { view, state } = setUp('load()');
    view.destroy();
    expect(state.isListening).toBe(false);
  });
});
