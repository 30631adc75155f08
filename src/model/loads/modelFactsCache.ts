import type { CheckpointQuery, HeadroomClient, ModelFacts } from '../../logic/types';

/** Files change rarely; a download that goes on is seen after this time. */
const KEPT_MS = 60_000;
const MAX_KEPT = 100;

interface Kept {
  untilMs: number;
  facts: Promise<ModelFacts>;
}

/** Facts about models, asked for once a minute at most. */
export class ModelFactsCache {
  constructor(private readonly _client: Pick<HeadroomClient, 'checkpoint'>) {}

  checkpoint(query: CheckpointQuery): Promise<ModelFacts> {
    const key = JSON.stringify(query);
    const now = Date.now();
    const known = this._kept.get(key);
    if (known && known.untilMs > now) {
      return known.facts;
    }
    const facts = this._client.checkpoint(query);
    const kept = { facts, untilMs: now + KEPT_MS };
    this._keep(key, kept);
    // A failure now says nothing about later, nor about what was asked since.
    facts.catch(() => this._kept.get(key) === kept && this._kept.delete(key));
    return facts;
  }

  private _keep(key: string, kept: Kept): void {
    const [oldest] = this._kept.keys();
    if (this._kept.size >= MAX_KEPT && oldest !== undefined) {
      this._kept.delete(oldest);
    }
    this._kept.delete(key);
    this._kept.set(key, kept);
  }

  private readonly _kept = new Map<string, Kept>();
}
