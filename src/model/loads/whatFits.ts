import { Signal, type ISignal } from '@lumino/signaling';

import { asClientError } from '../../logic/types/clientError';
import type { DiskShortage } from '../../logic/loads/words/diskShortage';
import type { Capacity, HeadroomClient, KernelEnvironment, ModelFacts } from '../../logic/types';
import { visibleCapacity } from '../../logic/memory/visibleGpus';
import type { FitRow } from '../../logic/loads/verdict/whatFits';

/** What is known about the model that was asked for. */
export type FitAnswer =
  | { state: 'none' }
  | { state: 'asking'; reference: string }
  | { state: 'failed'; reference: string; message: string }
  | {
      state: 'known';
      reference: string;
      facts: ModelFacts;
      rows: readonly FitRow[];
      shortage: DiskShortage | null;
    };

/** Tells with which dtypes, and on which planes, a model fits the kernel in front. */
export class WhatFitsModel {
  constructor(private readonly _options: WhatFitsModel.IOptions) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get answer(): FitAnswer {
    return this._answer;
  }

  /** Looks up a path or an id. Never rejects; the newest question wins. */
  async ask(reference: string): Promise<void> {
    const asking: FitAnswer = { state: 'asking', reference };
    this._set(asking);
    const answer = await this._find(reference).catch((error: unknown): FitAnswer => ({
      state: 'failed',
      reference,
      message: asClientError(error).message
    }));
    if (this._answer === asking) {
      this._set(answer);
    }
  }

  private async _find(reference: string): Promise<FitAnswer> {
    const { client, capacity } = this._options;
    const kernelId = this._options.kernelId();
    const query = { reference, kernelId, kind: 'transformers', cwd: null, options: {} };
    // Imported only now, like the rules: a page that only shows memory does not need them.
    const [{ whatFits }, { diskShortage }, facts, environment] = await Promise.all([
      import(/* webpackChunkName: "panel" */ '../../logic/loads/verdict/whatFits'),
      import(/* webpackChunkName: "panel" */ '../../logic/loads/words/diskShortage'),
      client.checkpoint(query),
      this._environment(kernelId),
      capacity.refresh()
    ]);
    const room = visibleCapacity(capacity.capacityOf(kernelId ?? ''), environment);
    const rows = whatFits(facts, environment, room);
    return rows.length === 0 && facts.problem !== null
      ? { state: 'failed', reference, message: facts.problem.message }
      : { state: 'known', reference, facts, rows, shortage: diskShortage(facts) };
  }

  private async _environment(kernelId: string | null): Promise<KernelEnvironment | null> {
    const facts =
      kernelId === null ? null : await this._options.client.environment(kernelId).catch(() => null);
    return facts && { ...facts, versions: facts.versions ?? {}, names: {}, loadedNames: [] };
  }

  private _set(answer: FitAnswer): void {
    this._answer = answer;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _answer: FitAnswer = { state: 'none' };
}

export namespace WhatFitsModel {
  export interface IOptions {
    client: Pick<HeadroomClient, 'checkpoint' | 'environment'>;
    capacity: { refresh(): Promise<void>; capacityOf(kernelId: string): Capacity };
    /** Kernel of the document in front. */
    kernelId: () => string | null;
  }
}
