import type { ServerConnection } from '@jupyterlab/services';

import { ServerClient } from '../../api/client';
import { getJson } from '../../api/request';
import { ClientError } from '../../logic/types/clientError';

/** jsdom has no fetch; these are the parts of it that are used. */
class FakeRequest {
  constructor(
    readonly url: string,
    readonly init: RequestInit
  ) {}

  readonly headers = { has: () => true, append: () => undefined };
}

class FakeHeaders extends Map<string, string> {
  append = this.set;
}

interface FakeResponse {
  status: number;
  text: string;
}

type Answer = (request: FakeRequest) => Promise<FakeResponse>;

function settings(answer: Answer): ServerConnection.ISettings {
  const fetch = async (request: unknown) => {
    const { status, text } = await answer(request as FakeRequest);
    return {
      ok: status < 400,
      status,
      statusText: 'as the test says',
      json: async () => JSON.parse(text) as unknown
    };
  };
  return {
    baseUrl: 'http://localhost/base/',
    init: {},
    token: '',
    fetch,
    Request: FakeRequest,
    Headers: FakeHeaders
  } as unknown as ServerConnection.ISettings;
}

function json(value: unknown, status = 200): Answer {
  return async () => ({ status, text: JSON.stringify(value) });
}

async function failure(answer: Answer, answerWithinMs = 1000): Promise<ClientError> {
  const error = await getJson('samples', {}, { settings: settings(answer), answerWithinMs }).catch(
    (reason: unknown) => reason
  );
  expect(error).toBeInstanceOf(ClientError);
  return error as ClientError;
}

/** Never answers, but lets itself be cancelled. */
const silence: Answer = request =>
  new Promise((_, reject) =>
    request.init.signal?.addEventListener('abort', () => reject(new Error('aborted')))
  );

describe('getJson', () => {
  it('asks below the base URL and leaves out what is empty', async () => {
    const seen: string[] = [];
    await getJson(
      'samples',
      { since: '3', epoch: '', cwd: 'a b' },
      {
        settings: settings(async request => {
          seen.push(request.url);
          return { status: 200, text: '{}' };
        })
      }
    );
    expect(seen[0]).toMatch(
      /^http:\/\/localhost\/base\/jupyterlab-headroom\/samples\?since=3&cwd=a%20b/
    );
  });

  it.each([
    [404, 'absent'],
    [400, 'refused'],
    [403, 'refused'],
    [422, 'refused'],
    [500, 'unreachable'],
    [503, 'unreachable']
  ])('takes %d as %s', async (status, kind) => {
    expect((await failure(json({}, status))).kind).toBe(kind);
  });

  it('passes on what the server says to people', async () => {
    const error = await failure(json({ message: 'No such kernel.' }, 422));
    expect(error.message).toBe('No such kernel.');
  });

  it('names the status when the server says nothing', async () => {
    const error = await failure(async () => ({ status: 502, text: '<html>' }));
    expect(error.message).toContain('502');
  });

  it('takes what is not JSON as garbage', async () => {
    expect((await failure(async () => ({ status: 200, text: '<html>' }))).kind).toBe('garbage');
  });

  it('takes a broken connection as unreachable', async () => {
    const error = await failure(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(error).toMatchObject({ kind: 'unreachable' });
    expect(error.message).toContain('cannot be reached');
  });

  it('gives up on a server that says nothing', async () => {
    const error = await failure(silence, 20);
    expect(error).toMatchObject({ kind: 'unreachable' });
    expect(error.message).toContain('in time');
  });

  it('passes on that the caller cancelled', async () => {
    const cancel = new AbortController();
    const asked = getJson('checkpoint', {}, { settings: settings(silence), signal: cancel.signal });
    cancel.abort();
    await expect(asked).rejects.toThrow('aborted');
  });
});

describe('ServerClient', () => {
  const seen: URL[] = [];
  const client = new ServerClient(
    settings(async request => {
      seen.push(new URL(request.url));
      return { status: 404, text: '{}' };
    })
  );
  const lastQuery = () => Object.fromEntries(seen[seen.length - 1]?.searchParams ?? []);

  it('asks for all history before it knows any', async () => {
    await client.samples(-1, -1, '').catch(() => undefined);
    expect(lastQuery()).not.toHaveProperty('since');
    expect(lastQuery()).not.toHaveProperty('revision');
  });

  it('asks for what is new after that', async () => {
    await client.samples(0, 0, 'e').catch(() => undefined);
    expect(lastQuery()).toMatchObject({ since: '0', revision: '0', epoch: 'e' });
    expect(lastQuery()).not.toHaveProperty('fresh');
    await client.samples(0, 0, 'e', true).catch(() => undefined);
    expect(lastQuery()).toMatchObject({ fresh: '1' });
  });

  it('names a model by the words of the wire', async () => {
    const query = {
      reference: 'some/model',
      kernelId: 'k',
      kind: 'transformers',
      cwd: null,
      options: { revision: 'main' }
    };
    await client.checkpoint(query).catch(() => undefined);
    expect(lastQuery()).toMatchObject({
      ref: 'some/model',
      kernel_id: 'k',
      kind: 'transformers',
      revision: 'main'
    });
    expect(lastQuery()).not.toHaveProperty('cwd');
    expect(lastQuery()).not.toHaveProperty('offline');
    await client.checkpoint({ ...query, offline: true }).catch(() => undefined);
    expect(lastQuery()).toMatchObject({ offline: '1' });
  });
});
