import type { Kernel, ServiceManager } from '@jupyterlab/services';

import type { KernelControl, KernelInfo } from '../logic/types';
import { kernelState, shutDownKernel } from './kernels';

/** Shows a document, which only the application can do. */
export type OpenPath = (path: string) => Promise<void>;

/** The part of a kernel connection that is used here. */
export type ControllableKernel = Pick<Kernel.IKernelConnection, 'interrupt' | 'restart'>;

/**
 * The page's own connection to a kernel, through the document that uses it; null if there is none.
 */
export type FindKernel = (kernelId: string) => ControllableKernel | null;

/** Kernel actions, over the page's own connection where there is one. */
export class ServerKernelControl implements KernelControl {
  constructor(
    private readonly _services: ServiceManager.IManager,
    private readonly _openPath: OpenPath,
    private readonly _find: FindKernel
  ) {}

  async open(kernel: KernelInfo): Promise<void> {
    if (kernel.path !== null) {
      await this._openPath(kernel.path);
    }
  }

  async interrupt(kernel: KernelInfo): Promise<void> {
    await this._withConnection(kernel, connection => connection.interrupt());
  }

  /** Goes through the document where there is one, so that the document notices the restart. */
  async restart(kernel: KernelInfo): Promise<void> {
    await this._withConnection(kernel, connection => connection.restart());
  }

  async shutDown(kernel: KernelInfo): Promise<void> {
    await shutDownKernel(this._services, kernel.id);
  }

  state(kernelId: string): Promise<string | null> {
    return kernelState(this._services, kernelId);
  }

  private async _withConnection(
    kernel: KernelInfo,
    act: (kernel: ControllableKernel) => Promise<void>
  ): Promise<void> {
    const own = this._find(kernel.id);
    if (own) {
      return act(own);
    }
    const temporary = this._services.kernels.connectTo({
      model: { id: kernel.id, name: kernel.name }
    });
    try {
      await act(temporary);
    } finally {
      temporary.dispose();
    }
  }
}
