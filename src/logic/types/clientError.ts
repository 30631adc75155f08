/**
 * Why asking the server failed, as far as the browser can tell.
 *
 * - `absent`: it answers, but this extension's server part is not enabled (404).
 * - `refused`: it understood the request and rejected it (other 4xx).
 * - `unreachable`: no answer in time, a broken connection, or an error in the server (5xx).
 * - `garbage`: the answer is not what docs/wire.md describes.
 */
export type ClientErrorKind = 'absent' | 'refused' | 'unreachable' | 'garbage';

/** The only error that `api/` throws. Its message is meant for people. */
export class ClientError extends Error {
  constructor(
    readonly kind: ClientErrorKind,
    message: string
  ) {
    super(message);
    this.name = 'ClientError';
  }
}

/** Turns anything thrown into a `ClientError`; other errors count as unreachable. */
export function asClientError(error: unknown): ClientError {
  if (error instanceof ClientError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ClientError('unreachable', message);
}
