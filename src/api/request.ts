import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import { ClientError } from '../logic/types/clientError';

/** A server that does not answer for this long counts as unreachable. */
const ANSWER_WITHIN_MS = 10_000;

export interface RequestOptions {
  settings: ServerConnection.ISettings;
  /** Cancels the request, which then rejects. */
  signal?: AbortSignal;
  answerWithinMs?: number;
}

/**
 * `GET <base>/jupyterlab-headroom/<endpoint>?<query>`, parsed as JSON.
 *
 * Entries of `query` with an empty value are left out.
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
  if (signal?.aborted) {
    cancel();
  }
  try {
    return await ask(url, settings, limit.signal);
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw limit.signal.aborted
      ? new ClientError('unreachable', 'The Jupyter server did not answer in time.')
      : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
  }
}

async function ask(
  url: string,
  settings: ServerConnection.ISettings,
  signal: AbortSignal
): Promise<unknown> {
  const response = await ServerConnection.makeRequest(
    url,
    { method: 'GET', signal },
    settings
  ).catch(error => {
    throw new ClientError('unreachable', `The Jupyter server cannot be reached (${text(error)}).`);
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  return response.json().catch(error => {
    throw new ClientError(
      'garbage',
      `The Jupyter server sent something that is not JSON (${text(error)}).`
    );
  });
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
