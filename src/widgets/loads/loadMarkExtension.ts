import { StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, WidgetType } from '@codemirror/view';
import type { DecorationSet, ViewUpdate } from '@codemirror/view';
import type { IDisposable } from '@lumino/disposable';

/** Nobody reads estimates while typing, so wait this long after the last change. */
const QUIET_MS = 700;

/** A mark at the end of a line. */
export interface LineMark {
  /** Any document offset within the line. */
  at: number;
  text: string;
  /** The full explanation, for a tooltip and for screen readers. */
  title: string;
  /** `fits`, `oom`, ...; determines the colour. */
  kind: string;
}

/** Where an editor gets its marks from. */
export interface MarkSource {
  /** Slow: looks up what the text loads. Null if that is unknown or the text has since changed. */
  lookUp(): Promise<readonly LineMark[] | null>;
  /** Fast: the same marks, judged by the current figures. */
  current(): readonly LineMark[];
  /** Calls `listener` when `current` may have changed or a new `lookUp` is needed. */
  onChange(listener: (needsLookUp: boolean) => void): IDisposable;
}

const setMarks = StateEffect.define<readonly LineMark[]>();

const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (set, transaction) =>
    transaction.effects.reduce(
      (now, effect) => (effect.is(setMarks) ? decorations(effect.value, transaction.newDoc) : now),
      set.map(transaction.changes)
    ),
  provide: field => EditorView.decorations.from(field)
});

/** An unobtrusive mark at the end of each line that loads something. */
export function loadMarks(source: MarkSource): Extension {
  return [marksField, ViewPlugin.define(view => new MarkUpdater(view, source))];
}

/** Requests marks once typing has paused, never while handling a keystroke. */
class MarkUpdater {
  constructor(
    private readonly _view: EditorView,
    private readonly _source: MarkSource
  ) {
    this._listening = _source.onChange(needsLookUp =>
      needsLookUp ? this._wait() : this._redraw()
    );
    this._wait();
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) {
      this._wait();
    }
  }

  destroy(): void {
    this._isGone = true;
    window.clearTimeout(this._timer);
    this._listening.dispose();
  }

  private _wait(): void {
    window.clearTimeout(this._timer);
    this._timer = window.setTimeout(() => void this._lookUp(), QUIET_MS);
  }

  private async _lookUp(): Promise<void> {
    const { doc } = this._view.state;
    const marks = await this._source.lookUp().catch(() => null);
    if (marks !== null && !this._isGone && this._view.state.doc === doc) {
      this._show(marks);
    }
  }

  private _redraw(): void {
    if (this._shown.length > 0) {
      this._show(this._source.current());
    }
  }

  /** Skips the redraw if the marks have not changed. */
  private _show(marks: readonly LineMark[]): void {
    if (JSON.stringify(marks) !== JSON.stringify(this._shown)) {
      this._shown = marks;
      this._view.dispatch({ effects: setMarks.of(marks) });
    }
  }

  private readonly _listening: IDisposable;
  private _shown: readonly LineMark[] = [];
  private _timer = 0;
  private _isGone = false;
}

function decorations(marks: readonly LineMark[], doc: Text): DecorationSet {
  const ranges = marks
    .filter(({ at }) => at <= doc.length)
    .map(mark =>
      Decoration.widget({ widget: new MarkWidget(mark), side: 1 }).range(doc.lineAt(mark.at).to)
    );
  return Decoration.set(ranges, true);
}

class MarkWidget extends WidgetType {
  constructor(private readonly _mark: LineMark) {
    super();
  }

  override eq(other: MarkWidget): boolean {
    return JSON.stringify(other._mark) === JSON.stringify(this._mark);
  }

  override toDOM(): HTMLElement {
    const node = document.createElement('span');
    node.className = 'jp-Headroom-mark';
    node.dataset['verdict'] = this._mark.kind;
    node.title = this._mark.title;
    node.setAttribute('role', 'note');
    node.setAttribute('aria-label', this._mark.title);
    node.textContent = this._mark.text;
    return node;
  }
}
