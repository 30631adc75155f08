import type { Kernel } from '@jupyterlab/services';

import { installsPackages } from '../logic/cells/installs';
import type { OpenName } from '../logic/cells/openNames';
import type { EnvironmentFacts, HeadroomClient, KernelEnvironment } from '../logic/types';
import type { KernelLives } from './kernelLives';
import { probeKernel } from './kernelProbe';

/** An idle kernel answers within a few ms; a busy one is not asked at all. */
const PROBE_LIMIT_MS = 400;

/** What a check wants to know about a kernel. */
export interface EnvironmentRequest {
  names: readonly OpenName[];
  targets: readonly string[];
  /** false while cells that were sent to the kernel have not finished. */
  isIdle: boolean;
}

type Versions = KernelEnvironment['versions'];

/**
 * What is known about a kernel's Python: from the kernel when it is idle, else from the server.
 *
 * Versions are cached until the kernel restarts or a cell installs something.
 */
export class KernelEnvironments {
  constructor(
    private readonly _client: Pick<HeadroomClient, 'environment'>,
    private readonly _lives: KernelLives
  ) {
    _lives.ended.connect((_, { id }) => this.forget(id));
  }

  /** Null when neither the kernel nor the server knows anything. Never rejects. */
  async read(
    kernel: Kernel.IKernelConnection,
    { names, targets, isIdle }: EnvironmentRequest,
    signal?: AbortSignal
  ): Promise<KernelEnvironment | null> {
    this._lives.watch(kernel);
    const known = this._versions.get(kernel.id) ?? null;
    const request = { names, targets, withVersions: known === null };
    const timesForgotten = this._timesForgotten;
    const probe = isIdle ? await probeKernel(kernel, request, PROBE_LIMIT_MS) : null;
    const server = probe === null ? await this._askServer(kernel.id, signal) : null;
    const facts = merged(probe, server, known);
    // What was read before a restart or an installation may no longer be true.
    const isCurrent = timesForgotten === this._timesForgotten;
    if (isCurrent && facts !== null && Object.keys(facts.versions).length > 0) {
      this._versions.set(kernel.id, facts.versions);
    }
    return facts;
  }

  /**
   * Call this for each cell handed to the kernel: a cell that installs something changes the
   * versions.
   */
  ran(kernelId: string, source: string): void {
    if (installsPackages(source)) {
      this.forget(kernelId);
    }
  }

  forget(kernelId: string): void {
    this._timesForgotten += 1;
    this._versions.delete(kernelId);
  }

  private _askServer(kernelId: string, signal?: AbortSignal): Promise<EnvironmentFacts | null> {
    return this._client.environment(kernelId, signal).catch(() => null);
  }

  /** Counts for all kernels together: at worst, a kernel is asked once more than necessary. */
  private _timesForgotten = 0;
  private readonly _versions = new Map<string, Versions>();
}

/** The kernel's own answers win; the server's fill the gaps. */
function merged(
  probe: KernelEnvironment | null,
  server: EnvironmentFacts | null,
  known: Versions | null
): KernelEnvironment | null {
  if (probe === null && server === null && known === null) {
    return null;
  }
  const refusals = probe?.refusals ?? server?.refusals;
  return {
    versions: { ...server?.versions, ...known, ...probe?.versions },
    cwd: probe?.cwd ?? server?.cwd ?? null,
    environment: { ...server?.environment, ...probe?.environment },
    names: probe?.names ?? {},
    loadedNames: probe?.loadedNames ?? [],
    ...(probe?.modules === undefined ? {} : { modules: probe.modules }),
    ...(probe?.torchUnused === undefined ? {} : { torchUnused: probe.torchUnused }),
    ...(refusals === undefined ? {} : { refusals })
  };
}
