import type { Kernel, ServiceManager } from '@jupyterlab/services';

import type { KernelControl, KernelInfo } from '../logic/types';
import { shutDownKernel } from './kernels';

/** Shows a document; the application knows how. */
export type OpenPath = (path: string) => Promise<void>;

/** The connection that the page itself holds to a kernel; null when none. */
export type FindKernel = (kernelId: string) => Kernel.IKernelConnection | null | undefined;

/** Kernel actions, through the page's own connection where it has one. */
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
    await this._with(kernel, connection => connection.interrupt());
  }

  /** Through the notebook's connection, so that it sees its kernel restart. */
  async restart(kernel: KernelInfo): Promise<void> {
    await this._with(kernel, connection => connection.restart());
  }

  async shutDown(kernel: KernelInfo): Promise<void> {
    await shutDownKernel(this._services, kernel.id);
  }

  private async _with(
    kernel: KernelInfo,
    act: (connection: Kernel.IKernelConnection) => Promise<void>
  ): Promise<void> {
    const own = this._find(kernel.id);
    if (own) {
      return act(own);
    }
    const passing = this._services.kernels.connectTo({
      model: { id: kernel.id, name: kernel.name }
    });
    try {
      await act(passing);
    } finally {
      passing.dispose();
    }
  }
}
