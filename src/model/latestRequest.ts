/**
 * Asks a server for its latest state: one request at a time, and at most one more waiting.
 *
 * A request that is under way may have been answered before the event that prompts a later call, so
 * later callers never share it: one more request follows, for all of them together. Calls made in
 * the same turn of the event loop share a request, since it has not been sent yet.
 */
export class LatestRequest<Options, Answer = void> {
  /** `merge` must preserve what either caller insisted on; by default the newer options win. */
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

  /**
   * The answer to the request under way, for callers with no news to ask about; asks if there is
   * none.
   */
  join(options: Options): Promise<Answer> {
    return this._running ?? this.ask(options);
  }

  private async _sendNext(asked: { readonly options: Options }): Promise<Answer> {
    // A failure of the previous request is reported to those who made it.
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
