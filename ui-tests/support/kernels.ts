/** The kernels of the tests, as passed to `demo/install_kernel.py`. */
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

/** Has torch and transformers, which take 330 MiB and leave 690 MiB for a model. */
export const TORCH_KERNEL: Kernel = {
  name: 'headroom-torch',
  displayName: 'Headroom torch 1 GiB',
  limitMib: 1024
};
