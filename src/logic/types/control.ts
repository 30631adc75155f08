import type { KernelInfo } from './memory';

/** What can be done with a kernel from the panel. Each rejects with an error for people. */
export interface KernelControl {
  /** Shows the notebook or console of a kernel. */
  open(kernel: KernelInfo): Promise<void>;
  interrupt(kernel: KernelInfo): Promise<void>;
  restart(kernel: KernelInfo): Promise<void>;
  shutDown(kernel: KernelInfo): Promise<void>;
  /** What a kernel does at this moment; null: not known. */
  state(kernelId: string): Promise<string | null>;
}
