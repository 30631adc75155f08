import type { CheckpointQuery, HeadroomClient, ModelFacts } from '../../logic/types';

/** Files rarely change; the progress of a running download is seen after this time. */
const KEPT_MS = 60_000;
const MAX_KEPT = 100;

interface Kept {
  untilMs: number;
  facts: Promise<ModelFacts>;
}

/** Caches facts about models, so that each is asked for at most once a minute. */
export class ModelFactsCache {
  /** `now` gives milliseconds since the epoch. */
  constructor(
    private readonly _client: Pick<HeadroomClient, 'checkpoint'>,
    private readonly _now: () => number = () => Date.now()
  ) {}

  checkpoint(query: CheckpointQuery): Promise<ModelFacts> {
    const key = JSON.stringify(query);
    const now = this._now();
    const known = this._kept.get(key);
    if (known && known.untilMs > now) {
      return known.facts;
    }
    const facts = this._client.checkpoint(query);
    const kept = { facts, untilMs: now + KEPT_MS };
    this._keep(key, kept);
    // A failure says nothing about the next attempt, so drop it, unless a newer request took its
    // place.
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
