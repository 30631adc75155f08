/**
 * Why the server could not be asked, as far as the browser can tell.
 *
 * - `absent`: it answers, but this extension's server part is not enabled (404).
 * - `refused`: it understood and said no (other 4xx).
 * - `unreachable`: no answer in time, a broken connection, or a fault of its own (5xx).
 * - `garbage`: an answer that is not what docs/wire.md describes.
 */
export type ClientErrorKind = 'absent' | 'refused' | 'unreachable' | 'garbage';

/** The only error that `api/` throws. Its message is for people. */
export class ClientError extends Error {
  constructor(
    readonly kind: ClientErrorKind,
    message: string
  ) {
    super(message);
    this.name = 'ClientError';
  }
}

/** Any thrown value as a `ClientError`; what is not one counts as unreachable. */
export function asClientError(error: unknown): ClientError {
  if (error instanceof ClientError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ClientError('unreachable', message);
}
