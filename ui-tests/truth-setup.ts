import { programs } from './environment';
import { installKernel } from './support/installKernel';
import { TORCH_KERNEL } from './support/kernels';

/** Installs the kernel with torch; `scripts/lib/torch.mjs` has already built its checkpoints. */
export default function setUp(): void {
  installKernel(TORCH_KERNEL, programs.torchPython);
}
