/** The kernels of the tests: what `demo/install_kernel.py` is told. */
export const KERNELS = {
  /** Room for 300 MiB more, and for the small checkpoint. */
  roomy: { name: 'headroom-1024', displayName: 'Headroom 1 GiB', limitMib: 1024 },
  /** Too little for the medium checkpoint. */
  tight: { name: 'headroom-400', displayName: 'Headroom 400 MiB', limitMib: 400 }
} as const;

export interface Kernel {
  readonly name: string;
  readonly displayName: string;
  readonly limitMib: number;
}

/** With torch and transformers: they take 330 MiB, and 690 MiB are left for a model. */
export const TORCH_KERNEL: Kernel = {
  name: 'headroom-torch',
  displayName: 'Headroom torch 1 GiB',
  limitMib: 1024
};
