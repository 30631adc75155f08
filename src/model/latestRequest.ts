/**
 * Asks a server for its latest state: one request at a time, and at most one more waiting.
 *
 * A request that is under way was perhaps answered before the news that made somebody ask, so
 * it is never shared with those who come later: one more follows it, for all of them together.
 * Calls made in the same turn of the event loop share one, since it has not been sent yet.
 */
export class LatestRequest<Options, Answer = void> {
  /** `merge` must keep what either caller insisted on; by default the newer options win. */
  constructor(
    private readonly _send: (options: Options) => Promise<Answer>,
    private readonly _merge: (older: Options, newer: Options) => Options = (_, newer) => newer
  ) {}

  /** The answer to a request that is sent after this call. Rejects when that request fails. */
  ask(options: Options): Promise<Answer> {
    if (this._waiting) {
      const { asked, answer } = this._waiting;
      asked.options = this._merge(asked.options, options);
      return answer;
    }
    const asked = { options };
    const answer = this._sendNext(asked);
    this._waiting = { asked, answer };
    return answer;
  }

  /** The answer to the request under way, for callers that bring no news; asks if there is none. */
  join(options: Options): Promise<Answer> {
    return this._running ?? this.ask(options);
  }

  private async _sendNext(asked: { readonly options: Options }): Promise<Answer> {
    // Its failure is told to those who asked for it.
    await this._running?.catch(() => undefined);
    this._waiting = null;
    this._running = this._send(asked.options).finally(() => {
      this._running = null;
    });
    return this._running;
  }

  private _waiting: { asked: { options: Options }; answer: Promise<Answer> } | null = null;
  private _running: Promise<Answer> | null = null;
}
