import type { KernelInfo } from './memory';

/** What the panel can do with a kernel. Every method rejects with an error meant for people. */
export interface KernelControl {
  /** Shows the notebook or console of a kernel. */
  open(kernel: KernelInfo): Promise<void>;
  interrupt(kernel: KernelInfo): Promise<void>;
  restart(kernel: KernelInfo): Promise<void>;
  shutDown(kernel: KernelInfo): Promise<void>;
  /** The current execution state of a kernel; null: not known. */
  state(kernelId: string): Promise<string | null>;
}
