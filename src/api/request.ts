import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { ClientError } from '../logic/clientError';

/** A server that says nothing for this long counts as unreachable. */
export const ANSWER_WITHIN_MS = 10_000;

export interface RequestOptions {
  settings: ServerConnection.ISettings;
  /** Cancels the request; the caller then gets the abort, not a `ClientError`. */
  signal?: AbortSignal;
  answerWithinMs?: number;
}

/**
 * `GET <base>/jupyterlab-headroom/<endpoint>?<query>`, parsed as JSON.
 *
 * Empty values of `query` are left out.
 * @throws ClientError when there is no usable answer.
 */
export async function getJson(
  endpoint: string,
  query: Readonly<Record<string, string>>,
  options: RequestOptions
): Promise<unknown> {
  const { settings, signal } = options;
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const url =
    URLExt.join(settings.baseUrl, 'jupyterlab-headroom', endpoint) +
    URLExt.objectToQueryString(Object.fromEntries(filled));
  const limit = new AbortController();
  const cancel = () => limit.abort();
  const timer = setTimeout(cancel, options.answerWithinMs ?? ANSWER_WITHIN_MS);
  signal?.addEventListener('abort', cancel);
  try {
    const response = await send(url, settings, limit.signal, signal);
    return await read(response);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

async function send(
  url: string,
  settings: ServerConnection.ISettings,
  limit: AbortSignal,
  caller: AbortSignal | undefined
): Promise<Response> {
  try {
    return await ServerConnection.makeRequest(url, { method: 'GET', signal: limit }, settings);
  } catch (error) {
    caller?.throwIfAborted();
    throw new ClientError(
      'unreachable',
      limit.aborted
        ? 'The Jupyter server did not answer in time.'
        : `The Jupyter server cannot be reached (${text(error)}).`
    );
  }
}

async function read(response: Response): Promise<unknown> {
  if (!response.ok) {
    throw await refusal(response);
  }
  try {
    return await response.json();
  } catch (error) {
    throw new ClientError(
      'garbage',
      `The Jupyter server sent something that is not JSON (${text(error)}).`
    );
  }
}

async function refusal(response: Response): Promise<ClientError> {
  const { status } = response;
  const kind = status === 404 ? 'absent' : status < 500 ? 'refused' : 'unreachable';
  const said = await response
    .json()
    .then((body: { message?: unknown }) => body.message)
    .catch(() => undefined);
  const message =
    typeof said === 'string' && said !== ''
      ? said
      : `The Jupyter server answered ${status} ${response.statusText}.`;
  return new ClientError(kind, message);
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
